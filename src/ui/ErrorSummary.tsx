import { CircleAlert } from 'lucide-react'
import type { MouseEvent, Ref } from 'react'
import { classes } from './classes.ts'
import css from './ErrorSummary.module.css'

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
  /** For the focus after a failed save. */
  ref?: Ref<HTMLDivElement>
}

/** All that is wrong, in one place; each line leads to its input. */
export function ErrorSummary({ title, problems, ref }: Props) {
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
                  onClick={(event) => goTo(fieldId, event)}
                >
                  {message}
                </a>
              ) : (
                message
              )}
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

function goTo(fieldId: string, event: MouseEvent) {
  // The address of the page stays: it says which contact this is, not which input.
  event.preventDefault()
  const input = document.getElementById(fieldId)
  input?.scrollIntoView({ block: 'nearest' })
  input?.focus()
}
