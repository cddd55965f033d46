import { useId } from 'react'
import type { Workspace } from '#contract/api/api.ts'
import { settingsText } from '#text/settingsText.ts'
import { Chip } from '#ui/basics/Chip.tsx'
import { EnvironmentBadge } from '#ui/layout/EnvironmentBadge.tsx'
import { ConnectionDetails } from './ConnectionDetails.tsx'
import css from './WorkspaceCard.module.css'

interface Props {
  workspace: Workspace
  isOpen: boolean
}

/** A workspace: where its edits go, and what one is there. The rest is for its admins. */
export function WorkspaceCard({ workspace, isOpen }: Props) {
  const { id, name, environment, role } = workspace
  const title = useId()
  return (
    <section className={css.card} aria-labelledby={title}>
      <div className={css.head}>
        <h3 id={title} className={css.name}>
          <bdi translate="no">{name}</bdi>
        </h3>
        <EnvironmentBadge {...environment} />
        {isOpen && <Chip>{settingsText.openNow}</Chip>}
        <span className={css.role}>{settingsText.role[role]}</span>
      </div>
      {role === 'admin' ? (
        <ConnectionDetails workspace={id} />
      ) : (
        <p className={css.quiet}>{settingsText.onlyAdmin}</p>
      )}
    </section>
  )
}
