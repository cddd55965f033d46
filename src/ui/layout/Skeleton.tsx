import css from './Skeleton.module.css'

/** Where text will be. `width` is a CSS length. */
export function Skeleton({ width }: { width: string | number }) {
  return <span className={css.skeleton} style={{ width }} aria-hidden="true" />
}
