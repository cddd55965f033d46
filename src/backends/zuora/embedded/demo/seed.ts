import { batched, changedAt, madeAt } from '#contract/backend/demo.ts'
import type { Database, DemoCustomer, Queries } from '#contract/backend/vendor.ts'
import { numbersOf } from '#backends/zuora/embedded/accounts/accountNumbers.ts'
import { demoAccount, demoContacts, type Row } from './seedRows.ts'

/**
 * Adds demo data to whatever is there, in batches that are each there or not. Ids, times and all
 * that differs from one to the next come from how many customers and contacts were ever filled in,
 * so a source that can be repeated gives the same rows on an empty database, and other ids on top of
 * them.
 */
export async function fill(
  database: Database,
  customers: AsyncIterable<DemoCustomer> | Iterable<DemoCustomer>,
): Promise<void> {
  for await (const batch of batched(customers)) await addBatch(database, batch)
  // Without it, PostgreSQL would plan the first searches for empty tables.
  await database.query('analyze zuora.accounts')
  await database.query('analyze zuora.contacts')
}

interface Counts {
  customers: number | string
  contacts: number | string
}

async function addBatch(database: Database, batch: DemoCustomer[]): Promise<void> {
  await database.transaction(async (queries) => {
    const [counts] = await queries.query<Counts>('select * from zuora.demo for update')
    let customer = Number(counts?.customers)
    let contact = Number(counts?.contacts)
    const numbers = await numbersOf(queries, batch.length)
    const accounts: Row[] = []
    const contacts: Row[] = []
    for (const [index, each] of batch.entries()) {
      const created = madeAt(customer)
      const id = idOf(created, 'a', customer)
      const people = each.people.map((_, place) => ({
        count: contact + place,
        id: idOf(created, 'c', contact + place),
        ...timesOf(created + place * 60_000, contact + place),
      }))
      const account = {
        count: customer,
        id,
        number: numbers[index] ?? '',
        ...timesOf(created, customer),
      }
      const row = demoAccount(each, account, people)
      accounts.push(row)
      contacts.push(...demoContacts(each, row, people))
      contact += people.length
      customer++
    }
    await insert(queries, 'accounts', accounts)
    await insert(queries, 'contacts', contacts)
    await queries.query('update zuora.demo set customers = $1, contacts = $2', [customer, contact])
  })
}

function timesOf(created: number, count: number): { created_at: string; updated_at: string } {
  return {
    created_at: new Date(created).toISOString(),
    updated_at: new Date(changedAt(created, count)).toISOString(),
  }
}

/** 32 hexadecimal digits: when it was made, of what kind, and which one it is. */
function idOf(created: number, kind: 'a' | 'c', count: number): string {
  return created.toString(16).padStart(12, '0') + kind + count.toString(16).padStart(19, '0')
}

const types: Readonly<Record<string, string>> = {
  invoice_delivery_prefs_email: 'boolean',
  additional_email_addresses: 'jsonb',
  as_bill_to: 'boolean',
  as_sold_to: 'boolean',
  as_ship_to: 'boolean',
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
}

/** All rows in one statement: an array for each column. They all have the same columns. */
async function insert(queries: Queries, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
  if (columns.length === 0) return
  const arrays = columns.map((column, at) => `$${at + 1}::${types[column] ?? 'text'}[]`)
  await queries.query(
    `insert into zuora.${table} (${columns.join(', ')}) select * from unnest(${arrays.join(', ')})`,
    columns.map((column) => rows.map((row) => row[column])),
  )
}
