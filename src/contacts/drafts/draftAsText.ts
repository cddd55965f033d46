import type { Field } from '#contract/fields/field.ts'
import type { Draft } from '#contract/fields/kind.ts'
import { text } from '#text/text.ts'

/** A draft as text that can be pasted anywhere: a line for each field that is filled in. */
export function draftAsText(fields: readonly Field[], draft: Draft): string {
  return fields
    .flatMap(({ name, label }) => {
      const typed = draft[name]
      if (typed === true) return [`${label}: ${text.contacts.yes}`]
      return typeof typed === 'string' && typed.trim() !== '' ? [`${label}: ${typed}`] : []
    })
    .join('\n')
}
