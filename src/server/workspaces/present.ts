import type { FormDefinition } from '#contract/fields/field.ts'
import type { Values } from '#contract/fields/kind.ts'
import type { Contact, Customer } from '#contract/fields/contact.ts'

/** What leaves of a customer, by name. */
export function presentCustomer(customer: Customer) {
  const { id, name, number, email, place, status, mailsInvoices, copies, recipient, changedAt } =
    customer
  return {
    id,
    name,
    number,
    email,
    place,
    status,
    mailsInvoices,
    copies: [...copies],
    ...(recipient !== undefined && { recipient }),
    ...(changedAt !== undefined && { changedAt }),
  }
}

/** What leaves of a contact: its frame, and the fields that the form knows. */
export function presentContact(form: FormDefinition, contact: Contact) {
  const { id, name, primary, alsoPrimary, roles, changedAt, incomplete } = contact
  const values: Values = {}
  for (const field of form.fields) {
    const value = contact.values[field.name]
    if (value !== undefined) values[field.name] = value
  }
  return {
    id,
    name,
    primary,
    ...(alsoPrimary && { alsoPrimary }),
    roles: [...roles],
    changedAt,
    values,
    ...(incomplete && { incomplete }),
  }
}
