import type { FormDefinition } from './field.ts'
import { invoiceAddressOf } from './form.ts'
import type { Contact, Customer, Recipient } from './contact.ts'

/** Where a customer's invoices go. `primary` is the name of who is, whether mailed to or not. */
export type InvoiceWay =
  | { kind: 'contact'; primary: string; address: string }
  /** To the customer's own address. */
  | { kind: 'customer'; primary: string | null; address: string }
  | { kind: 'nobody'; primary: string | null }
  /**
   * Bill runs mail nothing. What is posted by hand or by API may still be mailed to the primary
   * contact (Zuora's page "Email delivery").
   */
  | { kind: 'off'; primary: string | null; address: string | null }

/** By the backend's own rule. */
export function invoiceWay(
  { mailsCustomer }: Pick<FormDefinition, 'mailsCustomer'>,
  customer: Customer,
  recipient: Recipient | null,
): InvoiceWay {
  const primary = recipient?.name ?? null
  const address = recipient?.address ?? null
  if (customer.mailsInvoices === false) return { kind: 'off', primary, address }
  if (primary !== null && address) return { kind: 'contact', primary, address }
  if (mailsCustomer && customer.email) return { kind: 'customer', primary, address: customer.email }
  return { kind: 'nobody', primary }
}

/** The primary among these contacts, as the one that invoices go to. */
export function recipientIn(form: FormDefinition, contacts: readonly Contact[]): Recipient | null {
  const holder = contacts.find(({ primary }) => primary)
  return holder
    ? { id: holder.id, name: holder.name, address: invoiceAddressOf(form, holder) }
    : null
}
