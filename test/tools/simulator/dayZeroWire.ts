import { lengthOf } from '#contract/fields/kind.ts'
import { mild, type Habits } from './hostile/habits.ts'
import { changedAnswer, createdAnswer, listed, pageSize } from './hostile/answers.ts'
import { Truth, type HeldContact, type HeldCustomer, type Writer } from './truth.ts'
import {
  arrived,
  markHeader,
  objectIn,
  pageAfter,
  responseOf,
  sortedBy,
  valuesIn,
  type Arrived,
  type Surroundings,
  type Told,
  type Wire,
} from './wire.ts'

export interface DayZeroOptions {
  surroundings: Surroundings
  token: string
  /** Milliseconds from the arrival of a create to its commit. Left out: none. */
  takes?: () => number
  /** Setting a primary clears the others. Not documented, so both have to be lived with. Left out: it does. */
  clearsPrimary?: boolean
  /** What it does besides. Left out: nothing. */
  habits?: Habits
}

/**
 * Day Zero, as far as the adapter talks to it. There are no keys: what comes twice is done twice.
 * Which submission a write is for is told by a header that the real one would not look at.
 */
export function dayZeroWire(options: DayZeroOptions): Wire {
  const { surroundings, token, takes = () => 0, clearsPrimary = true, habits = mild } = options
  const truth = new Truth(
    (_, { values }) => values['is_primary'] === true,
    (count) => `01890000-0000-7000-8000-${count.toString(16).padStart(12, '0')}`,
    habits.keeps,
  )

  function answered(request: Arrived): Told {
    if (request.headers.get('authorization') !== `Bearer ${token}`)
      return refused(401, 'Not authenticated')
    const [, customerId, contactId] =
      /^\/api\/v1\/customers(?:\/([^/]+)(?:\/contacts(?:\/([^/]+))?)?)?$/.exec(request.path) ?? []
    const line = `${request.method} ${shapeOf(request.path)}`
    if (line === 'GET customers') return customersPage(request)
    const customer = truth.customers.get(customerId ?? '')
    if (!customer) return refused(404, 'Customer not found')
    if (line === 'GET customer') return { status: 200, body: customerReply(customer) }
    if (line === 'GET contacts') return contactsPage(customer, request)
    if (line === 'POST contacts') return create(customer, request)
    const contact = customer.contacts.get(contactId ?? '')
    if (!contact) return refused(404, 'Contact not found')
    if (line === 'GET contact') return { status: 200, body: contactReply(contact) }
    if (line === 'PUT contact') return update(customer, contact, request)
    if (line !== 'DELETE contact') return refused(405, 'Method Not Allowed')
    truth.remove(customer, contact, writerOf(request))
    return { status: 200, body: null }
  }

  function create(customer: HeldCustomer, request: Arrived): Told {
    const body = objectIn(request.raw)
    const problems = problemsIn(body, true)
    if (!body || problems.length > 0) return { status: 422, body: { detail: problems } }
    const writer = writerOf(request)
    const asked = { is_primary: false, ...valuesIn(body) }
    const heeded = habits.heeds(asked, 'create')
    const isMove = body['is_primary'] === true && habits.heedsMove()
    if (isMove) clearOthers(customer, null, writer)
    const values = { ...heeded, is_primary: isMove }
    const contact = truth.make(customer, values, writer, asked)
    return createdAnswer(habits, { status: 201, body: contactReply(contact) })
  }

  function update(customer: HeldCustomer, contact: HeldContact, request: Arrived): Told {
    const body = objectIn(request.raw)
    const problems = problemsIn(body, false)
    if (!body || problems.length > 0) return { status: 422, body: { detail: problems } }
    const writer = writerOf(request)
    const before = contactReply(contact)
    const asked = valuesIn(body)
    const heeded = habits.heeds(asked, 'update')
    const heedsMove = habits.heedsMove()
    if (!heedsMove) delete heeded['is_primary']
    if (heeded['is_primary'] === true) clearOthers(customer, contact, writer)
    if (Object.keys(heeded).length > 0) truth.change(customer, contact, heeded, writer, asked)
    return { status: 200, body: changedAnswer(habits, before, contactReply(contact), asked) }
  }

  function clearOthers(customer: HeldCustomer, except: HeldContact | null, writer: Writer): void {
    if (!clearsPrimary) return
    for (const other of customer.contacts.values())
      if (other !== except && other.values['is_primary'] === true)
        truth.change(customer, other, { is_primary: false }, writer)
  }

  function customersPage({ query }: Arrived): Told {
    const sought = (query.get('search') ?? '').toLowerCase()
    const found = [...truth.customers.values()].filter(({ name }) =>
      name.toLowerCase().includes(sought),
    )
    const descending = query.get('descending') === 'true'
    const sorted = sortedBy(found, nameOf, descending)
    return page(sorted, nameOf, query, customerReply, mild, descending)
  }

  function contactsPage(customer: HeldCustomer, { query }: Arrived): Told {
    const key = (contact: HeldContact) => String(contact.values['name'])
    const contacts = listed(habits, truth, customer, surroundings.now())
    return page(sortedBy(contacts, key), key, query, contactReply, habits)
  }

  const writerOf = ({ headers }: Arrived): Writer => ({
    at: surroundings.now(),
    mark: headers.get(markHeader) ?? '',
  })

  return {
    truth,
    async send(request) {
      const it = await arrived(request)
      const wait = it.method === 'POST' ? takes() : 0
      if (wait <= 0) return responseOf(answered(it))
      return new Promise((resolve) => {
        surroundings.after(wait, 'Day Zero commits', () => resolve(responseOf(answered(it))))
      })
    },
  }
}

