import type { FormDefinition } from '#contract/fields/field.ts'
import { invoiceAddressOf } from '#contract/fields/form.ts'
import type { Contact, Customer } from '#contract/fields/contact.ts'

/** Where a customer's invoices go. `primary` is the name of who is, whether mailed to or not. */
export type InvoiceWay =
  | { kind: 'contact'; primary: string; address: string }
  /** To the customer's own address. */
  | { kind: 'customer'; primary: string | null; address: string }
  | { kind: 'nobody'; primary: string | null }
  /** The customer's invoices are not mailed at all. */
  | { kind: 'off'; primary: string | null }

/** By the backend's own rule, as far as these contacts tell. */
export function invoiceWay(
  form: FormDefinition,
  customer: Customer,
  contacts: readonly Contact[],
): InvoiceWay {
  const holder = contacts.find(({ primary }) => primary)
  const primary = holder?.name ?? null
  if (customer.mailsInvoices === false) return { kind: 'off', primary }
  const address = holder && invoiceAddressOf(form, holder)
  if (holder && address) return { kind: 'contact', primary: holder.name, address }
  if (form.mailsCustomer && customer.email)
    return { kind: 'customer', primary, address: customer.email }
  return { kind: 'nobody', primary }
}
