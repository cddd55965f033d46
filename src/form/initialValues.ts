import type { Field } from '#contract/fields/field.ts'
import { emptyDraft } from '#contract/fields/form.ts'
import { isBlank } from '#text/invisible.ts'
import type { Draft } from '#contract/fields/kind.ts'

/** What a form opens with: the draft, as far as its fields go, and empty for the rest. */
export function openedWith(fields: readonly Field[], draft: Draft): Draft {
  const empty = emptyDraft(fields)
  return Object.fromEntries(
    Object.entries(empty).map(([name, nothing]) => {
      const typed = draft[name]
      return [name, typeof typed === typeof nothing && typed !== undefined ? typed : nothing]
    }),
  )
}

/** True when any field holds something else than it was opened with. */
export function differs(draft: Draft, opened: Draft): boolean {
  return Object.keys(opened).some((name) => draft[name] !== opened[name])
}

/** True for what is filled in: ticked, or something that can be seen. */
export function isFilled(typed: string | boolean | undefined): boolean {
  return typeof typed === 'string' ? !isBlank(typed) : typed === true
}
