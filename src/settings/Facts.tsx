import { useId } from 'react'
import type { WorkspaceSettings } from '#contract/api/workspaceSettings.ts'
import { settingsText } from '#text/settingsText.ts'
import css from './Facts.module.css'
import type { FactGroup } from './factsOf.ts'

/** Some facts under a heading. */
export function Facts({ title, facts }: FactGroup) {
  const id = useId()
  return (
    <div>
      <h4 id={id} className={css.title}>
        {title}
      </h4>
      <dl className={css.facts} aria-labelledby={id}>
        {facts.map(({ label, value }) => (
          <div key={label}>
            <dt className={css.label}>{label}</dt>
            <dd className={css.value}>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

/** How long the text in each field may be, for those who want to know. */
export function Lengths({ fields }: Pick<WorkspaceSettings, 'fields'>) {
  if (fields.length === 0) return null
  const { lengths, characters } = settingsText.limits
  return (
    <details className={css.lengths}>
      <summary className={css.summary}>{lengths(fields.length)}</summary>
      <dl className={css.columns}>
        {fields.map(({ label, limit }) => (
          <div key={label} className={css.length}>
            <dt>
              <bdi>{label}</bdi>
            </dt>
            <dd>{characters(limit)}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
