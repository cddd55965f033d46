import type { Field } from '#contract/fields/field.ts'
import type { Value, Values } from '#contract/fields/kind.ts'
import { coarseOf, normalOf, sameValue } from '#contract/fields/sameValue.ts'
import type { Contact } from '#contract/fields/contact.ts'

/**
 * What the contact holds where that is neither what the write was made on nor what it asks for: it
 * was changed by another writer. A contact may leave fields out; those say nothing.
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

/** What became of an update whose answer was lost, by what the contact holds now. */
export type Become =
  | { kind: 'saved' }
  /**
   * At least one field holds what it held before, and none holds anything else. `inPart`: others of
   * them hold what was typed.
   */
  | { kind: 'asBefore'; inPart: boolean }
  /** These fields hold neither. */
  | { kind: 'neither'; concurrentChanges: Values }

/**
 * Tells apart what was typed, what was there before, and anything else. A field is measured as
 * coarsely as the edit itself allows: where old and typed differ in more than case, a stored value
 * that differs from the typed one in case alone is the typed one, normalised; where the edit is
 * about case or spelling alone, only exactly that counts as done.
 * @param before what the contact held right before the dispatch; null where that is not known
 * @param answered the backend said that it is done: an edit of spelling alone may have been normalised
 *   back to what was there
 */
export function become(
  fields: readonly Field[],
  now: Contact,
  typed: Values,
  before: Values | null,
  answered = false,
): Become {
  // A contact may leave fields out; those say nothing.
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
