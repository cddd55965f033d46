import type { Field } from '#contract/fields/field.ts'
import type { Values } from '#contract/fields/kind.ts'
import { text } from '#text/text.ts'
import type { Contact } from '#contract/fields/contact.ts'

/**
 * What to say after a save. A backend may store something else than it was sent (Day Zero
 * normalises addresses), and another person may have changed what was not sent (`opened` is what the
 * form stood on): then the screen says so instead of pretending.
 */
export function savedNotice(
  contact: Contact,
  sent: Values,
  fields: readonly Field[],
  opened: Values = {},
): string {
  const asked = fields.filter(({ kind }) => kind !== 'primary')
  const adjusted = asked.filter(
    ({ name }) => name in sent && (contact.values[name] ?? null) !== sent[name],
  )
  const others = asked.filter(
    ({ name }) =>
      !(name in sent) &&
      opened[name] !== undefined &&
      contact.values[name] !== undefined &&
      contact.values[name] !== opened[name],
  )
  return [
    text.save.saved(contact.name),
    ...(adjusted.length > 0 ? [text.save.adjusted(labelsOf(adjusted).join(', '))] : []),
    ...(others.length > 0 ? [text.conflict.stays(labelsOf(others))] : []),
  ].join('. ')
}

function labelsOf(fields: readonly Field[]): string[] {
  return fields.map(({ label }) => label)
}
