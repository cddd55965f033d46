import { useState } from 'react'
import { useDrafts, useOutbox } from '#outbox/OutboxContext.ts'
import { sessionText } from '#text/sessionText.ts'
import { Banner } from '#ui/layout/Banner.tsx'
import { Button } from '#ui/basics/Button.tsx'
import { TopLayerPortal } from '#ui/overlay/TopLayerPortal.tsx'
import { useSession } from './SessionContext.ts'
import css from './SessionEnded.module.css'
import { signInAddress } from './signInAddress.ts'

/**
 * Says over everything else that the session has ended, and takes no focus: the person may be typing,
 * and may go on with it.
 */
export function SessionEnded() {
  const { leave } = useSession()
  const drafts = useDrafts()
  const outbox = useOutbox()
  const [isBeside, setBeside] = useState(false)

  async function signIn() {
    await drafts.flush()
    const address = signInAddress(location)
    // What could not be put on the disk is only on this page, so the page stays.
    if ((drafts.hasUnsaved || outbox.hasUnsaved) && window.open(address, '_blank')) setBeside(true)
    else leave(address)
  }

  return (
    <TopLayerPortal>
      <div className={css.place} role="alert">
        <Banner
          tone="warning"
          actions={
            <Button size="small" tone="primary" onClick={() => void signIn()}>
              {sessionText.ended.again}
            </Button>
          }
        >
          {isBeside ? sessionText.ended.beside : sessionText.ended.over}
        </Banner>
      </div>
    </TopLayerPortal>
  )
}
