import { useMutation } from '@tanstack/react-query'
import type { NewSubmission } from '#outbox/submission.ts'
import { useOutbox } from '#outbox/OutboxContext.ts'

/**
 * Presses Save. The outbox does the rest, also for whoever leaves; what came of it is in the list
 * (`useSubmissionResults`) when this settles. The verdict is never an exception.
 */
export function useWrite(workspace: string) {
  const outbox = useOutbox()
  return useMutation({
    mutationFn: (wanted: Omit<NewSubmission, 'workspace'>) => outbox.send({ workspace, ...wanted }),
  })
}
