import { useState } from 'react'
import type { Draft } from '#contract/fields/kind.ts'
import type { Group } from './layout.ts'
import { isFilled } from './initialValues.ts'
import type { FormErrors } from './useFormErrors.ts'

/**
 * Which groups are folded. One of whose fields anything is held when the form opens starts open:
 * what a contact has should be seen without looking for it, and so should what is about to be
 * emptied. One that holds a problem opens by itself.
 */
export function useCollapsible(
  groups: readonly Group[],
  held: readonly Draft[],
  trouble: FormErrors | null,
) {
  const [folded, setFolded] = useState(() =>
    groups.filter((group) => group.folds && !isHeldIn(group, held)).map(({ id }) => id),
  )
  const [seen, setSeen] = useState<FormErrors | null>(null)

  function unfold(...names: readonly (string | null)[]) {
    setFolded((before) => before.filter((id) => !names.some((name) => groupOf(name)?.id === id)))
  }

  function groupOf(name: string | null) {
    return groups.find(({ fields }) => fields.some((field) => field.name === name))
  }

  if (seen !== trouble) {
    setSeen(trouble)
    if (trouble) unfold(...trouble.problems.map(({ field }) => field))
  }

  return {
    /** The state of a group; undefined where it cannot be folded. */
    of(group: Group) {
      const isFolded = folded.includes(group.id)
      const others = folded.filter((id) => id !== group.id)
      return group.folds
        ? { folded: isFolded, onToggle: () => setFolded(isFolded ? others : [...others, group.id]) }
        : undefined
    },
    open: (group: Group) => setFolded(folded.filter((id) => id !== group.id)),
    /** Opens the group of this field. */
    unfold,
  }
}

function isHeldIn({ fields }: Group, drafts: readonly Draft[]): boolean {
  return fields.some(({ name }) => drafts.some((draft) => isFilled(draft[name])))
}
