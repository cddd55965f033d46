import type { Contact } from '#contract/backend.ts'
import type { Field } from '#contract/field.ts'
import { isFlag, type Value, type Values } from '#contract/kind.ts'
import { fingerprintOf } from './fingerprint.ts'

/** The same for every wish that would make the same contact. */
export function likenessOf(fields: readonly Field[], values: Values): string {
  const traits = telling(fields).map((field) => [field.name, traitOf(field, values[field.name])])
  return fingerprintOf(JSON.stringify(traits))
}

/** Whether this may be the contact that a create with these values made. */
export function isAlike(fields: readonly Field[], values: Values, contact: Contact): boolean {
  return telling(fields).every((field) => {
    const there = contact.values[field.name]
    // A list may leave fields out.
    return there === undefined || traitOf(field, there) === traitOf(field, values[field.name])
  })
}

/**
 * Flags change on their own (who is primary, what a contact may be used as), and what is found by
 * name or code may come back as the other one: neither tells contacts apart.
 */
function telling(fields: readonly Field[]): readonly Field[] {
  return fields.filter(({ kind }) => !isFlag(kind) && kind !== 'lookup')
}

/** As far as billing systems leave values alone: they trim, fold spaces and lower addresses. */
function traitOf({ kind }: Field, value: Value | undefined): string {
  const text = typeof value === 'string' ? value.normalize('NFC') : ''
  if (kind === 'phone') return text.replace(/\D/g, '')
  const folded = text.trim().replace(/\s+/g, ' ')
  return kind === 'email' ? folded.toLowerCase() : folded
}
