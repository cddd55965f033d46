import { text } from '#text/text.ts'
import css from './FieldsForm.module.css'

/** How many characters are left. Advice, not an error: people paste, then trim. */
export function CharacterCount({ left }: { left: number }) {
  return (
    <span className={css.room} data-over={left < 0 || undefined}>
      {left < 0 ? text.form.over(-left) : text.form.left(left)}
    </span>
  )
}
