import type { Field } from '#contract/fields/field.ts'
import type { Values } from '#contract/fields/kind.ts'
import { text } from '#text/text.ts'
import type { Contact } from '#contract/fields/contact.ts'

/**
 * What to say after a save. A backend may store something else than it was sent (Day Zero
 * normalises addresses): the screen says so to the letter, as it is not what was typed.
 * @param others the fields that another writer has changed meanwhile
 */
export function savedNotice(
  contact: Contact,
  sent: Values,
  fields: readonly Field[],
  others: readonly Field[] = [],
): string {
  const asked = fields.filter(({ kind }) => kind !== 'primary')
  const adjusted = asked.filter(
    ({ name }) => name in sent && (contact.values[name] ?? null) !== sent[name],
  )
  const isRefused = fields.some(({ kind, name }) => kind === 'primary' && sent[name] === true)
  const also = contact.alsoPrimary?.name
  return [
    text.save.saved(contact.name),
    ...(isRefused && !contact.primary ? [text.save.notPrimary] : []),
    ...(also === undefined ? [] : [text.save.alsoPrimary(also)]),
    ...(adjusted.length > 0 ? [text.save.adjusted(labelsOf(adjusted).join(', '))] : []),
    ...(others.length > 0 ? [text.conflict.stays(labelsOf(others))] : []),
  ].join('. ')
}

function labelsOf(fields: readonly Field[]): string[] {
  return fields.map(({ label }) => label)
}
