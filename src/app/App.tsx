import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ApiProvider } from '#api/ApiContext.ts'
import { deskApi, type DeskApi } from '#api/client.ts'
import { deskQueryClient } from '#api/queryClient.ts'
import type { Send } from '#contract/send.ts'
import { Drafts, DraftsProvider } from '#outbox/drafts.ts'
import type { DraftStore } from '#outbox/draftStore.ts'
import { NoticesProvider } from '#ui/Notices.tsx'
import { Crash } from './Crash.tsx'
import { Start } from './Start.tsx'

/** The whole desk. The only thing it needs is a pipe to its gateway and where that is. */
export function App({ send, origin }: { send: Send; origin: string }) {
  const [api] = useState(() => deskApi(send, origin))
  const [client] = useState(deskQueryClient)
  const [drafts] = useState(() => new Drafts(() => openStore(api)))
  useEffect(() => warnBeforeLoss(drafts), [drafts])
  useEffect(() => keepWhenLeaving(drafts), [drafts])
  return (
    <Crash>
      <QueryClientProvider client={client}>
        <ApiProvider value={api}>
          <DraftsProvider value={drafts}>
            <NoticesProvider>
              <Start />
            </NoticesProvider>
          </DraftsProvider>
        </ApiProvider>
      </QueryClientProvider>
    </Crash>
  )
}

/** Drafts on disk are nobody's first need, so what they take is fetched when a form is opened. */
async function openStore(api: DeskApi): Promise<DraftStore> {
  const [{ openDraftStore }, session, { key }] = await Promise.all([
    import('#outbox/draftStore.ts'),
    api.session(),
    api.draftsKey(),
  ])
  return openDraftStore(session.person.id, bytesOf(key))
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const base64 = base64url.replace(/-/g, '+').replace(/_/g, '/')
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}

/** A page that goes out of sight may never come back. */
function keepWhenLeaving(drafts: Drafts): () => void {
  const keep = () => void drafts.settled()
  const events = ['pagehide', 'blur'] as const
  for (const event of events) addEventListener(event, keep)
  document.addEventListener('visibilitychange', keep)
  return () => {
    for (const event of events) removeEventListener(event, keep)
    document.removeEventListener('visibilitychange', keep)
  }
}

/** The browser's own question, asked only when closing the tab would lose typed text. */
function warnBeforeLoss(drafts: Drafts): () => void {
  const warn = (event: BeforeUnloadEvent) => {
    if (drafts.size > 0) event.preventDefault()
  }
  addEventListener('beforeunload', warn)
  return () => removeEventListener('beforeunload', warn)
}
