import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { DeskApi } from '#api/client.ts'
import { recipientsSchema } from '#contract/api/recipients.ts'
import type { CustomerSort } from '#contract/backend/backend.ts'
import type { Recipient } from '#contract/fields/contact.ts'

/** As many as `GET …/recipients` takes at once. */
const pageSize = 50

/** Which customers the list shows, and in which order; both live in the address. */
export interface CustomerView {
  search: string
  /** Null: in the order that the billing system gives. */
  sort: CustomerSort | null
}

/** Customers by page, in the vendor's own order. What was found stays on screen until the next answer. */
export function customerListQuery(api: DeskApi, workspace: string, { search, sort }: CustomerView) {
  const order = sort && search === '' ? `${sort.descending ? '-' : ''}${sort.by}` : undefined
  return infiniteQueryOptions({
    queryKey: ['customers', workspace, search, order ?? null, pageSize],
    queryFn: ({ signal, pageParam }) =>
      api.customers(workspace, { search, sort: order, cursor: pageParam, limit: pageSize }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })
}

/** Who gets the invoices of these customers; one that could not be read is not in the map. */
export function recipientsQuery(api: DeskApi, workspace: string, customers: readonly string[]) {
  return queryOptions({
    queryKey: ['recipients', workspace, customers],
    queryFn: async ({ signal }): Promise<ReadonlyMap<string, Recipient | null>> => {
      const query = { customers: customers.join(',') }
      const { items } = await api.read(recipientsSchema, workspace, 'recipients', query, signal)
      return new Map(
        items.flatMap(({ customer, recipient }) =>
          recipient === undefined ? [] : [[customer, recipient] as const],
        ),
      )
    },
  })
}
