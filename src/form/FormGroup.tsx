import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Control } from 'react-hook-form'
import type { Draft, Values } from '#contract/kind.ts'
import css from './FieldsForm.module.css'
import { FilledCount } from './FilledCount.tsx'
import type { Group } from './layout.ts'

interface Props {
  id: string
  group: Group
  control: Control<Draft, unknown, Values>
  folded: boolean
  onToggle(): void
  /** Its lines. */
  children: ReactNode
}

/** Fields that belong together, under their title. What is folded is out of the Tab key's way. */
export function FormGroup({ id, group, control, folded, onToggle, children }: Props) {
  if (group.title === undefined) return <div className={css.section}>{children}</div>
  const titleId = `${id}-title`
  const countId = `${id}-count`
  const linesId = `${id}-lines`
  return (
    <fieldset id={id} className={css.section} aria-labelledby={titleId} tabIndex={-1}>
      <legend className={css.legend}>
        <h3 id={titleId} className={css.title}>
          {group.folds ? (
            <button
              type="button"
              className={css.fold}
              aria-expanded={!folded}
              aria-controls={linesId}
              aria-describedby={countId}
              onClick={onToggle}
            >
              <ChevronRight size={16} aria-hidden />
              {group.title}
            </button>
          ) : (
            group.title
          )}
        </h3>
        <FilledCount id={countId} group={group} control={control} />
      </legend>
      <div id={linesId} className={css.lines} hidden={folded}>
        {children}
      </div>
    </fieldset>
  )
}
