import { contactLimits } from '#backends/zuora/wire.ts'
import { lengthOf } from '#contract/fields/kind.ts'
import type { HeldContact, HeldCustomer } from './truth.ts'

/** What an account points at its contacts for, by the member of the account. */
export const pointers = {
  billToContactId: 'billTo',
  soldToContactId: 'soldTo',
  shipToContactId: 'shipTo',
} as const

/** As the v1 calls tell a contact. */
export function contactReply({ id, values }: HeldContact, customer: HeldCustomer) {
  return { id, accountId: customer.id, accountNumber: customer.number, ...values }
}

/** As Object Query tells it: another name for the postal code, no description, nothing empty. */
export function queriedReply({ id, customer, values, madeAt, changedAt }: HeldContact) {
  const { contactDescription: _, zipCode = null, ...rest } = values
  const told = {
    id,
    accountId: customer,
    ...rest,
    postalCode: zipCode,
    createdDate: new Date(madeAt).toISOString(),
    updatedDate: new Date(changedAt).toISOString(),
  }
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== null))
}

/** As GET /v1/accounts tells an account. */
export function accountReply(customer: HeldCustomer) {
  const { id, name, number } = customer
  const holders = Object.values(pointers).map((role) => {
    const holder = holderOf(customer, role)
    return [`${role}Contact`, holder ? contactReply(holder, customer) : null] as const
  })
  return {
    success: true,
    basicInfo: { id, name, accountNumber: number, status: 'Active' },
    billingAndPayment: { invoiceDeliveryPrefsEmail: true, additionalEmailAddresses: [] },
    ...Object.fromEntries(holders),
  }
}

/** As Object Query tells an account. */
export function queriedAccount(customer: HeldCustomer) {
  const { id, name, number } = customer
  const billTo = holderOf(customer, 'billTo')
  return {
    ...{ id, name, accountNumber: number, status: 'Active', invoiceDeliveryPrefsEmail: true },
    ...(billTo && { billTo: queriedReply(billTo) }),
  }
}

function holderOf({ contacts, roles }: HeldCustomer, role: string): HeldContact | undefined {
  return contacts.get(roles.get(role) ?? '')
}

const names = ['firstName', 'lastName']

/** What is wrong with a contact's fields, as reasons of a failure. */
export function reasonsIn(body: Record<string, unknown>, creates: boolean) {
  const missing = names
    .filter((name) => (creates && body[name] === undefined) || body[name] === '')
    .map((name) => ({ code: 67_990_122, message: `'${name}' may not be null` }))
  const long = Object.entries(contactLimits).flatMap(([name, limit]) => {
    const value = body[name]
    if (typeof value !== 'string' || lengthOf(value) <= limit) return []
    return [{ code: 67_990_120, message: `'${name}' length must be at most ${limit}` }]
  })
  return [...missing, ...long]
}
