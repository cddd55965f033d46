import type { ReactNode } from 'react'
import css from './Shell.module.css'

interface Props {
  /** The first thing Tab reaches: over the header, straight to the main part. */
  skip: string
  /** A bar across the top; its parts are laid out from start to end. */
  header: ReactNode
  /** The ways to the other pages, each a link; they are laid out here. */
  nav: ReactNode
  navLabel: string
  /** Solid bar above all where edits reach real customers. */
  production?: boolean
  /** Beside the main part, or over it where there is no room. */
  panel?: ReactNode
  children: ReactNode
}

/** Header, ways to other pages, main part, panel. Only the parts scroll, never the page. */
export function Shell({ skip, header, nav, navLabel, production, panel, children }: Props) {
  return (
    <div className={css.shell} data-production={production || undefined}>
      <a className={css.skip} href="#main">
        {skip}
      </a>
      <header className={css.header} data-noprint>
        {header}
      </header>
      <div className={css.parts}>
        <nav className={css.nav} aria-label={navLabel}>
          {nav}
        </nav>
        <main id="main" className={css.main} tabIndex={-1}>
          {children}
        </main>
        {panel}
      </div>
    </div>
  )
}
