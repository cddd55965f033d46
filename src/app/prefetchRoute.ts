import type { QueryClient } from '@tanstack/react-query'
import type { DeskApi } from '#api/client.ts'
import { contactsQuery } from '#contacts/contactsQuery.ts'
import { customerQuery } from '#customers/customersQuery.ts'
import type { Place } from './paths.ts'

/**
 * Asks at once for what this address will show: the first answer need not be waited for to know
 * the second request. The screen asks again for what failed here, and shows the error.
 */
export function prefetchRoute(client: QueryClient, api: DeskApi, place: Place | null): void {
  if (!place?.customer) return
  void client.prefetchQuery(customerQuery(api, place.workspace, place.customer))
  void client.prefetchInfiniteQuery(contactsQuery(api, place.workspace, place.customer))
}
