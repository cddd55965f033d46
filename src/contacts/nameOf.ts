import { text } from '#text/text.ts'
import type { Contact } from '#contract/fields/contact.ts'

/** What a contact is called, also where the billing system told no name. */
export function nameOf({ name }: Contact): string {
  return name.trim() ? name : text.contacts.nameless
}
