import { CircleAlert } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import { text } from '#text/text.ts'
import css from './FieldFrame.module.css'

/** What ties an input to its label, its hint and what is wrong with it. */
export interface FieldIds {
  id: string
  describedBy: string | undefined
  invalid: boolean
  required: boolean
}

interface Props {
  label: string
  /** The input's id, where something else points at it too. */
  id?: string
  /** Quiet help, always there. */
  hint?: ReactNode
  /** What to do about what was typed. */
  error?: string
  required?: boolean
  /** What saving will do to it, where that may surprise. */
  effect?: string
  /** Advice may come to stand below, with the input's id and “-advice” for its own. */
  advised?: boolean
  /** Shown at the end of the line below, such as how much room is left. */
  aside?: ReactNode
  children(ids: FieldIds): ReactNode
}

/** Label above, input, then what is wrong and what helps. The few required fields say so. */
export function FieldFrame(props: Props) {
  const { label, hint, error, required = false, effect, advised, aside, children } = props
  const ownId = useId()
  const id = props.id ?? ownId
  const errorId = `${id}-error`
  const hintId = `${id}-hint`
  const effectId = `${id}-effect`
  const adviceId = `${id}-advice`
  const describedBy = [error && errorId, effect && effectId, advised && adviceId, hint && hintId]
    .filter(Boolean)
    .join(' ')

  return (
    <div className={css.field} data-field>
      <div className={css.head}>
        <label className={css.label} htmlFor={id}>
          {label}
        </label>
        {required && (
          // Not inside the label: the input says "required" itself.
          <span className={css.required} aria-hidden="true">
            {text.ui.required}
          </span>
        )}
        {effect && (
          <span className={css.effect} id={effectId}>
            {effect}
          </span>
        )}
      </div>
      {children({ id, describedBy: describedBy || undefined, invalid: Boolean(error), required })}
      {error && (
        <p className={css.error} id={errorId}>
          <CircleAlert size={14} aria-hidden />
          <span>{error}</span>
        </p>
      )}
      {(hint || aside) && (
        <div className={css.foot}>
          {hint && (
            <p className={css.hint} id={hintId}>
              {hint}
            </p>
          )}
          {aside}
        </div>
      )}
    </div>
  )
}

/** The same ties as the attributes of an input. */
export function inputProps({ id, describedBy, invalid, required }: FieldIds) {
  return {
    id,
    'aria-describedby': describedBy,
    // Said either way: otherwise browsers tell screen readers their own view of it while it is typed.
    'aria-invalid': invalid,
    'aria-required': required || undefined,
  } as const
}
