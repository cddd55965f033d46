import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ApiProvider } from '#api/ApiContext.ts'
import { deskApi } from '#api/client.ts'
import { deskQueryClient } from '#api/queryClient.ts'
import type { Send } from '#contract/send.ts'
import { Drafts, DraftsProvider } from '#outbox/drafts.ts'
import { NoticesProvider } from '#ui/Notices.tsx'
import { Crash } from './Crash.tsx'
import { Start } from './Start.tsx'

/** The whole desk. The only thing it needs is a pipe to its gateway and where that is. */
export function App({ send, origin }: { send: Send; origin: string }) {
  const [api] = useState(() => deskApi(send, origin))
  const [client] = useState(deskQueryClient)
  const [drafts] = useState(() => new Drafts())
  useEffect(() => warnBeforeLoss(drafts), [drafts])
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

/** The browser's own question, asked only when closing the tab would lose typed text. */
function warnBeforeLoss(drafts: Drafts): () => void {
  const warn = (event: BeforeUnloadEvent) => {
    if (drafts.size > 0) event.preventDefault()
  }
  addEventListener('beforeunload', warn)
  return () => removeEventListener('beforeunload', warn)
}
