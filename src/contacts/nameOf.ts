import type { Contact } from '#contract/backend.ts'
import { text } from '#text/text.ts'

/** What a contact is called, also where the billing system told no name. */
export function nameOf({ name }: Contact): string {
  return name.trim() ? name : text.contacts.nameless
}
