import { useState } from 'react'
import type { OutboxItem } from '#outbox/submission.ts'
import { usePendingSubmissions } from '#outbox/OutboxContext.ts'

/** What was pressed last for this submission, also when it has ended, and where it was another form. */
export function useSubmission(submissionId: string): OutboxItem | null {
  const now = usePendingSubmissions().find((each) => each.item.id === submissionId)?.item
  const [last, setLast] = useState<OutboxItem | null>(null)
  if (now && now !== last) setLast(now)
  return now ?? (last?.id === submissionId ? last : null)
}
