import { CircleAlert } from 'lucide-react'
import { useId, type ComponentProps, type ReactNode } from 'react'
import css from './Checkbox.module.css'

interface Props extends Omit<ComponentProps<'input'>, 'type'> {
  label: string
  /** What ticking it means, in a sentence. */
  note?: ReactNode
  error?: string
}

/** Yes or no. Brings its own label, beside it. */
export function Checkbox({ label, note, error, id: givenId, ...input }: Props) {
  const ownId = useId()
  const id = givenId ?? ownId
  const noteId = `${id}-note`
  const errorId = `${id}-error`
  const describedBy = [error && errorId, note && noteId].filter(Boolean).join(' ')
  return (
    <div className={css.tick}>
      <input
        {...input}
        id={id}
        type="checkbox"
        className={css.box}
        aria-describedby={describedBy || undefined}
        aria-invalid={error ? true : undefined}
      />
      <div>
        <label className={css.label} htmlFor={id}>
          {label}
        </label>
        {note && (
          <p className={css.note} id={noteId}>
            {note}
          </p>
        )}
        {error && (
          <p className={css.error} id={errorId}>
            <CircleAlert size={14} aria-hidden />
            <span>{error}</span>
          </p>
        )}
      </div>
    </div>
  )
}
