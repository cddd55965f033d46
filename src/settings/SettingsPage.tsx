import type { Workspace } from '#contract/api/api.ts'
import type { Session } from '#contract/api/session.ts'
import { settingsText } from '#text/settingsText.ts'
import { text } from '#text/text.ts'
import css from './SettingsPage.module.css'
import { WorkspaceCard } from './WorkspaceCard.tsx'

interface Props {
  /** Who is at the desk; null while that is not known yet. */
  visit: Session | null
  /** The id of the workspace that is open. */
  open: string
  workspaces: readonly Workspace[]
}

/** Who one is, and every workspace that one has a role in. */
export function SettingsPage({ visit, open, workspaces }: Props) {
  return (
    <div className={css.page}>
      <div className={css.column}>
        <h1 className={css.title}>{settingsText.title}</h1>
        <section className={css.part}>
          <h2 className={css.heading}>{settingsText.you}</h2>
          {visit && (
            <p>
              <bdi translate="no" className={css.person}>
                {visit.person.name}
              </bdi>
              <span className={css.quiet}>
                {visit.signIn === 'none' ? text.desk.localPerson : settingsText.signedIn}
              </span>
            </p>
          )}
        </section>
        <section className={css.part}>
          <h2 className={css.heading}>{settingsText.workspaces}</h2>
          <p className={css.quiet}>{settingsText.changedElsewhere}</p>
          {workspaces.map((workspace) => (
            <WorkspaceCard
              key={workspace.id}
              workspace={workspace}
              isOpen={workspace.id === open}
            />
          ))}
        </section>
      </div>
    </div>
  )
}
