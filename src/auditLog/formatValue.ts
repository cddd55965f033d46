import type { Value } from '#contract/fields/kind.ts'
import { text } from '#text/text.ts'

/** What a field held, as a person reads it; empty for nothing. */
export function shownAs(value: Value): string {
  if (typeof value === 'boolean') return value ? text.contacts.yes : text.contacts.no
  return value ?? ''
}
