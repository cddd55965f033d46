import { classes } from '#ui/classes.ts'
import css from './EnvironmentBadge.module.css'

interface Props {
  word: string
  tone: 'embedded' | 'test' | 'production'
}

/** Where edits go, as a colour and a word. Production is the only solid one. */
export function EnvironmentBadge({ word, tone }: Props) {
  return <span className={classes(css.badge, css[tone])}>{word}</span>
}
