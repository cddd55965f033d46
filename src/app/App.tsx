import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { ApiProvider } from '#api/ApiContext.ts'
import { deskApi } from '#api/client.ts'
import { deskQueryClient } from '#api/queryClient.ts'
import type { Send } from '#contract/backend/send.ts'
import { forgetCustomers } from '#customers/recents.ts'
import { OutboxProvider } from '#outbox/OutboxContext.ts'
import { SessionProvider } from '#session/SessionContext.ts'
import { forgetKeymap } from '#shortcuts/keymap.ts'
import { NoticesProvider } from '#ui/notices/Notices.tsx'
import { Crash } from './Crash.tsx'
import { createOutbox } from './createOutbox.ts'
import { NoticeList } from './lazyParts.tsx'
import { startOutbox, flushDraftsOnHide, warnBeforeUnload } from './pageEvents.ts'
import { WorkspaceGate } from './WorkspaceGate.tsx'

interface Props {
  send: Send
  origin: string
  /** Leaves the page for another address. */
  leave(address: string): void
}

/** The whole desk. All it needs is a pipe to its gateway, where that is, and the way out. */
export function App({ send, origin, leave }: Props) {
  const [isOver, setOver] = useState(false)
  const [api] = useState(() => deskApi(send, origin, setOver))
  const session = useMemo(() => {
    const go = (address: string) => {
      forgetCustomers()
      forgetKeymap()
      leave(address)
    }
    return { isOver, leave: go }
  }, [isOver, leave])
  const [client] = useState(deskQueryClient)
  const [savedDraft] = useState(() => createOutbox(api))
  useEffect(() => warnBeforeUnload(savedDraft.drafts, savedDraft.outbox), [savedDraft])
  useEffect(() => flushDraftsOnHide(savedDraft.drafts), [savedDraft])
  useEffect(() => startOutbox(savedDraft.outbox), [savedDraft])
  useEffect(() => {
    // Signed in again, perhaps in another tab.
    if (!isOver) savedDraft.outbox.wake()
  }, [savedDraft, isOver])
  return (
    <Crash>
      <QueryClientProvider client={client}>
        <ApiProvider value={api}>
          <OutboxProvider value={savedDraft}>
            <SessionProvider value={session}>
              <NoticesProvider List={NoticeList}>
                <WorkspaceGate />
              </NoticesProvider>
            </SessionProvider>
          </OutboxProvider>
        </ApiProvider>
      </QueryClientProvider>
    </Crash>
  )
}
