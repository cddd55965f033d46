import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { text } from '#text/text.ts'
import { classes } from '#ui/classes.ts'
import css from './TextInput.module.css'

interface Props extends ComponentProps<'select'> {
  options: readonly string[]
  /** What having none is called, where that is not simply nothing. */
  none?: string
}

/** One of a few, or none. The browser's own list: it works by touch, and by typing first letters. */
export function SelectInput({ options, none = text.ui.nothing, className, ...select }: Props) {
  return (
    <div className={css.select}>
      <select {...select} className={classes(css.input, className)}>
        <option value="">{none}</option>
        {options.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
      <ChevronDown size={16} aria-hidden />
    </div>
  )
}
