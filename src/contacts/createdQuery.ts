import { queryOptions } from '@tanstack/react-query'
import type { DeskApi } from '#api/client.ts'
import { createdSchema } from '#contract/api/history.ts'

/** What the desk itself created for a customer, for a billing system that lists no contacts. */
export function createdQuery(api: DeskApi, workspace: string, customer: string) {
  return queryOptions({
    queryKey: ['created', workspace, customer],
    queryFn: ({ signal }) =>
      api.read(
        createdSchema,
        workspace,
        `customers/${encodeURIComponent(customer)}/created`,
        {},
        signal,
      ),
    staleTime: 0,
  })
}
