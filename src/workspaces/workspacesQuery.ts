import { queryOptions } from '@tanstack/react-query'
import type { DeskApi } from '#api/client.ts'

/** The configured workspaces. They change only with a restart of the desk. */
export function workspacesQuery(api: DeskApi) {
  return queryOptions({
    queryKey: ['workspaces'],
    queryFn: ({ signal }) => api.workspaces(signal),
    staleTime: Infinity,
  })
}
