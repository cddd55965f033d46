import css from './Kbd.module.css'

/** Which key does it; for the eyes only, it is never part of a name. */
export function Kbd({ children }: { children: string }) {
  return (
    <kbd className={css.kbd} aria-hidden="true">
      {children}
    </kbd>
  )
}
