import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import css from './Banner.module.css'
import type { Tone } from '#ui/basics/Chip.tsx'
import { classes } from '#ui/classes.ts'

interface Props {
  tone: Tone
  children: ReactNode
  actions?: ReactNode
}

const icons = {
  plain: Info,
  info: Info,
  done: CircleCheck,
  warning: TriangleAlert,
  trouble: CircleAlert,
}

/** A message about the part of the page around it, shown as long as it is true. */
export function Banner({ tone, children, actions }: Props) {
  const Icon = icons[tone]
  return (
    <div className={classes(css.banner, css[tone])}>
      <Icon className={css.icon} size={16} aria-hidden />
      <div className={css.body}>{children}</div>
      {actions && <div className={css.actions}>{actions}</div>}
    </div>
  )
}
