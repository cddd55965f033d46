import type { Field, ContactRole } from '#contract/fields/field.ts'
import { BackendError, mayHaveHappened } from '#contract/api/refusal.ts'
import { sentenceFor } from '#contract/api/apiErrorText.ts'
import { bidiIsolate } from '#text/isolated.ts'
import type { Ask } from './api.ts'
import { contactOf, holdersOf } from './codec.ts'
import { words } from './en.ts'
import { endpoints } from './endpoints.ts'
import { nothingWritten } from './refusals.ts'
import type { AccountResponse, KnownContact } from './wire.ts'
import type { Contact, Holder } from '#contract/fields/contact.ts'

/** How an account points at the contact of a role, and how a contact is allowed to have it. */
const parts: Readonly<
  Record<string, { pointer: string; allowed: 'asBillTo' | 'asSoldTo' | 'asShipTo' }>
> = {
  billTo: { pointer: 'billToContactId', allowed: 'asBillTo' },
  soldTo: { pointer: 'soldToContactId', allowed: 'asSoldTo' },
  shipTo: { pointer: 'shipToContactId', allowed: 'asShipTo' },
}

/** The contact that an account points at for a role. */
export function holderIn(account: AccountResponse, role: string): Holder | null {
  const pointed = {
    billTo: account.billToContact,
    soldTo: account.soldToContact,
    shipTo: account.shipToContact,
  }[role]
  if (!pointed?.id) return null
  const { id, firstName, lastName } = pointed
  return { id, name: [firstName, lastName].filter(Boolean).join(' ') }
}

interface Tools {
  ask: Ask
  roles: readonly ContactRole[]
  fields: readonly Field[]
  heldBy(customer: string, id: string): Promise<{ account: AccountResponse; contact: KnownContact }>
  accountOf(customer: string): Promise<AccountResponse>
  put(id: string, body: Record<string, unknown>): Promise<KnownContact>
}

/**
 * Gives a role of an account to one of its contacts: the account points at its holder, so there is
 * never more than one, and whoever had it before loses it. With the Ship To Contact feature the
 * contact must be allowed to have the role, which takes a write of its own before.
 */
export function roleGiver({ ask, roles, fields, heldBy, accountOf, put }: Tools) {
  return async (
    customer: string,
    id: string,
    roleId: string,
    previous?: readonly string[],
  ): Promise<Contact> => {
    const role = roles.find((it) => it.id === roleId)
    const part = parts[roleId]
    if (!role || !part)
      throw new BackendError({ kind: 'rejected', message: words.refusals.noRole(roleId) })

    const { account, contact } = await nothingWritten(heldBy(customer, id))
    const before = holdersOf(roles, account)
    if (before[roleId] === id) return contactOf(fields, contact, before)

    const mayBeAllowed = fields.some(({ name }) => name === part.allowed)
    const allow = mayBeAllowed && contact[part.allowed] !== true
    const allowed = allow ? await put(id, { [part.allowed]: true }) : contact
    try {
      const params = { accountKey: customer }
      const body = { [part.pointer]: id }
      // The account was there a moment ago, so what is missing now is the contact.
      await ask(endpoints.updateAccount, { params, body, missing: 'contact' })
    } catch (error) {
      if (!allow || !(error instanceof BackendError) || mayHaveHappened(error.refusal)) throw error
      const { name } = contactOf(fields, contact, before)
      const done = words.refusals.allowed(name, role.label)
      throw new BackendError(
        { kind: 'partial', done, failed: sentenceFor(error.refusal) },
        { cause: error },
      )
    }
    const after = await accountOf(customer).catch((cause: unknown) => {
      if (!(cause instanceof BackendError)) throw cause
      // It was sent: that a read is refused afterwards says nothing about it.
      throw new BackendError({ kind: 'outcomeUnknown', status: null }, { cause })
    })
    const given = contactOf(fields, allowed, holdersOf(roles, after))
    if (given.roles.includes(roleId)) return given
    const holder = holderIn(after, roleId)
    const { refusals } = words
    // Zuora answers with a success and no account, so a read is all that tells; it may be behind.
    if (!holder || (previous ?? [before[roleId]]).includes(holder.id))
      throw new BackendError({ kind: 'outcomeUnknown', status: 200, notDone: true })
    throw new BackendError({
      kind: 'partial',
      done: refusals.given(bidiIsolate(given.name), role.label),
      failed: refusals.overtaken(bidiIsolate(holder.name), role.label),
      holder,
    })
  }
}
