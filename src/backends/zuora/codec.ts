import type { Field, ContactRole } from '#contract/fields/field.ts'
import { isFlag, type FieldType, type Value, type Values } from '#contract/fields/kind.ts'
import { countryOf } from './countries.ts'
import type { AccountResponse, KnownContact, QueriedAccount, QueriedContact } from './wire.ts'
import type { Contact, Customer, Recipient } from '#contract/fields/contact.ts'

/** Who holds which role of an account, by the role's id. */
export type Holders = Readonly<Record<string, string | null>>

/** Checked fields → request body of a create: what is not there is left out. */
export function contactCreateOf(fields: readonly Field[], values: Values): Record<string, unknown> {
  return contactUpdateOf(
    fields,
    Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)),
  )
}

/** Fields that take no empty text, so that only `null` can empty them. */
const noTexts: readonly FieldType[] = ['choice', 'number', 'date']

/**
 * Changed fields → request body of an update. An empty text empties a text: that is what Zuora
 * documents for accounts, and for contacts nothing; `null` might as well be read as "not sent".
 */
export function contactUpdateOf(
  fields: readonly Field[],
  changes: Values,
): Record<string, unknown> {
  const kinds = new Map(fields.map(({ name, kind }) => [name, kind]))
  const wireOf = (name: string, value: Value): unknown => {
    const kind = kinds.get(name)
    if (value === null) return kind && noTexts.includes(kind) ? null : ''
    if (typeof value !== 'string') return value
    if (kind === 'number') return numberOf(value)
    // Tenants may rename a country, but not change its codes.
    return name === 'country' ? (countryOf(value)?.code ?? value) : value
  }
  return Object.fromEntries(
    Object.entries(changes).map(([name, value]) => [name, wireOf(name, value)]),
  )
}

/** As JSON's number, unless that would lose digits: then the digits themselves. */
function numberOf(text: string): number | string {
  const digits = text.replace(/\D/g, '').replace(/^0+/, '')
  const number = Number(text)
  return digits.length <= 15 && Number.isFinite(number) ? number : text
}

/** A contact as the v1 calls tell it: whole. */
export function contactOf(fields: readonly Field[], wire: KnownContact, holders: Holders): Contact {
  const values: Values = {}
  const unusable = [...wire.unusable]
  for (const field of fields) {
    const raw = wire[field.name]
    if (!isUsable(field, raw)) unusable.push(field.name)
    // Not told is not empty: an edit must not take it for that.
    if (unusable.includes(field.name)) continue
    values[field.name] = valueOf(field, raw) ?? emptyOf(field)
  }
  const told = { changedAt: null, madeAt: null, values }
  return { ...frameOf(wire, holders), ...told, ...markOf(wire, unusable) }
}

/**
 * A contact as Object Query tells it: with other names, without what is null, and mostly without
 * the description, which then is not known.
 */
export function queriedContactOf(
  fields: readonly Field[],
  wire: QueriedContact,
  holders: Holders,
): Contact {
  const values: Values = {}
  const unusable = wire.unusable.map((name) => formNames.get(name) ?? name)
  for (const field of fields) {
    const { name, kind } = field
    const raw = name === 'zipCode' ? wire.postalCode : wire[name]
    if (!isUsable(field, raw)) unusable.push(name)
    if (unusable.includes(name)) continue
    const value = valueOf(field, raw)
    if (name === 'contactDescription') {
      const told = wire.description ?? wire.contactDescription
      if (told !== undefined) values[name] = told
    } else if (value !== undefined || !isFlag(kind)) values[name] = value ?? emptyOf(field)
  }
  const changedAt = wire.updatedDate ?? null
  const told = { changedAt, madeAt: wire.createdDate ?? null, values }
  return { ...frameOf(wire, holders), ...told, ...markOf(wire, unusable) }
}

/** Names of Object Query's, as the form has them. */
const formNames = new Map([
  ['postalCode', 'zipCode'],
  ['description', 'contactDescription'],
])

/** Custom fields come as whatever their type is in JSON, but never as an object or a list. */
function isUsable({ kind }: Field, raw: unknown): boolean {
  if (raw === undefined || raw === null || typeof raw === 'boolean') return true
  if (kind === 'flag') return raw === 'true' || raw === 'false'
  return typeof raw === 'string' || typeof raw === 'number'
}

/** Zuora has no contact without a name. */
function markOf(
  { firstName, lastName }: Person,
  unusable: readonly string[],
): Pick<Contact, 'incomplete'> {
  return unusable.length > 0 || (!firstName && !lastName) ? { incomplete: true } : {}
}

