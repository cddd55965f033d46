import { CircleAlert } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import { classes } from '#ui/classes.ts'
import css from './ErrorSummary.module.css'
import { focusElement } from '#ui/basics/focusElement.ts'

export interface SummaryProblem {
  message: string
  /** The input to go to; null where none is to blame. */
  fieldId: string | null
  /** Mended meanwhile: struck through, so that nothing moves under the caret. */
  mended?: boolean
}

interface Props {
  title: string
  problems: readonly SummaryProblem[]
  /** What to quote to support. */
  aside?: ReactNode
  /** Shows the input where it may be folded away. */
  onReveal?(fieldId: string): void
  /** For the focus after a failed save. */
  ref?: Ref<HTMLDivElement>
}

/** All that is wrong, in one place; each line leads to its input. */
export function ErrorSummary({ title, problems, aside, onReveal, ref }: Props) {
  return (
    <div ref={ref} className={css.summary} role="alert" tabIndex={-1}>
      <CircleAlert className={css.icon} size={16} aria-hidden />
      <div className={css.body}>
        <h3 className={css.title}>{title}</h3>
        <ul className={css.list}>
          {problems.map(({ message, fieldId, mended }) => (
            <li key={`${fieldId} ${message}`} className={classes(mended && css.mended)}>
              {fieldId ? (
                <a
                  href={`#${fieldId}`}
                  className={css.link}
                  onClick={(event) => {
                    event.preventDefault()
                    focusElement(fieldId, 'nearest', () => onReveal?.(fieldId))
                  }}
                >
                  {message}
                </a>
              ) : (
                message
              )}
            </li>
          ))}
        </ul>
        {aside}
      </div>
    </div>
  )
}
