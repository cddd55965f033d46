import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '#api/ApiContext.ts'
import { ApiError } from '#contract/api/apiError.ts'
import { sentenceOf } from '#contract/api/apiErrorText.ts'
import { useDrafts, useOutbox } from '#outbox/OutboxContext.ts'
import { sessionText } from '#text/sessionText.ts'
import { text } from '#text/text.ts'
import { Button } from '#ui/basics/Button.tsx'
import { Dialog } from '#ui/dialog/Dialog.tsx'
import { useNotices } from '#ui/notices/Notices.tsx'
import { OwnSessions } from './lazyOwnSessions.tsx'
import { useSession } from './SessionContext.ts'

/** Signs out; where drafts are kept on this computer, it asks first what is to become of them. */
export function SignOut() {
  const { leave } = useSession()
  const api = useApi()
  const client = useQueryClient()
  const drafts = useDrafts()
  const outbox = useOutbox()
  const { showNotice } = useNotices()
  const [asking, setAsking] = useState<number | null>(null)
  const [busy, setBusy] = useState(false)
  const [isListing, setListing] = useState(false)

  async function press() {
    const count = await drafts.count()
    if (count > 0) setAsking(count)
    else await signOut()
  }

  async function signOut({ erases = false } = {}) {
    setBusy(true)
    try {
      const { next } = await api.signOut()
      if (erases) await Promise.all([drafts.clear(), outbox.erase()])
      outbox.dispose()
      client.clear()
      leave(next)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      showNotice({ tone: 'trouble', message: sessionText.out.failed(sentenceOf(error.failure)) })
      setBusy(false)
    }
  }

  const leaving = busy ? sessionText.out.leaving : undefined
  return (
    <>
      <Button size="small" tone="quiet" onClick={() => setListing(true)}>
        {sessionText.own}
      </Button>
      <Button size="small" tone="quiet" busy={leaving} onClick={() => void press()}>
        {sessionText.out.go}
      </Button>
      {isListing && <OwnSessions onClose={() => setListing(false)} />}
      {asking !== null && (
        <Dialog
          title={sessionText.out.title(asking)}
          onClose={() => setAsking(null)}
          actions={
            <>
              <Button onClick={() => setAsking(null)}>{text.form.cancel}</Button>
              <Button tone="danger" busy={leaving} onClick={() => void signOut({ erases: true })}>
                {sessionText.out.erase}
              </Button>
              <Button data-autofocus tone="primary" busy={leaving} onClick={() => void signOut()}>
                {sessionText.out.keep}
              </Button>
            </>
          }
        >
          <p>{sessionText.out.body}</p>
        </Dialog>
      )}
    </>
  )
}
