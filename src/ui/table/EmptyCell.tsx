import { text } from '#text/text.ts'
import css from './EmptyCell.module.css'

/** A cell with nothing in it. In a card it is not shown at all. */
export function EmptyCell() {
  return (
    <span className={css.nothing} data-nothing>
      {text.ui.nothing}
    </span>
  )
}
