import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { DeskApi } from '#api/client.ts'

/** Customers that fit the text, by page. What was found stays on screen until the next answer. */
export function customersQuery(api: DeskApi, workspace: string, search: string) {
  return infiniteQueryOptions({
    queryKey: ['customers', workspace, search],
    queryFn: ({ signal, pageParam }) =>
      api.customers(workspace, { search, cursor: pageParam, limit: 20 }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  })
}

export function customerQuery(api: DeskApi, workspace: string, customer: string) {
  return queryOptions({
    queryKey: ['customer', workspace, customer],
    queryFn: ({ signal }) => api.customer(workspace, customer, signal),
  })
}
