import { ChevronDown } from 'lucide-react'
import type { Workspace } from '#contract/api/api.ts'
import { text } from '#text/text.ts'
import { EnvironmentBadge } from '#ui/layout/EnvironmentBadge.tsx'
import { Menu } from '#ui/overlay/Menu.tsx'
import css from './WorkspaceMenu.module.css'

interface Props {
  workspaces: readonly Workspace[]
  current: Workspace
  onPick(workspace: Workspace): void
}

/** Where every edit goes, always on screen: wrong-tenant edits are the costliest slip. */
export function WorkspaceMenu({ workspaces, current, onPick }: Props) {
  return (
    <Menu
      label={text.workspaces.button(`${current.environment.word} ${current.name}`)}
      menuLabel={text.workspaces.menu}
      button={
        <span className={css.button}>
          <EnvironmentBadge {...current.environment} />
          <span className={css.name} translate="no">
            {current.name}
          </span>
          <ChevronDown size={14} aria-hidden />
        </span>
      }
      items={workspaces.map((workspace) => ({
        id: workspace.id,
        label: workspace.name,
        note: workspace.environment.word,
        checked: workspace.id === current.id,
        onPick: () => onPick(workspace),
      }))}
    />
  )
}
