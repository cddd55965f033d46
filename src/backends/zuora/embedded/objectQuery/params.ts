import { badQuery } from '#backends/zuora/embedded/http/errors.ts'
import { placeIn } from './cursor.ts'
import type { QueryField } from './fields.ts'
import { filterOf, type Filter } from './filter.ts'
import type { Shown } from './records.ts'
import type { Place, Sort } from './sql.ts'

/** A question for one page of records. */
export interface PageQuestion {
  filters: Filter[]
  sort: Sort
  pageSize: number
  /** Null for the first page. */
  after: Place | null
  /** What a cursor of it is good for: everything but the cursor. */
  asked: unknown
}

/** Zuora's own for lists of this kind. */
const usualPage = 10
const longestPage = 99

/** The order of the cursors in Zuora's samples. */
const usualSort = 'updateddate.DESC'

/**
 * The parameters of a list. Zuora ignores case in them; of what is given twice, the first counts.
 * @throws ZuoraError category 27
 */
export function pageQuestionOf(
  object: string,
  query: URLSearchParams,
  fields: readonly QueryField[],
): PageQuestion {
  const given = query.getAll('filter[]')
  const filters = given.map((text) => filterOf(text, fields))
  const sorts = query.getAll('sort[]')
  if (sorts.length > 1) throw badQuery('Only one field can be sorted by.')
  const sort = sortOf(sorts[0] ?? usualSort, fields)
  const pageSize = pageSizeOf(query.get('pageSize'))
  const others = [...query].filter(([name]) => /\.?fields\[\]$|^expand\[\]$|^include/.test(name))
  const order = [sort.field.name, sort.descending, pageSize]
  const asked = [object, given.toSorted(), ...order, others.map(String).toSorted()]
  const cursor = query.get('cursor')
  const after = cursor === null ? null : placeIn(cursor, asked, sort.field.type)
  return { filters, sort, pageSize, after, asked }
}

function pageSizeOf(given: string | null): number {
  if (given === null) return usualPage
  const size = /^\d{1,4}$/.test(given) ? Number(given) : 0
  if (size < 1 || size > longestPage)
    throw badQuery(`'pageSize' must be a whole number from 1 to ${longestPage}.`)
  return size
}

function sortOf(text: string, fields: readonly QueryField[]): Sort {
  const [, name = '', direction = ''] = /^(\w+)\.(asc|desc)$/i.exec(text) ?? []
  if (!name) throw badQuery(`Sort '${text}' should have the form field.ASC or field.DESC.`)
  const field = fields.find((each) => each.name === name.toLowerCase() && each.sortable)
  if (!field) throw badQuery(`Field '${name}' cannot be sorted by.`)
  return { field, descending: direction.toLowerCase() === 'desc' }
}

/**
 * Which fields of an object to tell: those of `<object>.fields[]`, for the object that is asked for
 * also those of `fields[]`, or all of them. Names stand in one parameter with commas, or in several.
 * @throws ZuoraError category 27 for a name that the object does not have
 */
export function shownIn(
  query: URLSearchParams,
  parameters: readonly string[],
  known: readonly string[],
): Shown {
  const given = parameters.flatMap((name) => query.getAll(name))
  const names = given
    .flatMap((text) => text.split(','))
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean)
  const all = known.map((name) => name.toLowerCase())
  const stranger = names.find((name) => !all.includes(name))
  if (stranger !== undefined) throw badQuery(`Field '${stranger}' cannot be told.`)
  return { names: names.length > 0 ? names : null, empty: showsEmpty(query) }
}

function showsEmpty(query: URLSearchParams): boolean {
  const given = query.get('includeNullFields')?.toLowerCase() ?? 'false'
  if (given !== 'true' && given !== 'false')
    throw badQuery("'includeNullFields' must be true or false.")
  return given === 'true'
}
