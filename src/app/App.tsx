import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ApiProvider } from '#api/ApiContext.ts'
import { deskApi } from '#api/client.ts'
import { deskQueryClient } from '#api/queryClient.ts'
import type { Send } from '#contract/send.ts'
import { OutboxProvider } from '#outbox/OutboxContext.ts'
import { NoticesProvider } from '#ui/Notices.tsx'
import { Crash } from './Crash.tsx'
import { outboxOf } from './outboxOf.ts'
import { carryOn, keepWhenLeaving, warnBeforeLoss } from './pageEvents.ts'
import { Start } from './Start.tsx'

/** The whole desk. The only thing it needs is a pipe to its gateway and where that is. */
export function App({ send, origin }: { send: Send; origin: string }) {
  const [api] = useState(() => deskApi(send, origin))
  const [client] = useState(deskQueryClient)
  const [kept] = useState(() => outboxOf(api))
  useEffect(() => warnBeforeLoss(kept.drafts, kept.outbox), [kept])
  useEffect(() => keepWhenLeaving(kept.drafts), [kept])
  useEffect(() => carryOn(kept.outbox), [kept])
  return (
    <Crash>
      <QueryClientProvider client={client}>
        <ApiProvider value={api}>
          <OutboxProvider value={kept}>
            <NoticesProvider>
              <Start />
            </NoticesProvider>
          </OutboxProvider>
        </ApiProvider>
      </QueryClientProvider>
    </Crash>
  )
}
