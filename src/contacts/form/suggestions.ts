import type { Field } from '#contract/fields/field.ts'
import { textOf } from '#contract/fields/form.ts'
import type { Contact } from '#contract/fields/contact.ts'

/** For fields with suggestions: the field's own, then what this customer's contacts already use. */
export function suggestionsFrom(
  fields: readonly Field[],
  contacts: readonly Contact[],
): Record<string, readonly string[]> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      if (!field.suggestions) return []
      const used = contacts.map((contact) => textOf(contact.values[field.name])).filter(Boolean)
      return [[field.name, [...new Set([...field.suggestions, ...used])].slice(0, 12)]]
    }),
  )
}
