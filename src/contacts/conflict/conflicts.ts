import type { Field } from '#contract/fields/field.ts'
import { resolveField } from '#contract/fields/form.ts'
import type { Draft } from '#contract/fields/kind.ts'
import { entryNamed } from '#contract/fields/lookup.ts'

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
    return isSame(field, mine, typed, stored) ? [] : [{ field, was: before, theirs: stored }]
  })
}

/** Blanks around it, or a code for what it names, make no difference. */
function isSame(field: Field, mine: Draft, typed: Typed, stored: Typed): boolean {
  if (typeof typed === 'boolean' || typeof stored === 'boolean') return typed === stored
  return entryNamed(resolveField(field, mine).entries, typed.trim()) === stored.trim()
}

/** The fields that hold something else than when the form was opened, as far as that is known. */
export function changedSince(fields: readonly Field[], opened: Draft, now: Draft): Field[] {
  return fields.filter(({ name }) => now[name] !== undefined && now[name] !== opened[name])
}
