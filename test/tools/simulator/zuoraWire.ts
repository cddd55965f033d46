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
import { failing, ZuoraKeys } from './zuoraKeys.ts'
import {
  accountReply,
  contactReply,
  pointers,
  queriedAccount,
  queriedReply,
  reasonsIn,
} from './zuoraReplies.ts'

/**
 * A create that fails inside of Zuora, so that its failure is kept under its key. `before`: a 500,
 * and nothing was made. `after`: a 500, and it was made. `lock`: another person was writing.
 */
export type ZuoraFailure = 'before' | 'after' | 'lock'

export interface ZuoraOptions {
  surroundings: Surroundings
  clientSecret: string
  /** Milliseconds from the arrival of a create to its commit. Left out: none. */
  takes?: () => number
  /** Left out: none fails. */
  fails?: () => ZuoraFailure | null
  /** The answer to a create has an id. The reference does not list one. Left out: it has. */
  tellsId?: boolean
  /** Seconds that a token lives. Left out: an hour, as Zuora's do. */
  tokenLife?: number
  /** What a lost lock comes with: newer versions of the API say 409, older ones 200. Left out: 200. */
  lockStatus?: 200 | 409
  /** What it does besides. Left out: nothing. */
  habits?: Habits
}

/** Zuora, as far as the adapter talks to it. */
export function zuoraWire(options: ZuoraOptions): Wire & { dropTokens(): void } {
  const { surroundings, takes = () => 0, fails = () => null } = options
  const { clientSecret, tellsId = true, tokenLife = 3598, lockStatus = 200 } = options
  const { habits = mild } = options
  const truth = new Truth(
    ({ roles }, { id }) => roles.get('billTo') === id,
    (count) => count.toString(16).padStart(32, '0'),
    habits.keeps,
  )
  const keys = new ZuoraKeys()
  /** The end of each token. */
  const tokens = new Map<string, number>()
  let issued = 0

  function answered(request: Arrived): Told | Promise<Told> {
    const { method, path } = request
    if (path === '/oauth/token') return token(request)
    const bearer = request.headers.get('authorization')?.replace(/^Bearer /, '') ?? ''
    if (!((tokens.get(bearer) ?? 0) > surroundings.now()))
      return failing(401, 11, 'this resource is protected, please sign in first')
    const [, family = '', key = ''] =
      /^(\/object-query\/accounts|\/object-query\/contacts|\/v1\/accounts|\/v1\/contacts)(?:\/([^/]+))?$/.exec(
        path,
      ) ?? []
    const line = `${method} ${family}${key && '/'}`
    if (line === 'GET /object-query/accounts') return accountsPage(request)
    if (line === 'GET /object-query/contacts') return contactsPage(request)
    if (line === 'POST /v1/contacts') return createOnce(request)
    if (line.endsWith('/v1/accounts/')) return account(request, key)
    if (line.endsWith('/v1/contacts/')) return contact(request, key)
    return failing(404, 40, `There is nothing at '${path}'.`)
  }

  function token({ raw }: Arrived): Told {
    if (new URLSearchParams(raw).get('client_secret') !== clientSecret)
      return { status: 401, body: { message: 'Invalid client id' } }
    const access_token = `token-${++issued}`
    tokens.set(access_token, surroundings.now() + tokenLife * 1000)
    return { status: 200, body: { access_token, token_type: 'bearer', expires_in: tokenLife } }
  }

  /** The key is claimed when the request arrives, and its outcome is kept when it is done. */
  function createOnce(request: Arrived): Told | Promise<Told> {
    const key = request.headers.get('idempotency-key')
    const there = key === null ? undefined : keys.claim(key, request.raw, surroundings.now())
    if (there) return there
    const done = (): Told => {
      const answer = carriedOut(request, key)
      if (key !== null) keys.keep(key, answer)
      return answer
    }
    const wait = takes()
    if (wait <= 0) return done()
    return new Promise((resolve) => {
      surroundings.after(wait, 'Zuora commits', () => resolve(done()))
    })
  }

  function carriedOut(request: Arrived, key: string | null): Told {
    const failure = fails()
    if (failure === 'lock') return failing(lockStatus, 50, 'Another person is writing.')
    if (failure === 'before') return failing(500, 60, 'Internal error.')
    const answer = create(request, key)
    return failure === 'after' ? failing(500, 60, 'Internal error.') : answer
  }

  function create({ raw }: Arrived, mark: string | null): Told {
    const { accountId, ...body } = objectIn(raw) ?? {}
    const customer = truth.customers.get(String(accountId))
    if (!customer) return failing(404, 40, `Cannot find entity by key: '${String(accountId)}'.`)
    const reasons = reasonsIn(body, true)
    if (reasons.length > 0) return { status: 400, body: { success: false, reasons } }
    const writer = { at: surroundings.now(), mark }
    const asked = valuesIn(body)
    const contact = truth.make(customer, habits.heeds(asked, 'create'), writer, asked)
    const { id, ...made } = contactReply(contact, customer)
    const reply = { success: true, ...(tellsId && { id }), ...made }
    return createdAnswer(habits, { status: 200, body: reply })
  }

  function account(request: Arrived, key: string): Told {
    const customer = truth.customers.get(key)
    if (!customer) return failing(404, 40, `Cannot find entity by key: '${key}'.`)
    if (request.method === 'GET') return { status: 200, body: accountReply(customer) }
    if (request.method !== 'PUT') return failing(405, 45, 'not supported')
    const body = objectIn(request.raw) ?? {}
    for (const [member, role] of Object.entries(pointers)) {
      const id = body[member]
      if (typeof id !== 'string') continue
      const holder = customer.contacts.get(id)
      if (!holder) return failing(400, 20, `'${member}' value should be a contact of the account`)
      if (habits.heedsMove()) truth.give(customer, role, holder, writerOf(request))
    }
    return { status: 200, body: { success: true } }
  }

  function contact(request: Arrived, key: string): Told {
    const found = truth.contactAt(key)
    if (!found) return failing(404, 40, `Cannot find entity by key: '${key}'.`)
    const { customer, contact } = found
    if (request.method === 'DELETE') {
      truth.remove(customer, contact, writerOf(request))
      return { status: 200, body: { success: true } }
    }
    if (request.method === 'PUT') {
      const body = objectIn(request.raw) ?? {}
      const reasons = reasonsIn(body, false)
      if (reasons.length > 0) return { status: 400, body: { success: false, reasons } }
      const before = contactReply(contact, customer)
      const asked = emptied(valuesIn(body))
      const heeded = habits.heeds(asked, 'update')
      if (Object.keys(heeded).length > 0)
        truth.change(customer, contact, heeded, writerOf(request), asked)
      const told = changedAnswer(habits, before, contactReply(contact, customer), asked)
      return { status: 200, body: { success: true, ...told } }
    }
    return { status: 200, body: { success: true, ...contactReply(contact, customer) } }
  }

  function contactsPage({ query }: Arrived): Told {
    const id = query.get('filter[]')?.replace(/^accountid\.EQ:/, '') ?? ''
    const customer = truth.customers.get(id)
    const contacts = customer ? listed(habits, truth, customer, surroundings.now()) : []
    const key =
      query.get('sort[]') === 'updateddate.DESC'
        ? ({ changedAt }: HeldContact) => String(1e15 - changedAt).padStart(16, '0')
        : ({ values }: HeldContact) => String(values['lastName'])
    return page(sortedBy(contacts, key), key, query, queriedReply, habits)
  }

  function accountsPage({ query }: Arrived): Told {
    const [, field, text = ''] =
      /^(name|accountnumber)\.SW:(.*)$/.exec(query.get('filter[]') ?? '') ?? []
    const keyOf = ({ name, number }: HeldCustomer) =>
      (query.get('sort[]')?.startsWith('name') ? name : number).toLowerCase()
    const found = [...truth.customers.values()].filter(({ name, number }) =>
      (field === 'name' ? name : number).toLowerCase().startsWith(text.toLowerCase()),
    )
    const descending = query.get('sort[]')?.endsWith('.DESC') ?? false
    return page(sortedBy(found, keyOf, descending), keyOf, query, queriedAccount, mild, descending)
  }

  /** No key belongs on these calls; whose they are is told by a header that Zuora would not look at. */
  const writerOf = ({ headers }: Arrived): Writer => ({
    at: surroundings.now(),
    mark: headers.get(markHeader) ?? '',
  })

  return {
    truth,
    send: async (request) => responseOf(await answered(await arrived(request))),
    dropTokens: () => tokens.clear(),
  }
}

/** An empty text empties a field. */
function emptied(values: ReturnType<typeof valuesIn>) {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === '' ? null : value]),
  )
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
  const size = pageSize(habits, Number(query.get('pageSize') ?? 10))
  const { items, next } = pageAfter(sorted, keyOf, { cursor, size, descending })
  // Object Query has one member for where it goes on: it can only name a place twice.
  const nextPage = next !== null && habits.contradiction() !== null ? (cursor ?? next) : next
  return { status: 200, body: { data: items.map(reply), ...(nextPage && { nextPage }) } }
}
