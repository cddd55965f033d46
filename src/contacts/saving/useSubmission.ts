import { useState } from 'react'
import type { Errand } from '#outbox/submission.ts'
import { useErrands } from '#outbox/OutboxContext.ts'

/** What was pressed last for this intent, also when it has ended, and where it was another form. */
export function useErrandOf(intent: string): Errand | null {
  const now = useErrands().find((each) => each.errand.intent === intent)?.errand
  const [last, setLast] = useState<Errand | null>(null)
  if (now && now !== last) setLast(now)
  return now ?? (last?.intent === intent ? last : null)
}
