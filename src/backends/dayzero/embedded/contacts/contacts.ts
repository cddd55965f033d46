import type { Queries } from '#contract/backend/vendor.ts'
import { endpoints } from '#backends/dayzero/endpoints.ts'
import { contactColumns, contactReply, contactSorts, type ContactRow } from './contactRows.ts'
import { missing } from '#backends/dayzero/embedded/http/errors.ts'
import { isUuid } from '#backends/dayzero/embedded/http/ids.ts'
import {
  contactCreate,
  contactUpdate,
  pageQuery,
} from '#backends/dayzero/embedded/pydantic/models.ts'
import { operation, type Call } from '#backends/dayzero/embedded/http/operation.ts'
import { readPage } from '#backends/dayzero/embedded/http/paging.ts'

/*
 * A customer's contacts. Documented: the shapes. Not documented, and our choice: at most one
 * primary, setting one clears the others and moves their `updated_at`, the first contact is not
 * made primary by itself, a delete is a real one, and a deleted customer's contacts can be read but
 * not written.
 */

const theCustomer = '(select id from dayzero.customers where id = $1 and business_id = $2)'
const theLivingCustomer =
  '(select id from dayzero.customers where id = $1 and business_id = $2 and deleted_at is null)'

const listContacts = operation({
  endpoint: endpoints.listContacts,
  query: pageQuery,
  async run(call) {
    const customer = customerOf(call)
    const page = await readPage<ContactRow>(call.database, call.query, {
      columns: contactColumns,
      from: 'dayzero.contacts',
      where: [`customer_id = ${theCustomer}`],
      values: [customer, call.business],
      sorts: contactSorts,
    })
    if (page.items.length === 0) await exists(call.database, call, theCustomer)
    return { ...page, items: page.items.map(contactReply) }
  },
})

const getContact = operation({
  endpoint: endpoints.getContact,
  async run(call) {
    const [row] = await call.database.query<ContactRow>(
      `select ${contactColumns} from dayzero.contacts
       where customer_id = ${theCustomer} and id = $3`,
      [customerOf(call), call.business, contactOf(call)],
    )
    return contactReply(row ?? (await nothing(call.database, call, theCustomer)))
  },
})

const createContact = operation({
  endpoint: endpoints.createContact,
  writes: true,
  body: contactCreate,
  async run(call) {
    const customer = customerOf(call)
    if (!call.body.is_primary) return contactReply(await insert(call.database, call))
    return call.database.transaction(async (queries) => {
      await lock(queries, call)
      await clearPrimary(queries, customer, null, call.now)
      return contactReply(await insert(queries, call))
    })
  },
})

async function insert(
  queries: Queries,
  call: Call<typeof pageQuery, typeof contactCreate>,
): Promise<ContactRow> {
  const { name, email, phone, role, is_primary, notes } = call.body
  const [row] = await queries.query<ContactRow>(
    `insert into dayzero.contacts (${contactColumns})
     select $3, id, $4, $5, $6, $7, $8, $9, $10, $10 from ${theLivingCustomer} as customer
     returning ${contactColumns}`,
    [
      ...[customerOf(call), call.business, call.newId(), name, email, phone, role],
      ...[is_primary ?? false, notes, call.now],
    ],
  )
  if (!row) throw missing('Customer')
  return row
}

const updateContact = operation({
  endpoint: endpoints.updateContact,
  writes: true,
  body: contactUpdate,
  async run(call) {
    const customer = customerOf(call)
    const contact = contactOf(call)
    if (!call.body.is_primary) return contactReply(await change(call.database, call))
    return call.database.transaction(async (queries) => {
      await lock(queries, call)
      await clearPrimary(queries, customer, contact, call.now)
      return contactReply(await change(queries, call))
    })
  },
})

/** Left out: unchanged; null: emptied. Nothing to change moves nothing, not even `updated_at`. */
async function change(
  queries: Queries,
  call: Call<typeof pageQuery, typeof contactUpdate>,
): Promise<ContactRow> {
  const where = `customer_id = ${theLivingCustomer} and id = $3`
  const values: unknown[] = [customerOf(call), call.business, contactOf(call)]
  const changes = Object.entries(call.body).map(
    ([name, value]) => `${name} = $${values.push(value)}`,
  )
  if (changes.length > 0) changes.push(`updated_at = $${values.push(call.now)}`)
  const [row] = await queries.query<ContactRow>(
    changes.length > 0
      ? `update dayzero.contacts set ${changes.join(', ')} where ${where} returning ${contactColumns}`
      : `select ${contactColumns} from dayzero.contacts where ${where}`,
    values,
  )
  return row ?? nothing(queries, call, theLivingCustomer)
}

const deleteContact = operation({
  endpoint: endpoints.deleteContact,
  writes: true,
  async run(call) {
    const [row] = await call.database.query<{ id: string }>(
      `delete from dayzero.contacts where customer_id = ${theLivingCustomer} and id = $3
       returning id`,
      [customerOf(call), call.business, contactOf(call)],
    )
    if (!row) await nothing(call.database, call, theLivingCustomer)
  },
})

export const contactOperations = [
  listContacts,
  createContact,
  getContact,
  updateContact,
  deleteContact,
]

/** Path ids are plain strings in the document, so one that cannot exist is a 404 and no 422. */
function customerOf(call: Call): string {
  const id = call.params.customer_id ?? ''
  if (!isUuid(id)) throw missing('Customer')
  return id
}

function contactOf(call: Call): string {
  const id = call.params.contact_id ?? ''
  // The nil UUID fits no row, and lets the question for the customer come first.
  return isUuid(id) ? id : '00000000-0000-0000-0000-000000000000'
}

/** @throws ApiError 404 */
async function exists(queries: Queries, call: Call, customer: string): Promise<void> {
  const [row] = await queries.query<{ id: string | null }>(`select ${customer} as id`, [
    customerOf(call),
    call.business,
  ])
  if (!row?.id) throw missing('Customer')
}

/** @throws ApiError 404, for the customer where that is what is missing */
async function nothing(queries: Queries, call: Call, customer: string): Promise<never> {
  await exists(queries, call, customer)
  throw missing('Contact')
}

/** Whoever makes a primary does so one after the other; the same lock as an insert's foreign key allows. */
async function lock(queries: Queries, call: Call): Promise<void> {
  const [row] = await queries.query(
    `select id from dayzero.customers
     where id = $1 and business_id = $2 and deleted_at is null for no key update`,
    [customerOf(call), call.business],
  )
  if (!row) throw missing('Customer')
}

async function clearPrimary(
  queries: Queries,
  customer: string,
  except: string | null,
  now: Date,
): Promise<void> {
  await queries.query(
    `update dayzero.contacts set is_primary = false, updated_at = $3
     where customer_id = $1 and is_primary and id is distinct from $2`,
    [customer, except, now],
  )
}
