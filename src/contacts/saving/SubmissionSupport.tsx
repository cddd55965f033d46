import type { OutboxItem } from '#outbox/submission.ts'
import { factsOf } from '#support/factsOf.ts'
import { SupportLine } from '#support/SupportLine.tsx'

/** What to quote about a submission that this browser sent, or is still to send. */
export function SubmissionSupport({ item, state }: { item: OutboxItem; state: string }) {
  return <SupportLine facts={factsOf(item, state)} />
}
