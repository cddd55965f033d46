import type { Queries } from '#contract/backend/vendor.ts'
import { searchTextOf } from './searchText.ts'

const rowsAtOnce = 10_000

/**
 * Writes the search column of customers whose names are folded otherwise now than when they were
 * stored. Most are not: only those that differ are written.
 */
export async function foldAgain(queries: Queries): Promise<void> {
  let last = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const rows = await queries.query<{ id: string; name: string; search: string }>(
      'select id, name, search from dayzero.customers where id > $1 order by id limit $2',
      [last, rowsAtOnce],
    )
    const changed = rows
      .map(({ id, name, search }) => ({ id, was: search, search: searchTextOf(name) }))
      .filter(({ was, search }) => was !== search)
    if (changed.length > 0)
      await queries.query(
        `update dayzero.customers as customer set search = folded.search
         from unnest($1::uuid[], $2::text[]) as folded (id, search) where customer.id = folded.id`,
        [changed.map(({ id }) => id), changed.map(({ search }) => search)],
      )
    if (rows.length < rowsAtOnce) return
    last = rows.at(-1)!.id
  }
}
