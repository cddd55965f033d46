import type { Field } from '#contract/fields/field.ts'
import type { Value, Values } from '#contract/fields/kind.ts'
import { coarseOf, normalOf, sameValue } from '#contract/fields/sameValue.ts'
import type { Contact } from '#contract/fields/contact.ts'

/**
 * The values that are neither those the write is based on nor those it sets: another writer has changed
 * them. Fields that the contact leaves out are skipped.
 */
export function concurrentChanges(
  fields: readonly Field[],
  contact: Contact,
  before: Values,
  wanted: Values = {},
): Values {
  const held = contact.values
  const others = fields.filter((field) => {
    const { name } = field
    if (!(name in before) || held[name] === undefined) return false
    if (sameValue(field, held[name], before[name], held)) return false
    return !(name in wanted && sameValue(field, held[name], wanted[name], { ...held, ...wanted }))
  })
  return Object.fromEntries(others.map(({ name }) => [name, held[name] ?? null]))
}

/** The outcome of an update whose answer was lost, as the contact's values show it. */
export type Become =
  | { kind: 'saved' }
  /**
   * At least one field has its old value, and none a third one. `inPart`: other fields have the typed
   * value.
   */
  | { kind: 'asBefore'; inPart: boolean }
  /** These fields hold neither. */
  | { kind: 'neither'; concurrentChanges: Values }

/**
 * Decides for each field whether it has the typed value, the old one or a third one. Values are compared
 * as coarsely as the edit allows: if old and typed value differ in more than case, a stored value that
 * differs from the typed one only in case is the typed one, normalised. If the edit changes only case or
 * spelling, only exactly that counts as done.
 * @param before the contact right before the dispatch; null if unknown
 * @param answered the backend reported success: an edit of spelling may have been normalised back
 */
export function become(
  fields: readonly Field[],
  now: Contact,
  typed: Values,
  before: Values | null,
  answered = false,
): Become {
  // Fields that the contact leaves out are skipped.
  const changed = fields.filter(({ name }) => name in typed && now.values[name] !== undefined)
  if (changed.length === 0) return { kind: 'asBefore', inPart: false }
  const after = { ...now.values, ...typed }
  const stands = changed.map((field): 'typed' | 'before' | 'neither' => {
    const wanted = typed[field.name]
    const held = now.values[field.name]
    const old = before?.[field.name]
    const measure = before
      ? measureOf(field, [old, before], [wanted, after], answered ? [] : [exactly])
      : normalOf
    const holding = measure(field, held, now.values)
    if (holding === measure(field, wanted, after)) return 'typed'
    if (!before) return 'before'
    return holding === measure(field, old, before) ? 'before' : 'neither'
  })
  const neither = changed.filter((_, index) => stands[index] === 'neither')
  if (neither.length > 0)
    return {
      kind: 'neither',
      concurrentChanges: Object.fromEntries(
        neither.map(({ name }) => [name, now.values[name] ?? null]),
      ),
    }
  if (!stands.includes('before')) return { kind: 'saved' }
  return { kind: 'asBefore', inPart: stands.includes('typed') }
}

type Measure = (field: Field, value: Value | undefined, others: Values) => string

/** The coarsest measure by which these two values differ. */
function measureOf(
  field: Field,
  [one, oneIn]: readonly [Value | undefined, Values],
  [other, otherIn]: readonly [Value | undefined, Values],
  finest: readonly Measure[],
): Measure {
  const differ = (measure: Measure) => measure(field, one, oneIn) !== measure(field, other, otherIn)
  return [coarseOf, normalOf, ...finest].find(differ) ?? normalOf
}

function exactly(_: Field, value: Value | undefined): string {
  return String(value || '')
}