interface Person {
  id: string
  firstName?: string | null
  lastName?: string | null
}

function frameOf({ id, firstName, lastName }: Person, holders: Holders) {
  const roles = Object.keys(holders).filter((role) => holders[role] === id)
  return {
    id,
    name: [firstName, lastName].filter(Boolean).join(' '),
    primary: roles.includes('billTo'),
    roles,
  }
}

/** What a form holds where there is nothing: a box that nobody ticked is as good as unticked. */
function emptyOf({ kind }: Field): Value {
  return isFlag(kind) ? false : null
}

/** Undefined: not told. Custom fields come as whatever their type is in JSON. */
function valueOf({ name, kind }: Field, raw: unknown): Value | undefined {
  if (raw === undefined || raw === null) return raw
  if (kind === 'flag') return raw === true || raw === 'true'
  if (typeof raw === 'number' || typeof raw === 'boolean') return String(raw)
  if (typeof raw !== 'string' || raw === '') return null
  if (name === 'country') return countryOf(raw)?.name ?? raw
  // A date may come with a time behind it.
  if (kind === 'date') return /^\d{4}-\d{2}-\d{2}(?=T)/.exec(raw)?.[0] ?? raw
  return raw
}

/** Who holds the roles that the form knows. */
export function holdersOf(roles: readonly ContactRole[], account: AccountResponse): Holders {
  const all: Holders = {
    billTo: account.billToContact?.id ?? null,
    soldTo: account.soldToContact?.id ?? null,
    shipTo: account.shipToContact?.id ?? null,
  }
  return Object.fromEntries(roles.map(({ id }) => [id, all[id] ?? null]))
}

/** An account as GET /v1/accounts tells it. */
export function customerOf(wire: AccountResponse): Customer {
  const { id, name, accountNumber = null, status } = wire.basicInfo
  const billing = wire.billingAndPayment
  return {
    id,
    name: name ?? accountNumber ?? id,
    number: accountNumber,
    ...reachOf(wire.billToContact),
    status: statusOf(status),
    mailsInvoices: billing?.invoiceDeliveryPrefsEmail ?? null,
    copies: addressesIn(billing?.additionalEmailAddresses),
    recipient: recipientOf(wire.billToContact),
  }
}

/** An account as Object Query tells it, with its bill-to contact. */
export function queriedCustomerOf(wire: QueriedAccount): Customer {
  return {
    id: wire.id,
    name: wire.name ?? wire.accountNumber ?? wire.id,
    number: wire.accountNumber ?? null,
    ...reachOf(wire.billTo),
    status: statusOf(wire.status),
    mailsInvoices: wire.invoiceDeliveryPrefsEmail ?? null,
    copies: addressesIn(wire.additionalEmailAddresses),
    // Zuora gave the bill-to contact's id without the contact: its name is not known.
    ...(wire.billTo || !wire.billToId ? { recipient: recipientOf(wire.billTo) } : {}),
    ...(wire.updatedDate && { changedAt: wire.updatedDate }),
  }
}

/** The bill-to contact as the one that invoices go to. */
export function recipientOf(billTo: BillTo | null | undefined): Recipient | null {
  if (!billTo) return null
  const { id, firstName, lastName, workEmail, personalEmail } = billTo
  const name = [firstName, lastName].filter(Boolean).join(' ')
  return { id, name, address: workEmail || personalEmail || null }
}

interface BillTo extends Person {
  workEmail?: string | null
  personalEmail?: string | null
  city?: string | null
  country?: string | null
}

/** An account has no address of its own: its bill-to contact's is as near as it gets. */
function reachOf(billTo: BillTo | null | undefined): Pick<Customer, 'email' | 'place'> {
  const country = billTo?.country && (countryOf(billTo.country)?.name ?? billTo.country)
  return {
    email: billTo?.workEmail || billTo?.personalEmail || null,
    place: [billTo?.city, country].filter(Boolean).join(', ') || null,
  }
}

/** A list in one API, one text with commas in the other. */
function addressesIn(wire: unknown): string[] {
  const all = typeof wire === 'string' ? wire.split(',') : Array.isArray(wire) ? wire : []
  return all.flatMap((address) =>
    typeof address === 'string' && address.trim() ? [address.trim()] : [],
  )
}

/** A status we do not know is no reason to hide the account. */
function statusOf(status: string | null | undefined): Customer['status'] {
  if (status === 'Draft') return 'draft'
  return status === 'Canceled' ? 'canceled' : 'active'
}
