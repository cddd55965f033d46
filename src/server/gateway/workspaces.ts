import type { Logger } from 'pino'
import type { Session } from '#contract/session.ts'
import type { OpenWorkspace } from './openWorkspace.ts'
import { Refused } from './refused.ts'

/** The configured workspaces, as far as a person may see them. */
export interface Workspaces {
  all(session: Session): readonly OpenWorkspace[]
  /** @throws Refused `missing` where there is none, or none for this person. */
  open(id: string, asked: { session: Session; log: Logger }): OpenWorkspace
}

export function workspacesOf(list: readonly OpenWorkspace[]): Workspaces {
  const byId = new Map(list.map((workspace) => [workspace.id, workspace]))
  return {
    all: () => list,
    open(id, { log }) {
      const workspace = byId.get(id)
      if (!workspace) throw new Refused({ kind: 'missing', what: 'workspace' })
      log.setBindings({ workspace: id })
      return workspace
    },
  }
}
