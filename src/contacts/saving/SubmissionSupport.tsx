import type { Errand } from '#outbox/submission.ts'
import { factsOf } from '#support/factsOf.ts'
import { SupportLine } from '#support/SupportLine.tsx'

/** What to quote about a submission that this browser sent, or is still to send. */
export function SupportOf({ errand, state }: { errand: Errand; state: string }) {
  return <SupportLine facts={factsOf(errand, state)} />
}
