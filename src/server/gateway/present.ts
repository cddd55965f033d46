import type { Contact, Customer } from '#contract/backend.ts'
import type { Form } from '#contract/field.ts'

/** What leaves of a customer, by name. */
export function customerOut(customer: Customer) {
  const { id, name, number, email, place, standing } = customer
  return { id, name, number, email, place, standing }
}

/** What leaves of a contact: its frame, and the fields that the form knows. */
export function contactOut(form: Form, contact: Contact) {
  const { id, name, primary, changedAt } = contact
  const values = Object.fromEntries(
    form.fields.map((field) => [field.name, contact.values[field.name] ?? null]),
  )
  return { id, name, primary, changedAt, values }
}
