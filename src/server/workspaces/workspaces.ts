import type { Logger } from 'pino'
import { isAtLeast, type AccessRole } from '#contract/api/accessRole.ts'
import type { DeskSession } from '#server/http/session.ts'
import { gatewayText } from '#text/gatewayText.ts'
import type { OpenWorkspace } from './openWorkspace.ts'
import { HttpRefusal } from '#server/http/httpRefusal.ts'

/** The configured workspaces, as far as a person may see them. */
export interface Workspaces {
  /** Each in which this person may do something, with what that is. */
  all(session: DeskSession): readonly { workspace: OpenWorkspace; role: AccessRole }[]
  /**
   * @throws HttpRefusal `missing` where there is none, or none for this person; 403 where this person
   *   may look at it but not do what `needs` this role.
   */
  open(id: string, asked: { session: DeskSession; log: Logger; needs: AccessRole }): OpenWorkspace
}

export function workspacesOf(list: readonly OpenWorkspace[]): Workspaces {
  const byId = new Map(list.map((workspace) => [workspace.id, workspace]))
  return {
    all: (session) =>
      list.flatMap((workspace) => {
        const role = session.roleIn(workspace.id)
        return role ? [{ workspace, role }] : []
      }),
    open(id, { session, log, needs }) {
      const workspace = byId.get(id)
      const role = session.roleIn(id)
      // The same answer for both: a person without a role does not learn that it exists.
      const missing = { kind: 'notFound', what: 'workspace' } as const
      if (!workspace) throw new HttpRefusal(missing)
      log.setBindings({ workspace: id })
      if (role && isAtLeast(role, needs)) return workspace
      log.setBindings({ person: session.person.id })
      if (!role) throw new HttpRefusal(missing, 404, { security: 'workspace refused' })
      throw new HttpRefusal({ kind: 'rejected', message: notMeantFor(needs) }, 403, {
        security: 'role refused',
      })
    },
  }
}

function notMeantFor(needs: AccessRole): string {
  return needs === 'admin' ? gatewayText.role.notAdmin : gatewayText.role.viewer
}
