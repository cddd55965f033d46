import type { FormDefinition, ContactRole } from '#contract/fields/field.ts'
import type { Contact } from '#contract/fields/contact.ts'

/** What is to move to a contact: the invoices, or another role. */
export type RoleTarget = 'primary' | ContactRole

/** The role that being primary is, where the backend has roles. */
export function primaryRole(form: FormDefinition): ContactRole | undefined {
  return form.roles.find((role) => role.primary)
}

/** The roles that move by themselves, beside the primary. */
export function otherRoles(form: FormDefinition): readonly ContactRole[] {
  return form.roles.filter((role) => !role.primary)
}

/** What the contact is for its customer, in the form's order. */
export function rolesOf(form: FormDefinition, contact: Contact): readonly ContactRole[] {
  return form.roles.filter(({ id }) => contact.roles.includes(id))
}

export function holds(contact: Contact, aim: RoleTarget): boolean {
  return aim === 'primary' ? contact.primary : contact.roles.includes(aim.id)
}
