import type { Backend, Page, PageQuery } from '#contract/backend/backend.ts'
import type { Send } from '#contract/backend/send.ts'
import { BackendError } from '#contract/api/refusal.ts'
import { zuoraApi } from './api.ts'
import { systemClock, type Clock } from '#contract/clock.ts'
import {
  contactCreateOf,
  contactOf,
  contactUpdateOf,
  customerOf,
  holdersOf,
  queriedContactOf,
  recipientOf,
  type Holders,
} from './codec.ts'
import { customersPage } from './customers.ts'
import { words } from './en.ts'
import { endpoints } from './endpoints.ts'
import { form } from './fields.ts'
import { idOfMade } from './createdContact.ts'
import { cursorOf, longestPage, placeOf, walk } from './paging.ts'
import { nothingWritten } from './refusals.ts'
import { holderIn, roleGiver } from './roles.ts'
import { variationOf, type Settings } from './settings.ts'
import type { AccountResponse, KnownContact, QueriedContact } from './wire.ts'
import type { Contact } from '#contract/fields/contact.ts'

/** A Zuora tenant as a `Backend`. */
export function zuoraBackend(settings: Settings, send: Send, clock: Clock = systemClock): Backend {
  const { fields, roles } = form(variationOf(settings))
  const labels = new Map(fields.map(({ name, label }) => [name, label]))
  const ask = zuoraApi(settings, send, { labels, clock })
  const holders = (account: AccountResponse): Holders => holdersOf(roles, account)

  const accountBy = (accountKey: string, signal?: AbortSignal): Promise<AccountResponse> =>
    ask(endpoints.getAccount, { params: { accountKey }, signal, missing: 'customer' })

  /** The account, which also says who holds its roles. Its number would find it too, but is no id. */
  async function accountOf(customer: string, signal?: AbortSignal): Promise<AccountResponse> {
    const account = await accountBy(customer, signal)
    if (account.basicInfo.id !== customer) throw missing('customer')
    return account
  }

  /** The v1 calls for contacts do not look at the account, so that is done here, before any write. */
  async function heldBy(
    customer: string,
    id: string,
    signal?: AbortSignal,
  ): Promise<{ account: AccountResponse; contact: KnownContact }> {
    const params = { contactId: id }
    const [account, contact] = await firstRefusal(
      accountOf(customer, signal),
      ask(endpoints.getContact, { params, signal, missing: 'contact' }),
    )
    if (contact.accountId !== customer) throw missing('contact')
    return { account, contact: { ...contact, id } }
  }

  async function put(id: string, body: Record<string, unknown>): Promise<KnownContact> {
    const params = { contactId: id }
    return { ...(await ask(endpoints.updateContact, { params, body, missing: 'contact' })), id }
  }

  async function contacts(
    customer: string,
    { cursor, limit = longestPage, signal }: PageQuery,
  ): Promise<Page<Contact>> {
    const from = cursor ? placeOf(cursor) : { q: 0, at: null, size: longestPage }
    const pages = walk<QueriedContact>({
      from,
      questions: 1,
      limit,
      wanted: () => true,
      read: (_, at, size) =>
        ask(endpoints.queryContacts, {
          query: {
            'filter[]': `accountid.EQ:${customer}`,
            // By name, so that what changes meanwhile does not move to another page.
            'sort[]': 'lastname.ASC',
            pageSize: String(size),
            cursor: at ?? undefined,
          },
          signal,
        }),
    })
    // Of an account that is not there, Object Query says only that it has no contacts.
    const [account, { items, next, gap }] = await firstRefusal(accountOf(customer, signal), pages)
    const held = holders(account)
    return {
      items: items.map((it) => queriedContactOf(fields, it, held)),
      next: cursorOf(next),
      ...(gap && { gap }),
    }
  }

  const giveRole = roleGiver({ ask, roles, fields, heldBy, accountOf, put })

  return {
    capabilities: {
      idempotency: 'key',
      search: 'startsWith',
      customerSorts: ['name', 'number', 'changed'],
      unsetPrimary: false,
      removeHolder: false,
    },

    customers: (query) => customersPage(ask, query),

    // A person may have its number at hand; the answer has the id that everything else takes.
    customer: async (id, signal) => customerOf(await accountBy(id, signal)),

    contacts,

    async contact(customer, id, signal) {
      const { account, contact } = await heldBy(customer, id, signal)
      return contactOf(fields, contact, holders(account))
    },

    async create(customer, values, { key, since } = {}) {
      const body = { ...accountIn(customer), ...contactCreateOf(fields, values) }
      const made = await ask(endpoints.createContact, { body, key, missing: 'customer' })
      const id = made.id ?? (await idOfMade(ask, customer, made, { now: clock.now(), since }))
      // Roles are the account's to give, and nobody has asked it yet.
      return contactOf(fields, { ...made, id }, {})
    },

    async update(customer, id, changes) {
      const { account } = await nothingWritten(heldBy(customer, id))
      const changed = await put(id, contactUpdateOf(fields, changes))
      return contactOf(fields, changed, holders(account))
    },

    async remove(customer, id) {
      const { account, contact } = await nothingWritten(heldBy(customer, id))
      const { name, roles: held } = contactOf(fields, contact, holders(account))
      const labelled = roles.filter((role) => held.includes(role.id)).map(({ label }) => label)
      // What Zuora does then is not documented; an account must not lose whom it needs.
      if (labelled.length > 0)
        throw new BackendError({
          kind: 'rejected',
          message: words.refusals.holder(name, labelled),
        })
      await ask(endpoints.deleteContact, { params: { contactId: id }, missing: 'contact' })
    },

    recipient: async (customer, signal) =>
      recipientOf((await accountOf(customer, signal)).billToContact),

    async holders(customer, role) {
      const holder = holderIn(await accountOf(customer), role ?? 'billTo')
      return holder ? [holder] : []
    },

    makePrimary: (customer, id, previous) => giveRole(customer, id, 'billTo', previous),

    giveRole,
  }
}

/** How Zuora writes the ids of its accounts: 32 hexadecimal digits, and 34 in the page's sample. */
const accountIds = /^[0-9a-f]{32,36}$/i

/** How its own account numbers look, like A00000001 or ACME-42, in capitals or not. */
const accountNumbers = /^(?=.*\d)[A-Z0-9._~-]+$/i

/** A create names its account by id or by number; where accounts are not read, either was typed. */
function accountIn(customer: string): { accountId: string } | { accountNumber: string } {
  const isNumber = !accountIds.test(customer) && accountNumbers.test(customer)
  return isNumber ? { accountNumber: customer } : { accountId: customer }
}

function missing(what: 'customer' | 'contact'): BackendError {
  return new BackendError({ kind: 'notFound', what })
}

/** Both at once; where both are refused, it is the first one's refusal that counts. */
async function firstRefusal<One, Other>(
  one: Promise<One>,
  other: Promise<Other>,
): Promise<[One, Other]> {
  await Promise.allSettled([one, other])
  return [await one, await other]
}
