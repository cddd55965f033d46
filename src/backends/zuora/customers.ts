import type { CustomerSort, Page, PageQuery } from '#contract/backend/backend.ts'
import type { Ask } from './api.ts'
import { queriedCustomerOf } from './codec.ts'
import { endpoints } from './endpoints.ts'
import { cursorOf, longestPage, placeOf, walk, type Place, type Read } from './paging.ts'
import type { QueriedAccount } from './wire.ts'
import type { Customer } from '#contract/fields/contact.ts'

/** Long enough for the picker, where nobody says. */
const usual = 20

/** What an account is sorted by, as Object Query names it. */
const sortFields = { name: 'name', number: 'accountnumber', changed: 'updateddate' } as const

/** The order where the query names none. */
const byName: CustomerSort = { by: 'name', descending: false }

/** All accounts in an order, or those whose name or number starts with a text. */
export async function customersPage(
  ask: Ask,
  {
    search = '',
    sort = byName,
    cursor,
    limit = usual,
    signal,
  }: PageQuery & { search?: string; sort?: CustomerSort },
): Promise<Page<Customer>> {
  const sought = search.trim()
  const from = cursor ? placeOf(cursor) : startOf(limit)
  // Object Query has no OR: one question for the names, another for the numbers.
  const orders = sought
    ? ['name.ASC', 'accountnumber.ASC']
    : [`${sortFields[sort.by]}.${sort.descending ? 'DESC' : 'ASC'}`]
  const filters = sought ? [`name.SW:${sought}`, `accountnumber.SW:${sought}`] : [undefined]
  const read: Read<QueriedAccount> = (question, at, size) =>
    ask(endpoints.queryAccounts, {
      query: {
        'filter[]': filters[question],
        'sort[]': orders[question],
        'expand[]': 'billto',
        pageSize: String(size),
        cursor: at ?? undefined,
      },
      signal,
    })
  // Whoever types a whole number wants that one, however many names begin the same.
  const numbers = sought && !cursor ? read(1, null, from.size) : undefined
  const [names, numbered] = numbers
    ? await Promise.all([read(0, null, from.size), numbers])
    : [undefined, undefined]
  const exact = numbered?.data.find(({ accountNumber }) => isSame(accountNumber, sought))
  const place = { ...from, shown: exact?.id ?? from.shown }

  const wanted = ({ id, name }: QueriedAccount, question: number) =>
    id !== place.shown && !(question === 1 && startsWith(name, sought))
  const { items, next, gap } = await walk<QueriedAccount>({
    from: place,
    questions: filters.length,
    limit: exact ? limit - 1 : limit,
    read: async (question, at, size) => {
      const first = at === null ? [names, numbered][question] : undefined
      return first ?? read(question, at, size)
    },
    wanted,
  })
  // The names filled the page, and what is known of the numbers adds nothing.
  const over =
    next?.q === 1 && numbered && !numbered.nextPage && !numbered.data.some((it) => wanted(it, 1))
  const accounts = exact ? [exact, ...items] : items
  return {
    items: accounts.map(queriedCustomerOf),
    next: over ? null : cursorOf(next),
    ...(gap && { gap }),
  }
}

function startOf(limit: number): Place {
  return { q: 0, at: null, size: Math.min(limit, longestPage) }
}

function isSame(number: string | null | undefined, sought: string): boolean {
  return number?.toLowerCase() === sought.toLowerCase()
}

/**
 * True only where nobody could doubt it, so that it was certainly found by its name: what upper and
 * lower case are beyond ASCII differs between systems.
 */
function startsWith(name: string | null | undefined, sought: string): boolean {
  const start = name?.slice(0, sought.length) ?? ''
  return /^[\x20-\x7e]+$/.test(start) && start.toLowerCase() === sought.toLowerCase()
}
