import type { Workspace } from '#contract/api.ts'
import { settingsText } from '#text/settingsText.ts'
import { EnvironmentBadge } from '#ui/EnvironmentBadge.tsx'
import css from './SettingsPage.module.css'

interface Props {
  workspaces: readonly Workspace[]
}

/** Every workspace of this person, and what can be said of it. */
export function SettingsPage({ workspaces }: Props) {
  return (
    <div className={css.page}>
      <h1 className={css.title}>{settingsText.title}</h1>
      <ul className={css.list} aria-label={settingsText.workspaces}>
        {workspaces.map(({ id, name, environment }) => (
          <li key={id} className={css.workspace}>
            <bdi>{name}</bdi> <EnvironmentBadge {...environment} />
          </li>
        ))}
      </ul>
    </div>
  )
}
