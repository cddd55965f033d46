import { useId, type ReactNode } from 'react'
import { classes } from '#ui/classes.ts'
import css from './Dialog.module.css'
import { useDialog } from './useDialog.ts'

interface Props {
  title: string
  children: ReactNode
  /** The safe button first, or marked with `data-autofocus`: it gets the focus. */
  actions: ReactNode
  /** Wide enough for two columns. */
  wide?: boolean
  onClose(): void
}

/** A question that has to be answered before anything else goes on. Escape is the safe answer. */
export function Dialog({ title, children, actions, wide, onClose }: Props) {
  const id = useId()
  const dialog = useDialog(true, onClose, `#${CSS.escape(id)}-actions button`)
  return (
    <dialog
      {...dialog}
      className={classes(css.dialog, wide && css.wide)}
      aria-labelledby={`${id}-title`}
      // What is wide is a table to walk through, not a sentence to be read out at once.
      aria-describedby={wide ? undefined : `${id}-body`}
    >
      <h2 id={`${id}-title`} className={css.title}>
        <bdi>{title}</bdi>
      </h2>
      <div id={`${id}-body`} className={css.body}>
        {children}
      </div>
      <div id={`${id}-actions`} className={css.actions}>
        {actions}
      </div>
    </dialog>
  )
}
