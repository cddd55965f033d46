import { X } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import { text } from '#text/text.ts'
import { classes } from '#ui/classes.ts'
import { IconButton } from '#ui/basics/IconButton.tsx'
import css from './Panel.module.css'
import { useDialog } from './useDialog.ts'

interface Props {
  title: string
  onClose(): void
  /** Narrow windows: it covers the page and keeps the focus. Else the page beside it stays usable. */
  modal: boolean
  /** Beside the title. */
  header?: ReactNode
  footer?: ReactNode
  children: ReactNode
  wide?: boolean
}

/** The side of the page where one thing is looked at or edited. */
export function Panel({ title, onClose, modal, header, footer, children, wide }: Props) {
  const titleId = useId()
  const dialog = useDialog(modal, onClose)
  return (
    <dialog
      {...dialog}
      className={classes(css.panel, modal ? css.sheet : css.side, wide && css.wide)}
      aria-labelledby={titleId}
    >
      <div className={css.head}>
        <h2 id={titleId} className={css.title} title={title}>
          <bdi>{title}</bdi>
        </h2>
        {header}
        <IconButton label={text.ui.close} icon={<X size={18} />} size="medium" onClick={onClose} />
      </div>
      <div className={css.body}>{children}</div>
      {footer && <div className={css.foot}>{footer}</div>}
    </dialog>
  )
}
