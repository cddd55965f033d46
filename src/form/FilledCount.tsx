import type { Control } from 'react-hook-form'
import type { Draft, Values } from '#contract/fields/kind.ts'
import { text } from '#text/text.ts'
import { VisuallyHidden } from '#ui/basics/VisuallyHidden.tsx'
import css from './FieldsForm.module.css'
import type { Group } from './layout.ts'
import { useFilled } from './useGroup.ts'

interface Props {
  group: Group
  control: Control<Draft, unknown, Values>
}

/** How much of a group is filled in. A component of its own: it is all that a key draws anew. */
export function FilledCount({ group, control }: Props) {
  const { filled, total } = useFilled(control, group)
  return (
    <span className={css.count}>
      <span aria-hidden="true">{`${filled}/${total}`}</span>
      <VisuallyHidden>{text.form.filled(filled, total)}</VisuallyHidden>
    </span>
  )
}
