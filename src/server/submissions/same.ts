import type { Contact } from '#contract/backend.ts'
import type { Value, Values } from '#contract/kind.ts'

/** Whether two values are the same to a person: nothing is nothing, however it is written. */
function isSame(one: Value | undefined, other: Value | undefined): boolean {
  return (one || null) === (other || null)
}

/** Whether the contact holds all of these values. */
export function holds(contact: Contact, values: Values): boolean {
  return Object.entries(values).every(([name, value]) => isSame(contact.values[name], value))
}

/**
 * What the contact holds where that is neither what the wish was made on nor what it asks for: it
 * was changed by somebody else. A contact may leave fields out; those say nothing.
 */
export function theirs(contact: Contact, before: Values, wanted: Values = {}): Values {
  const others = Object.keys(before).filter((name) => {
    const now = contact.values[name]
    if (now === undefined || isSame(now, before[name])) return false
    return !(name in wanted && isSame(now, wanted[name]))
  })
  return Object.fromEntries(others.map((name) => [name, contact.values[name] ?? null]))
}
