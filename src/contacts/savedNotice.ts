import type { Contact } from '#contract/backend.ts'
import type { Field } from '#contract/field.ts'
import type { Values } from '#contract/kind.ts'
import { text } from '#text/text.ts'

/**
 * What to say after a save. A backend may store something else than it was sent (Day Zero
 * normalises addresses), and then the screen says so instead of pretending.
 */
export function savedNotice(contact: Contact, sent: Values, fields: readonly Field[]): string {
  const adjusted = fields.filter(
    ({ name, kind }) =>
      kind !== 'primary' && name in sent && (contact.values[name] ?? null) !== sent[name],
  )
  const saved = text.save.saved(contact.name)
  if (adjusted.length === 0) return saved
  return `${saved}. ${text.save.adjusted(adjusted.map(({ label }) => label).join(', '))}`
}
