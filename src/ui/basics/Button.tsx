import type { ComponentProps, MouseEvent, ReactNode } from 'react'
import css from './Button.module.css'
import { classes } from '#ui/classes.ts'
import { Kbd } from './Kbd.tsx'
import { Spinner } from './Spinner.tsx'
import { useTabStop } from '#ui/RovingTabStop.ts'

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  /** `primary`: the one thing to do here. `quiet`: no box. `danger`: cannot be taken back. */
  tone?: 'primary' | 'plain' | 'quiet' | 'danger'
  size?: 'small' | 'medium'
  /** What it says while it works. It stays focusable, keeps its width and ignores presses. */
  busy?: string
  /** A label to keep room for, so that the button never changes its width. */
  reserve?: string
  icon?: ReactNode
  /** Shown quietly behind the label, for those who look; not part of its name. */
  shortcut?: string
}

export function Button(props: ButtonProps) {
  const { tone = 'plain', size = 'medium', busy, reserve, icon, shortcut, ...rest } = props
  const { className, children, onClick, ...button } = rest
  const tabStop = useTabStop()

  // A disabled button would drop the focus and could not say why it does nothing.
  function press(event: MouseEvent<HTMLButtonElement>) {
    if (busy !== undefined) event.preventDefault()
    else onClick?.(event)
  }

  return (
    <button
      type="button"
      tabIndex={tabStop}
      {...button}
      className={classes(css.button, css[tone], css[size], className)}
      aria-disabled={busy === undefined ? button['aria-disabled'] : true}
      onClick={press}
    >
      <span className={css.face} aria-hidden={busy !== undefined || undefined}>
        {icon && <span className={css.icon}>{icon}</span>}
        {children}
        {shortcut && <Kbd>{shortcut}</Kbd>}
      </span>
      {busy !== undefined && (
        <span className={css.face}>
          <Spinner />
          {busy}
        </span>
      )}
      {reserve !== undefined && (
        <span className={css.face} aria-hidden="true">
          <Spinner still />
          {reserve}
        </span>
      )}
    </button>
  )
}
