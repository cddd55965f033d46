import { isBlank } from '#text/invisible.ts'
import { text } from '#text/text.ts'
import type { Contact } from '#contract/fields/contact.ts'

/** What a contact is called, also where the billing system told no name, or one that cannot be seen. */
export function nameOf({ name }: Contact): string {
  return isBlank(name) ? text.contacts.nameless : name
}
