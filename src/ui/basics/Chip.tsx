import type { ReactNode } from 'react'
import { classes } from '#ui/classes.ts'
import css from './Chip.module.css'

export type Tone = 'plain' | 'info' | 'done' | 'warning' | 'trouble'

/** One short fact about the thing beside it, in words. */
export function Chip({
  tone = 'plain',
  icon,
  children,
}: {
  tone?: Tone | 'accent'
  icon?: ReactNode
  children: ReactNode
}) {
  return (
    <span className={classes(css.chip, css[tone])}>
      {icon}
      {children}
    </span>
  )
}
