import type { Control } from 'react-hook-form'
import type { Draft, Values } from '#contract/fields/kind.ts'
import { text } from '#text/text.ts'
import { focusElement } from '#ui/basics/focusElement.ts'
import { VisuallyHidden } from '#ui/basics/VisuallyHidden.tsx'
import css from './FieldsForm.module.css'
import { FilledCount } from './FilledCount.tsx'
import { groupId, type Group } from './layout.ts'
import { useHasProblem } from './useGroup.ts'
import type { Refused } from './useFormErrors.ts'

interface Props {
  /** The form's id; groups are called by it and their own. */
  id: string
  groups: readonly Group[]
  refused: Refused
  control: Control<Draft, unknown, Values>
  /** Opens a group that is folded. */
  onOpen(group: Group): void
}

/** The groups of a long form, how far each is filled in, and where something is wrong. */
export function FormOutline({ id, groups, refused, control, onOpen }: Props) {
  return (
    <nav className={css.outline} aria-label={text.form.outline}>
      <ul className={css.outlineList}>
        {groups.map((group) => (
          <li key={group.id}>
            <a
              className={css.outlineLink}
              href={`#${groupId(id, group)}`}
              onClick={(event) => {
                event.preventDefault()
                focusElement(groupId(id, group), 'start', () => onOpen(group))
              }}
            >
              {group.title} <FilledCount group={group} control={control} />
              <ProblemDot group={group} control={control} refused={refused} />
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function ProblemDot({
  group,
  control,
  refused,
}: Pick<Props, 'control' | 'refused'> & { group: Group }) {
  if (!useHasProblem(control, group, refused)) return null
  return (
    <span className={css.dot}>
      <VisuallyHidden>{text.form.hasProblem}</VisuallyHidden>
    </span>
  )
}
