import type { Queries } from '#contract/backend/vendor.ts'
import { endpoints } from '#backends/dayzero/endpoints.ts'
import { contactColumns, type ContactRow } from '#backends/dayzero/embedded/contacts/contactRows.ts'
import { customerColumns, customerReply, type CustomerRow } from './customerRows.ts'
import { ApiError, missing } from '#backends/dayzero/embedded/http/errors.ts'
import { searchTextOf } from './searchText.ts'
import { isUuid } from '#backends/dayzero/embedded/http/ids.ts'
import { customerCreate, customerUpdate } from '#backends/dayzero/embedded/pydantic/models.ts'
import { operation, type Call } from '#backends/dayzero/embedded/http/operation.ts'

/** How many contacts a customer's own answer brings along; the list of contacts has them all. */
const nestedContacts = 100

const createCustomer = operation({
  endpoint: endpoints.createCustomer,
  writes: true,
  body: customerCreate,
  async run(call) {
    const { body } = call
    const row = {
      ...body,
      id: call.newId(),
      business_id: call.business,
      search: searchTextOf(body.name),
      status: body.status ?? 'active',
      created_at: call.now,
      updated_at: call.now,
    }
    const names = Object.keys(row)
    return call.database.transaction(async (queries) => {
      await emailIsFree(queries, call, body.email)
      const [made] = await queries.query<CustomerRow>(
        `insert into dayzero.customers (${names.join(', ')})
         values (${names.map((_, index) => `$${index + 1}`).join(', ')})
         returning ${customerColumns}`,
        Object.values(row),
      )
      return customerReply(made!, [])
    })
  },
})

const getCustomer = operation({
  endpoint: endpoints.getCustomer,
  async run(call) {
    const [row] = await call.database.query<CustomerRow>(
      `select ${customerColumns} from dayzero.customers where id = $1 and business_id = $2`,
      [idOf(call), call.business],
    )
    if (!row) throw missing('Customer')
    return whole(call.database, row)
  },
})

const updateCustomer = operation({
  endpoint: endpoints.updateCustomer,
  writes: true,
  body: customerUpdate,
  async run(call) {
    const { body } = call
    const id = idOf(call)
    const changes: Record<string, unknown> = { ...body }
    if (body.name !== undefined) changes.search = searchTextOf(body.name)
    if (Object.keys(changes).length > 0) changes.updated_at = call.now
    return call.database.transaction(async (queries) => {
      const row = await living(queries, call, id)
      if (body.email !== undefined && body.email !== row.email)
        await emailIsFree(queries, call, body.email)
      return whole(queries, await changed(queries, row, changes))
    })
  },
})

const deleteCustomer = operation({
  endpoint: endpoints.deleteCustomer,
  writes: true,
  async run(call) {
    const [row] = await call.database.query(
      `update dayzero.customers set deleted_at = $3, updated_at = $3
       where id = $1 and business_id = $2 and deleted_at is null returning id`,
      [idOf(call), call.business, call.now],
    )
    if (!row) throw missing('Customer')
  },
})

export const customerOperations = [createCustomer, getCustomer, updateCustomer, deleteCustomer]

function idOf(call: Call): string {
  const id = call.params.customer_id ?? ''
  if (!isUuid(id)) throw missing('Customer')
  return id
}

async function whole(queries: Queries, row: CustomerRow) {
  const contacts = await queries.query<ContactRow>(
    `select ${contactColumns} from dayzero.contacts where customer_id = $1
     order by created_at desc, id desc limit ${nestedContacts}`,
    [row.id],
  )
  return customerReply(row, contacts)
}

/** Locked until the transaction ends. */
async function living(queries: Queries, call: Call, id: string): Promise<CustomerRow> {
  const [row] = await queries.query<CustomerRow>(
    `select ${customerColumns} from dayzero.customers
     where id = $1 and business_id = $2 and deleted_at is null for no key update`,
    [id, call.business],
  )
  if (!row) throw missing('Customer')
  return row
}

async function changed(
  queries: Queries,
  row: CustomerRow,
  changes: Record<string, unknown>,
): Promise<CustomerRow> {
  const names = Object.keys(changes)
  if (names.length === 0) return row
  const [after] = await queries.query<CustomerRow>(
    `update dayzero.customers set ${names.map((name, at) => `${name} = $${at + 2}`).join(', ')}
     where id = $1 returning ${customerColumns}`,
    [row.id, ...Object.values(changes)],
  )
  return after!
}

/**
 * A taken address is refused for vendors by the feature page, for customers by analogy. Whoever
 * takes one waits for the others of the business, so that two cannot take the same.
 */
async function emailIsFree(queries: Queries, call: Call, email: string): Promise<void> {
  await queries.query('select id from dayzero.businesses where id = $1 for no key update', [
    call.business,
  ])
  const [taken] = await queries.query(
    `select id from dayzero.customers
     where business_id = $1 and email = $2 and deleted_at is null limit 1`,
    [call.business, email],
  )
  if (taken) throw new ApiError(409, 'Customer with this email already exists')
}
