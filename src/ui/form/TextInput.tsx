import type { ComponentProps } from 'react'
import { classes } from '#ui/classes.ts'
import css from './TextInput.module.css'

/** One line of text. Its label comes from the FieldFrame around it. */
export function TextInput({ className, ...input }: ComponentProps<'input'>) {
  return <input type="text" dir="auto" {...input} className={classes(css.input, className)} />
}
