import type { Queries } from '#contract/backend/vendor.ts'
import { badRequest } from './errors.ts'
import { isUuid } from './ids.ts'
import type { pageQuery } from '#backends/dayzero/embedded/pydantic/models.ts'
import type { Parsed } from '#backends/dayzero/embedded/pydantic/pydantic.ts'

/** A column that a list can be sorted by: how SQL and a cursor name a row's place in it. */
export interface Sort<Row> {
  sql: string
  type: 'timestamptz' | 'text' | 'boolean'
  key(row: Row): string
}

/** A list's whole answer, as Day Zero sends it. */
export interface Page<Item> {
  items: Item[]
  total: number | null
  limit: number
  next_cursor: string | null
  prev_cursor: string | null
  has_next: boolean
  has_prev: boolean
}

export interface Listing<Row> {
  columns: string
  from: string
  /** Conditions with `$1`… for `values`. */
  where: string[]
  values: unknown[]
  sorts: Record<string, Sort<Row>>
}

type PageQuery = Parsed<typeof pageQuery>

/** What the pagination guide says when nothing is asked for. */
export const usualLimit = 50
const usualSort = 'created_at'

/**
 * One page by keyset: where it starts is a row's place in the order, so rows that come and go
 * elsewhere neither hide nor repeat others.
 * @throws ApiError 400 for a column that is none, a direction that is none, a cursor not made here
 */
export async function readPage<Row extends { id: string }>(
  queries: Queries,
  query: PageQuery,
  listing: Listing<Row>,
): Promise<Page<Row>> {
  const name = query.sort_by ?? usualSort
  const sort = Object.hasOwn(listing.sorts, name) ? listing.sorts[name] : undefined
  if (!sort) throw badRequest()
  const descending = query.descending ?? true
  const backward = directionOf(query) === 'prev'
  const limit = query.limit ?? usualLimit
  const place = query.cursor === undefined ? null : placeOf(query.cursor, name, descending, sort)

  const values = [...listing.values]
  const where = [...listing.where]
  const order = descending !== backward ? 'desc' : 'asc'
  if (place) {
    values.push(place.key, place.id)
    const [key, id] = [`$${values.length - 1}::${sort.type}`, `$${values.length}::uuid`]
    where.push(`(${sort.sql}, id) ${order === 'desc' ? '<' : '>'} (${key}, ${id})`)
  }
  values.push(limit + 1)
  const rows = await queries.query<Row>(
    `select ${listing.columns} from ${listing.from} where ${where.join(' and ')}
     order by ${sort.sql} ${order}, id ${order} limit $${values.length}`,
    values,
  )
  const more = rows.length > limit
  const items = rows.slice(0, limit)
  if (backward) items.reverse()
  const cursor = (row: Row) => encoded({ sort: name, descending, key: sort.key(row), id: row.id })
  return pageWith(items, {
    total: query.include_total_count ? await countOf(queries, listing) : null,
    limit,
    next: backward ? place !== null : more,
    prev: backward ? more : place !== null,
    cursor,
  })
}

interface Around<Item> {
  total: number | null
  limit: number
  next: boolean
  prev: boolean
  cursor(item: Item, index: number): string
}

export function pageWith<Item>(items: Item[], around: Around<Item>): Page<Item> {
  const end = items.length - 1
  const [first, last] = [items[0], items[end]]
  return {
    items,
    total: around.total,
    limit: around.limit,
    next_cursor: around.next && last !== undefined ? around.cursor(last, end) : null,
    prev_cursor: around.prev && first !== undefined ? around.cursor(first, 0) : null,
    has_next: around.next && last !== undefined,
    has_prev: around.prev && first !== undefined,
  }
}

/** Any other word than the two is not documented to be an error; ours is the one for parameters. */
export function directionOf(query: PageQuery): 'next' | 'prev' {
  const direction = query.direction ?? 'next'
  if (direction !== 'next' && direction !== 'prev') throw badRequest()
  return direction
}

async function countOf(queries: Queries, listing: Listing<never>): Promise<number> {
  const [row] = await queries.query<{ count: number | string }>(
    `select count(*) as count from ${listing.from} where ${listing.where.join(' and ')}`,
    listing.values,
  )
  return Number(row?.count)
}

export function encoded(cursor: Record<string, unknown>): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url')
}

/** @throws ApiError 400 when it is no cursor at all */
export function decoded(cursor: string): Record<string, unknown> {
  try {
    const content: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (typeof content === 'object' && content !== null) return { ...content }
  } catch {
    // Not ours, whatever it is.
  }
  throw badCursor()
}

export function badCursor() {
  return badRequest('Invalid cursor')
}

function placeOf(
  cursor: string,
  name: string,
  descending: boolean,
  sort: Sort<never>,
): { key: string; id: string } {
  const { key, id, ...rest } = decoded(cursor)
  if (rest.sort !== name || rest.descending !== descending) throw badCursor()
  if (typeof id !== 'string' || !isUuid(id)) throw badCursor()
  if (typeof key !== 'string' || !fits(key, sort.type)) throw badCursor()
  return { key, id }
}

/** Cursors are not signed: whatever comes must not make PostgreSQL stumble. */
function fits(key: string, type: Sort<never>['type']): boolean {
  if (type === 'boolean') return key === 'true' || key === 'false'
  if (type === 'text') return !/[\0\p{Surrogate}]/u.test(key)
  return /^\d{4}-/.test(key) && key === moment(key)
}

function moment(text: string): string | undefined {
  const date = new Date(text)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}

/** A moment as pydantic writes it: microseconds, unless there are none. */
export function timeOf(date: Date): string {
  return date
    .toISOString()
    .replace(/\.(\d{3})Z$/, (_, ms: string) => (ms === '000' ? 'Z' : `.${ms}000Z`))
}
