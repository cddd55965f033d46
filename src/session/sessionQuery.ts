import { queryOptions } from '@tanstack/react-query'
import type { DeskApi } from '#api/client.ts'

/** Who is at the desk. */
export function sessionQuery(api: DeskApi) {
  return queryOptions({
    queryKey: ['session'],
    queryFn: ({ signal }) => api.session(signal),
    staleTime: Infinity,
  })
}
