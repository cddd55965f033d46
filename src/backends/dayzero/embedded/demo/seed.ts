import { batched, changedAt, madeAt } from '#contract/backend/demo.ts'
import type { Database, DemoCustomer, DemoPerson, Queries } from '#contract/backend/vendor.ts'
import { embeddedBusiness } from '#backends/dayzero/embedded/http/access.ts'
import { searchTextOf } from '#backends/dayzero/embedded/customers/searchText.ts'
import { uuidOf } from '#backends/dayzero/embedded/http/ids.ts'

/**
 * Adds demo data to whatever is there, in batches that are each there or not. Ids and times come
 * from how many customers and contacts were ever filled in, so a source that can be repeated gives
 * the same rows on an empty database, and other ids on top of them. Mails are not checked.
 */
export async function fill(
  database: Database,
  customers: AsyncIterable<DemoCustomer> | Iterable<DemoCustomer>,
): Promise<void> {
  for await (const batch of batched(customers)) await addBatch(database, batch)
  // Without it, PostgreSQL would plan the first searches for empty tables.
  await database.query('analyze dayzero.customers')
  await database.query('analyze dayzero.contacts')
}

interface Counts {
  customers: number | string
  contacts: number | string
}

async function addBatch(database: Database, batch: DemoCustomer[]): Promise<void> {
  await database.transaction(async (queries) => {
    const [counts] = await queries.query<Counts>('select * from dayzero.demo for update')
    let customer = Number(counts?.customers)
    let contact = Number(counts?.contacts)
    const customers: unknown[][] = []
    const contacts: unknown[][] = []
    for (const each of batch) {
      const created = madeAt(customer)
      const id = uuidOf(created, 0, BigInt(customer))
      customers.push(customerRow(each, id, customer++, created))
      each.people.forEach((person, index) =>
        contacts.push(contactRow(person, id, contact++, created + index * 60_000)),
      )
    }
    await insert(queries, 'customers', customerColumns, customers)
    await insert(queries, 'contacts', contactColumns, contacts)
    await queries.query('update dayzero.demo set customers = $1, contacts = $2', [
      customer,
      contact,
    ])
  })
}

const customerColumns = {
  id: 'uuid',
  business_id: 'uuid',
  name: 'text',
  search: 'text',
  email: 'text',
  address: 'text',
  phone: 'text',
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
}

function customerRow(it: DemoCustomer, id: string, count: number, created: number): unknown[] {
  return [
    ...[id, embeddedBusiness, it.name, searchTextOf(it.name), it.email, it.address, it.phone],
    ...[iso(created), iso(changedAt(created, count))],
  ]
}

const contactColumns = {
  id: 'uuid',
  customer_id: 'uuid',
  name: 'text',
  email: 'text',
  phone: 'text',
  role: 'text',
  is_primary: 'boolean',
  notes: 'text',
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
}

function contactRow(it: DemoPerson, customer: string, count: number, created: number): unknown[] {
  return [
    ...[uuidOf(created, 0, BigInt(count)), customer, `${it.firstName} ${it.lastName}`.trim()],
    ...[it.email || null, it.phone || null, it.role, it.primary, it.notes],
    ...[iso(created), iso(changedAt(created, count))],
  ]
}

/** All rows in one statement: an array for each column. */
async function insert(
  queries: Queries,
  table: string,
  columns: Record<string, string>,
  rows: unknown[][],
): Promise<void> {
  if (rows.length === 0) return
  const arrays = Object.values(columns).map((type, at) => `$${at + 1}::${type}[]`)
  await queries.query(
    `insert into dayzero.${table} (${Object.keys(columns).join(', ')})
     select * from unnest(${arrays.join(', ')})`,
    arrays.map((_, at) => rows.map((row) => row[at])),
  )
}

function iso(time: number): string {
  return new Date(time).toISOString()
}
