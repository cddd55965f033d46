import { endpoints } from '#backends/dayzero/endpoints.ts'
import { customerColumns, customerReply, customerSorts, type CustomerRow } from './customerRows.ts'
import { customersLike, mostMatches } from './customerSearch.ts'
import { isUuid } from '#backends/dayzero/embedded/http/ids.ts'
import { customersQuery } from '#backends/dayzero/embedded/pydantic/models.ts'
import { operation, type Call } from '#backends/dayzero/embedded/http/operation.ts'
import {
  badCursor,
  decoded,
  directionOf,
  encoded,
  pageWith,
  readPage,
  usualLimit,
  type Page,
} from '#backends/dayzero/embedded/http/paging.ts'

type ListCall = Call<typeof customersQuery>

export const listCustomers = operation({
  endpoint: endpoints.listCustomers,
  query: customersQuery,
  async run(call) {
    const { query } = call
    const filters = filtersOf(call)
    const best = query.search !== undefined && query.sort_by === undefined
    const page = best
      ? await bestMatches(call, query.search!, filters)
      : await sorted(call, filters)
    return { ...page, items: page.items.map((row) => customerReply(row)) }
  },
})

interface Filters {
  where: string[]
  values: unknown[]
}

function filtersOf({ business, query }: ListCall): Filters {
  const where = ['business_id = $1', 'deleted_at is null']
  const values: unknown[] = [business]
  if (query.email !== undefined) where.push(`email = $${values.push(query.email)}`)
  // A status that is none is no error by the document: it is a plain string there.
  if (query.status !== undefined) where.push(`status = $${values.push(query.status)}`)
  if (query.id !== undefined)
    where.push(isUuid(query.id) ? `id = $${values.push(query.id)}` : 'false')
  return { where, values }
}

/** In the order of a column; of a search, only what it finds. */
async function sorted(call: ListCall, filters: Filters): Promise<Page<CustomerRow>> {
  const { where, values } = { where: [...filters.where], values: [...filters.values] }
  if (call.query.search !== undefined) {
    const ids = await matchesOf(call, call.query.search, filters, mostMatches)
    where.push(`id = any($${values.push(ids)}::uuid[])`)
  }
  return readPage<CustomerRow>(call.database, call.query, {
    columns: customerColumns,
    from: 'dayzero.customers',
    where,
    values,
    sorts: customerSorts,
  })
}

/**
 * A search without a column to sort by, best match first. Cursors count from its beginning, which
 * will do for the few hundred that a search finds.
 */
async function bestMatches(
  call: ListCall,
  search: string,
  filters: Filters,
): Promise<Page<CustomerRow>> {
  const { query, database } = call
  const limit = query.limit ?? usualLimit
  const backward = directionOf(query) === 'prev'
  const at = query.cursor === undefined ? null : rankOf(query.cursor, search)
  const start = backward ? Math.max(0, (at ?? mostMatches) - limit) : at === null ? 0 : at + 1
  const end = backward ? (at ?? mostMatches) : start + limit
  const counted = query.include_total_count === true
  const ids = await matchesOf(call, search, filters, counted || backward ? mostMatches : end + 1)
  const first = backward && at === null ? Math.max(0, ids.length - limit) : start
  const shown = ids.slice(first, end)
  const rows = await database.query<CustomerRow>(
    `select ${customerColumns} from dayzero.customers where id = any($1::uuid[])`,
    [shown],
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return pageWith(
    shown.flatMap((id) => byId.get(id) ?? []),
    {
      total: counted ? ids.length : null,
      limit,
      next: first + shown.length < ids.length,
      prev: first > 0,
      cursor: (_, index) => encoded({ search, rank: first + index }),
    },
  )
}

function matchesOf(call: ListCall, search: string, filters: Filters, wanted: number) {
  const within = { where: filters.where.join(' and '), values: filters.values }
  return customersLike(call.database, search, within, wanted)
}

function rankOf(cursor: string, search: string): number {
  const { search: searched, rank } = decoded(cursor)
  if (searched !== search || typeof rank !== 'number' || !Number.isInteger(rank)) throw badCursor()
  if (rank < 0 || rank > mostMatches) throw badCursor()
  return rank
}