function nameOf({ name }: HeldCustomer): string {
  return name.toLowerCase()
}

function shapeOf(path: string): string {
  const parts = path.split('/').length - '/api/v1/customers'.split('/').length
  return ['customers', 'customer', 'contacts', 'contact'][parts] ?? path
}

function page<Item extends { id: string }>(
  sorted: readonly Item[],
  keyOf: (item: Item) => string,
  query: URLSearchParams,
  reply: (item: Item) => unknown,
  habits: Habits = mild,
  descending = false,
): Told {
  const cursor = query.get('cursor')
  const size = pageSize(habits, Number(query.get('limit') ?? 50))
  const { items, next } = pageAfter(sorted, keyOf, { cursor, size, descending })
  const body = { items: items.map(reply), next_cursor: next, has_next: next !== null }
  // Only a list that goes on can contradict itself.
  const contradiction = next === null ? null : habits.contradiction()
  switch (contradiction) {
    case 'repeats':
      return { status: 200, body: { ...body, next_cursor: cursor ?? next } }
    case 'noCursor':
      return { status: 200, body: { ...body, next_cursor: null } }
    case 'disagrees':
      return { status: 200, body: { ...body, has_next: false, has_more: true } }
    default:
      return { status: 200, body }
  }
}

function refused(status: number, detail: string): Told {
  return { status, body: { detail } }
}

const limits: Readonly<Record<string, number>> = {
  name: 255,
  email: 254,
  phone: 50,
  role: 100,
  notes: 2000,
}

/** As FastAPI tells them. */
function problemsIn(body: Record<string, unknown> | null, creates: boolean): unknown[] {
  const told = (name: string, type: string, ctx: object = {}) => ({
    type,
    loc: ['body', name],
    msg: type,
    ctx,
  })
  if (!body) return [told('', 'json_invalid')]
  const problems: unknown[] = []
  if (creates && body['name'] === undefined) problems.push(told('name', 'missing'))
  if (body['name'] === '') problems.push(told('name', 'string_too_short', { min_length: 1 }))
  for (const [name, limit] of Object.entries(limits)) {
    const value = body[name]
    if (typeof value === 'string' && lengthOf(value) > limit)
      problems.push(told(name, 'string_too_long', { max_length: limit }))
  }
  return problems
}

function contactReply({ id, customer, values, madeAt, changedAt }: HeldContact) {
  const { name, email = null, phone = null, role = null, is_primary, notes = null } = values
  return {
    id,
    entity_type: 'customer',
    entity_id: customer,
    ...{ name, email, phone, role, is_primary, notes },
    created_at: new Date(madeAt).toISOString(),
    updated_at: new Date(changedAt).toISOString(),
  }
}

function customerReply({ id, name }: HeldCustomer) {
  const at = new Date(0).toISOString()
  return { id, business_id: 'business', name, status: 'active', created_at: at, updated_at: at }
}
