import { logPageSchema } from '#contract/api/history.ts'
import type { Queries } from '#contract/backend/vendor.ts'
import { workspaceParams } from '#server/http/params.ts'
import { ok, route, type Route } from '#server/http/route.ts'
import type { Workspaces } from '#server/workspaces/workspaces.ts'
import { listAuditEntries } from './auditQuery.ts'
import { logQuery } from './auditQueryParams.ts'

export function logRoutes(workspaces: Workspaces, queries: Queries): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/workspaces/{workspace}/log',
      summary: 'Audit entries, newest first; entries of other people require the admin role',
      params: workspaceParams,
      query: logQuery,
      body: null,
      reply: logPageSchema,
      statuses: [200],
      async handle(asked) {
        const workspace = workspaces.open(asked.params.workspace, asked).id
        const isAdmin = asked.session.roleIn(workspace) === 'admin'
        const only = isAdmin ? null : asked.session.person.id
        return ok(await listAuditEntries(queries, { workspace, only, query: asked.query }))
      },
    }),
  ]
}
