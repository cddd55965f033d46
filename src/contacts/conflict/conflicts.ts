import type { Field } from '#contract/fields/field.ts'
import type { Draft } from '#contract/fields/kind.ts'
import { sameValue } from '#contract/fields/sameValue.ts'

/** Tells what another person changed while a form is open. A new contact needs none. */
export type Comparison = typeof comparison

export const comparison = { conflictsIn, changedSince }

/** What a field holds while a form is open. */
type Typed = Draft[string]

/** A field that two people changed to something different. */
export interface Conflict {
  field: Field
  /** What it held before both. */
  was: Typed
  /** What another person made of it. */
  theirs: Typed
}

/** The fields that I changed and another person changed too, unless both to the same. */
export function conflictsIn(
  fields: readonly Field[],
  { was, mine, theirs }: { was: Draft; mine: Draft; theirs: Draft },
): Conflict[] {
  return fields.flatMap((field) => {
    const before = was[field.name]
    const stored = theirs[field.name]
    const typed = mine[field.name]
    if (before === undefined || stored === undefined || typed === undefined) return []
    if (typed === before || stored === before) return []
    // A state is looked up in the country that stands beside it; where only one side changed that,
    // both hold it in the end.
    const isSame = sameValue(field, typed, stored, mine) || sameValue(field, typed, stored, theirs)
    return isSame ? [] : [{ field, was: before, theirs: stored }]
  })
}

/** The fields that hold something else than when the form was opened, as far as that is known. */
function changedSince(fields: readonly Field[], opened: Draft, now: Draft): Field[] {
  return fields.filter(
    (field) =>
      now[field.name] !== undefined && !sameValue(field, now[field.name], opened[field.name], now),
  )
}
