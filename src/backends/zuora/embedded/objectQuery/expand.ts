import type { Queries } from '#contract/backend/vendor.ts'
import type { AccountRow } from '#backends/zuora/embedded/tables/accountRows.ts'
import { contactColumns, type ContactRow } from '#backends/zuora/embedded/tables/contactRows.ts'
import { badQuery } from '#backends/zuora/embedded/http/errors.ts'
import { shownIn } from './params.ts'
import { contactMembers, shownOf, type Shown } from './records.ts'
import type { Json, Tenant } from '#backends/zuora/embedded/http/operation.ts'

/** A contact that an account points at. */
interface Expandable {
  /** What it is called in an answer. */
  member: string
  column: 'bill_to_id' | 'sold_to_id' | 'ship_to_id'
}

const contacts: ReadonlyMap<string, Expandable> = new Map([
  ['billto', { member: 'billTo', column: 'bill_to_id' }],
  ['soldto', { member: 'soldTo', column: 'sold_to_id' }],
  ['shipto', { member: 'shipTo', column: 'ship_to_id' }],
])

/** What else of an account can be asked for: lists of things that there are none of here. */
const lists: ReadonlyMap<string, string> = new Map([
  ['subscriptions', 'subscriptions'],
  ['subscriptions.rateplans', 'subscriptions'],
  ['subscriptions.rateplans.rateplancharges', 'subscriptions'],
  ['payments', 'payments'],
  ['refunds', 'refunds'],
  ['creditmemos', 'creditMemos'],
  ['debitmemos', 'debitMemos'],
  ['invoices', 'invoices'],
  ['usages', 'usages'],
  ['paymentmethods', 'paymentMethods'],
])

export interface Expansion {
  contacts: { part: Expandable; shown: Shown }[]
  /** Names of empty lists, and of what is null where empty fields are told. */
  lists: string[]
  nulls: string[]
}

/**
 * What to put into each account.
 * @throws ZuoraError category 27 for what an account cannot be expanded by
 */
export function expansionIn(query: URLSearchParams, tenant: Tenant): Expansion {
  const names = Object.keys(contactMembers(tenant))
  const found: Expansion = { contacts: [], lists: [], nulls: [] }
  const asked = new Set(expandsIn(query))
  for (const [name, part] of contacts) {
    // Also where it is not expanded: a name that is none is a mistake.
    const shown = shownIn(query, [`${name}.fields[]`], names)
    if (asked.delete(name) && (name !== 'shipto' || tenant.shipTo))
      found.contacts.push({ part, shown })
  }
  for (const name of asked) {
    const list = lists.get(name)
    if (list) found.lists.push(list)
    else if (name === 'defaultpaymentmethod') found.nulls.push('defaultPaymentMethod')
    else throw badQuery(`'${name}' cannot be expanded.`)
  }
  return found
}

/** The names in all `expand[]`, in lower case. */
export function expandsIn(query: URLSearchParams): string[] {
  return query
    .getAll('expand[]')
    .flatMap((text) => text.split(','))
    .map((name) => name.trim().toLowerCase())
}

/** What belongs into each account beside its own fields, in the order of the rows. */
export async function expandedOf(
  queries: Queries,
  rows: readonly AccountRow[],
  expansion: Expansion,
  { tenant, empty }: { tenant: Tenant; empty: boolean },
): Promise<Record<string, Json>[]> {
  const ids = rows.flatMap((row) => expansion.contacts.map(({ part }) => row[part.column]))
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  const found = wanted.length
    ? await queries.query<ContactRow>(
        `select ${contactColumns} from zuora.contacts where id = any($1)`,
        [wanted],
      )
    : []
  const holders = new Map(found.map((row) => [row.id, row]))
  const members = contactMembers(tenant)
  return rows.map((row) => {
    const told: [string, Json][] = expansion.contacts.map(({ part, shown }) => {
      const holder = holders.get(row[part.column] ?? '')
      return [part.member, holder ? shownOf(holder, members, shown) : null]
    })
    told.push(...expansion.nulls.map((name): [string, Json] => [name, null]))
    const kept = told.filter(([, value]) => empty || value !== null)
    return {
      ...Object.fromEntries(kept),
      ...Object.fromEntries(expansion.lists.map((name) => [name, []])),
    }
  })
}
