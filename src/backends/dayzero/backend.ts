import type { Backend, Page, PageQuery } from '#contract/backend/backend.ts'
import { call, type Answer, type CallOptions } from '#contract/backend/call.ts'
import type { Endpoint } from '#contract/backend/endpoint.ts'
import { BackendError } from '#contract/api/refusal.ts'
import { textOf } from '#contract/fields/form.ts'
import { loopWatch } from '#contract/loopWatch.ts'
import type { Send } from '#contract/backend/send.ts'
import { contactCreateOf, contactOf, contactUpdateOf, customerOf } from './codec.ts'
import { words } from './en.ts'
import { endpoints } from './endpoints.ts'
import { longestPage, pageParams, placeAfter } from './paging.ts'
import { primaryOf } from './primary.ts'
import { refusalOf } from './refusals.ts'
import type { Settings } from './settings.ts'
import type { Contact } from '#contract/fields/contact.ts'

type Options = Omit<CallOptions, 'base' | 'headers'>

/** A Day Zero business as a `Backend`. */
export function dayZeroBackend(settings: Settings, send: Send): Backend {
  const headers: Record<string, string> = {
    authorization: `Bearer ${settings.token}`,
    'x-business-id': settings.businessId,
  }
  if (settings.userEmail) headers['x-user-email'] = settings.userEmail

  async function ask<Reply>(
    endpoint: Endpoint<Reply>,
    options: Options,
    missing: 'customer' | 'contact' = 'customer',
  ): Promise<Reply> {
    const answer = await call(send, endpoint, {
      ...options,
      base: settings.address,
      headers,
    })
    const reply = endpoint.reply.safeParse(unwrapped(answer.body))
    const isWhole = reply.success && (endpoint.isWhole?.(reply.data) ?? false)
    if (!succeeded(answer, endpoint.success) && !(isWhole && isSuccess(answer)))
      throw new BackendError(refusalOf(answer, missing))
    // Somebody in between says that it is done: a delete has no body that would tell otherwise.
    const isPage = answer.headers.get('content-type')?.includes('html') ?? false
    // The status says done, the body does not say what: only a re-read can tell.
    if (!reply.success || isPage)
      throw new BackendError(
        { kind: 'outcomeUnknown', status: answer.status },
        { cause: reply.error },
      )
    return reply.data
  }

  async function contactsPage(customer: string, query: PageQuery): Promise<Page<Contact>> {
    const page = await ask(endpoints.listContacts, {
      params: { customer_id: customer },
      // By name, so that later pages do not push rows apart that are already on the screen.
      query: { ...pageParams(query), sort_by: 'name', descending: 'false' },
      signal: query.signal,
    })
    return { items: page.items.map(contactOf), ...placeAfter(page, query.cursor) }
  }

  async function put(customer: string, contact: string, body: Record<string, unknown>) {
    const params = { customer_id: customer, contact_id: contact }
    return contactOf(await ask(endpoints.updateContact, { params, body }, 'contact'))
  }

  /**
   * Page by page to the end.
   * @throws BackendError `unclear` behind the last contact that could be read, where something is
   *   missing: then nobody may conclude that a contact is not there
   */
  async function* everyContact(customer: string): AsyncGenerator<Contact> {
    const watch = loopWatch()
    let cursor: string | null = null
    do {
      const page: Page<Contact> = await contactsPage(customer, { cursor, limit: longestPage })
      yield* page.items
      if (page.gap || watch(page)) throw new BackendError({ kind: 'outcomeUnknown', status: 200 })
      cursor = page.next
    } while (cursor)
  }

  async function list(customer: string): Promise<Contact[]> {
    const all: Contact[] = []
    for await (const contact of everyContact(customer)) all.push(contact)
    return all
  }

  const primary = primaryOf({ list, put })

  return {
    capabilities: {
      idempotency: 'none',
      search: 'fuzzy',
      customerSorts: ['name', 'changed'],
      unsetPrimary: true,
      removeHolder: true,
    },

    async customers(query) {
      const page = await ask(endpoints.listCustomers, {
        query: { ...pageParams(query), ...orderParams(query), ...searchParams(query) },
        signal: query.signal,
      })
      return { items: page.items.map(customerOf), ...placeAfter(page, query.cursor) }
    },

    async customer(id, signal) {
      return customerOf(await ask(endpoints.getCustomer, { params: { customer_id: id }, signal }))
    },

    contacts: contactsPage,

    async contact(customer, id, signal) {
      // No page of the vendor documents a read of one contact, so the list is what we rely on.
      for await (const contact of everyContact(customer)) {
        signal?.throwIfAborted()
        if (contact.id === id) return contact
      }
      throw new BackendError({ kind: 'notFound', what: 'contact' })
    },

    async create(customer, values, { previous } = {}) {
      const params = { customer_id: customer }
      const before =
        values['is_primary'] === true ? (previous ?? (await primary.previousOf(customer))) : []
      const made = contactOf(
        await ask(endpoints.createContact, { params, body: contactCreateOf(values) }),
      )
      return made.primary ? primary.finish(customer, made, before) : made
    },

    async update(customer, id, changes) {
      if (changes['is_primary'] !== true) return put(customer, id, contactUpdateOf(changes))
      const before = await primary.previousOf(customer)
      const written = await put(customer, id, contactUpdateOf(changes))
      return primary.finish(customer, written, before)
    },

    async remove(customer, id) {
      const params = { customer_id: customer, contact_id: id }
      await ask(endpoints.deleteContact, { params }, 'contact')
    },

    async recipient(customer, signal) {
      for await (const { id, name, primary: isPrimary, values } of everyContact(customer)) {
        signal?.throwIfAborted()
        if (isPrimary) return { id, name, address: textOf(values['email']) || null }
      }
      return null
    },

    async holders(customer) {
      const all = (await list(customer)).filter((contact) => contact.primary)
      return all.map(({ id, name }) => ({ id, name }))
    },

    makePrimary: primary.make,

    giveRole() {
      throw new BackendError({ kind: 'rejected', message: words.refusals.noRoles })
    },
  }
}

/** A delete may also answer 204: newer and older copies of its page disagree. */
function succeeded(answer: Answer, success: number): boolean {
  return answer.status === success || (success === 200 && answer.status === 204)
}

function isSuccess({ status }: Answer): boolean {
  return status >= 200 && status < 300
}

/** Newer replies are wrapped in `{success, message, code, data}`, older ones are bare. */
function unwrapped(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body
  return 'success' in body && typeof body.success === 'boolean' && 'data' in body ? body.data : body
}

type CustomersQuery = Parameters<Backend['customers']>[0]

/** A search comes best match first, which no column stands for. */
function orderParams({ search, sort }: CustomersQuery): Record<string, string | undefined> {
  if (!sort || search?.trim()) return {}
  const column = { name: 'name', number: undefined, changed: 'updated_at' }[sort.by]
  return column ? { sort_by: column, descending: String(sort.descending) } : {}
}

/** `search` looks at names only and takes 200 characters; a whole address has a parameter of its own. */
function searchParams(query: CustomersQuery): Record<string, string | undefined> {
  const search = query.search?.trim() ?? ''
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(search)) return { email: search }
  return { search: search.slice(0, 200) || undefined }
}
