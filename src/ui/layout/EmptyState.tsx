import type { ReactNode } from 'react'
import css from './EmptyState.module.css'

interface Props {
  title: string
  body?: ReactNode
  icon?: ReactNode
  actions?: ReactNode
  /** Of its heading: 1 where it is all there is on the page. */
  level?: 1 | 2 | 3
}

/** Nothing to show, why, and what to do about it. */
export function EmptyState({ title, body, icon, actions, level = 2 }: Props) {
  const Heading = `h${level}` as const
  return (
    <div className={css.empty}>
      {icon && <div className={css.icon}>{icon}</div>}
      <Heading className={css.title}>{title}</Heading>
      {body && <p className={css.body}>{body}</p>}
      {actions && <div className={css.actions}>{actions}</div>}
    </div>
  )
}
