import { useWatch, type Control } from 'react-hook-form'
import { textOf } from '#contract/form.ts'
import { lengthOf, type Draft, type Values } from '#contract/kind.ts'
import { text } from '#text/text.ts'
import css from './FieldsForm.module.css'

interface Props {
  control: Control<Draft, unknown, Values>
  name: string
  limit: number
}

/** How many characters are left, once that is near. Advice, not an error: people paste, then trim. */
export function RoomLeft({ control, name, limit }: Props) {
  const left = limit - lengthOf(textOf(useWatch({ control, name })).trim())
  if (left > Math.max(5, limit * 0.1)) return null
  return (
    <span className={css.room} data-over={left < 0 || undefined}>
      {left < 0 ? text.form.over(-left) : text.form.left(left)}
    </span>
  )
}
