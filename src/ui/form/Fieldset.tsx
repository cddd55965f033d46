import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import css from './Fieldset.module.css'

interface Props {
  id: string
  title: string
  /** One short fact beside the title, also while it is folded. */
  aside?: ReactNode
  /** Left out, it cannot be folded. */
  fold?: { folded: boolean; onToggle(): void }
  children: ReactNode
}

/** Inputs that belong together, under their title. What is folded is out of the Tab key's way. */
export function Fieldset({ id, title, aside, fold, children }: Props) {
  const titleId = `${id}-title`
  const asideId = `${id}-aside`
  const bodyId = `${id}-body`
  return (
    <fieldset id={id} className={css.fieldset} aria-labelledby={titleId} tabIndex={-1}>
      <legend className={css.legend}>
        <h3 id={titleId} className={css.title}>
          {fold ? (
            <button
              type="button"
              className={css.fold}
              aria-expanded={!fold.folded}
              aria-controls={bodyId}
              aria-describedby={aside ? asideId : undefined}
              onClick={fold.onToggle}
            >
              <ChevronRight size={16} aria-hidden />
              {title}
            </button>
          ) : (
            title
          )}
        </h3>
        {aside && (
          <span id={asideId} className={css.aside}>
            {aside}
          </span>
        )}
      </legend>
      <div id={bodyId} className={css.body} hidden={fold?.folded}>
        {children}
      </div>
    </fieldset>
  )
}
