import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { DeskApi } from '#api/client.ts'
import { receiptsPageSchema, type Receipt } from '#contract/api/history.ts'

/** How long a change stays in the tray, in milliseconds: as long as it can be undone. */
const savedDraft = 24 * 60 * 60 * 1000

const pageSize = 20

/** How soon to ask again while the outcome of a change is open, in milliseconds. */
const soon = 5_000

/** My newest changes: what the button counts and what the undo key looks at. */
export function latestQuery(api: DeskApi, workspace: string) {
  return queryOptions({
    queryKey: ['receipts', workspace, 'latest'],
    queryFn: ({ signal }) => myReceipts(api, workspace, null, signal),
    refetchInterval: ({ state }) => (state.data?.items.some(isUnsettled) ? soon : false),
  })
}

/** My changes of the last day, by page. */
export function dayQuery(api: DeskApi, workspace: string) {
  return infiniteQueryOptions({
    queryKey: ['receipts', workspace, 'day'],
    queryFn: ({ signal, pageParam }) => myReceipts(api, workspace, pageParam, signal),
    initialPageParam: null as string | null,
    // They come newest first: behind one that is too old there are only older ones.
    getNextPageParam: ({ items, next }, _pages, cursor) =>
      next === cursor || items.some((receipt) => !isShown(receipt)) ? null : next,
    select: ({ pages }) => pages.flatMap(({ items }) => items.filter(isShown)),
    staleTime: 0,
    gcTime: 0,
  })
}

/** What I changed, the newest first. */
function myReceipts(api: DeskApi, workspace: string, cursor: string | null, signal: AbortSignal) {
  const query = { mine: 'true', limit: pageSize, cursor }
  return api.read(receiptsPageSchema, workspace, 'receipts', query, signal)
}

/** Nobody knows yet what became of it. */
export function isUnsettled({ state }: Receipt): boolean {
  return state === 'pending' || state === 'unknown'
}

/** Of the last day, or still of use. The server's clock may be ahead of this one. */
function isShown(receipt: Receipt): boolean {
  if (isUnsettled(receipt) || receipt.undo === 'possible' || receipt.duplicate !== null) return true
  return Date.now() - Date.parse(receipt.at) < savedDraft
}
