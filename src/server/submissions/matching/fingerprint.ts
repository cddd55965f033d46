import type { Field, FormDefinition } from '#contract/fields/field.ts'
import { textOf } from '#contract/fields/form.ts'
import { isFlag, type Values } from '#contract/fields/kind.ts'
import { coarseOf, normalOf, wordsOf } from '#contract/fields/sameValue.ts'
import { fingerprintOf } from '#server/submissions/idempotencyKey.ts'
import type { Contact } from '#contract/fields/contact.ts'

/** Equal for all submissions that would create the same contact. */
export function contactFingerprintOf(fields: readonly Field[], values: Values): string {
  const traits = identifyingFields(fields).map((field) => [
    field.name,
    coarseOf(field, values[field.name], values),
  ])
  return fingerprintOf(JSON.stringify(traits))
}

/** Whether the contact has all the values of a create, perhaps normalised. */
export function matchesFingerprint(
  form: FormDefinition,
  values: Values,
  contact: Contact,
): boolean {
  const held = contact.values
  return (
    agreement(form, values, contact) > 0 &&
    identifyingFields(form.fields).every((field) => {
      const { name } = field
      // A list may leave fields out.
      if (held[name] === undefined) return true
      return coarseOf(field, held[name], held) === coarseOf(field, values[name], values)
    })
  )
}

/**
 * How well a contact matches the values of a create if the backend has stored them in another form: the
 * same words in the name, an e-mail address, a phone number. 0: not at all.
 */
export function agreement(form: FormDefinition, values: Values, contact: Contact): number {
  const names = [nameIn(form, contact.values), contact.name].some((name) =>
    isSameName(wordsOf(nameIn(form, values)), wordsOf(name)),
  )
  const emails = shareOne(
    traitsOf(form, 'email', values),
    traitsOf(form, 'email', contact.values),
    (one, other) => one === other,
  )
  const phones = shareOne(
    traitsOf(form, 'phone', values),
    traitsOf(form, 'phone', contact.values),
    isSameNumber,
  )
  return (names ? 4 : 0) + (emails ? 2 : 0) + (phones ? 1 : 0)
}

/** Flags change on their own: who is primary, what a contact may be used as. */
function identifyingFields(fields: readonly Field[]): readonly Field[] {
  return fields.filter(({ kind }) => !isFlag(kind))
}

/** The required fields are the name. */
function nameIn({ fields }: FormDefinition, values: Values): string {
  return fields
    .filter(({ required, onlyWith }) => required && onlyWith === undefined)
    .map(({ name }) => textOf(values[name]))
    .join(' ')
}

/** The same words in any order, or all of the shorter name, where that has two at least. */
function isSameName(one: readonly string[], other: readonly string[]): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  if (short.length === 0 || (short.length === 1 && long.length > 1)) return false
  return short.every((word) => long.includes(word))
}

function traitsOf(form: FormDefinition, kind: 'email' | 'phone', values: Values): string[] {
  return form.fields
    .filter((field) => field.kind === kind)
    .map((field) =>
      kind === 'email'
        ? coarseOf(field, values[field.name])
        : normalOf(field, values[field.name]).replace(/\D/g, ''),
    )
    .filter(Boolean)
}

/** One of the numbers may have a country code. Only this many digits are compared. */
function isSameNumber(one: string, other: string): boolean {
  const digits = 7
  const ends = [one, other].map((number) => number.replace(/^0+/, ''))
  const [short = '', long = ''] = ends.toSorted((a, b) => a.length - b.length)
  return short.length >= digits && long.endsWith(short)
}

function shareOne(
  some: readonly string[],
  others: readonly string[],
  isSame: (one: string, other: string) => boolean,
): boolean {
  return some.some((one) => others.some((other) => isSame(one, other)))
}
