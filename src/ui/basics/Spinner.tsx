import { classes } from '#ui/classes.ts'
import css from './Spinner.module.css'

/**
 * Something is under way. Says nothing by itself: put words beside it. `still` only keeps its room.
 */
export function Spinner({ still }: { still?: boolean }) {
  return <span className={classes(css.spinner, still && css.still)} aria-hidden="true" />
}
