import { useMutation, useQueryClient } from '@tanstack/react-query'
import { outcomeSchema } from '#contract/api/submission.ts'
import { useApi } from './ApiContext.ts'
import { writing } from './client.ts'

interface Asked {
  workspace: string
  /** The create that was refused as `mayExist`. */
  submissionId: string
  /** The contact that its author says it made. */
  contact: string
}

/** Has the gateway write down which contact a create made, in receipt and audit log. */
export function useConfirmContact({ workspace, submissionId, contact }: Asked) {
  const api = useApi()
  const client = useQueryClient()
  return useMutation({
    mutationFn: () =>
      api.ask(
        outcomeSchema,
        `/workspaces/${encodeURIComponent(workspace)}/submissions/${submissionId}/contact`,
        { method: 'PUT', headers: writing, body: JSON.stringify({ contact }) },
      ),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['receipts', workspace] })
      void client.invalidateQueries({ queryKey: ['log', workspace] })
    },
  })
}
