import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import type { DeskApi } from '#api/client.ts'
import { logPageSchema } from '#contract/api/history.ts'
import { queryOf, type LogFilter } from './logFilter.ts'

const pageSize = 50

/** Asks for a page of the log. */
export function logPage(
  api: DeskApi,
  workspace: string,
  filter: LogFilter,
  page: { cursor: string | null; limit: number },
  signal?: AbortSignal,
) {
  return api.read(logPageSchema, workspace, 'log', { ...queryOf(filter), ...page }, signal)
}

/** What happened, the newest first, by page. What was found stays on screen until the next answer. */
export function logQuery(api: DeskApi, workspace: string, filter: LogFilter) {
  return infiniteQueryOptions({
    queryKey: ['log', workspace, filter],
    queryFn: ({ signal, pageParam }) =>
      logPage(api, workspace, filter, { cursor: pageParam, limit: pageSize }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
}
