import { logPageSchema } from '#contract/api.ts'
import type { Queries } from '#contract/vendor.ts'
import { workspaceParams } from '#server/gateway/ids.ts'
import { ok, route, type Route } from '#server/gateway/route.ts'
import type { Workspaces } from '#server/gateway/workspaces.ts'
import { logOf } from './log.ts'
import { logQuery } from './logQuery.ts'

export function logRoutes(workspaces: Workspaces, queries: Queries): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/workspaces/{workspace}/log',
      summary: 'What became of every save, the newest first; of others’ for an admin only',
      params: workspaceParams,
      query: logQuery,
      body: null,
      reply: logPageSchema,
      statuses: [200],
      async handle(asked) {
        const workspace = workspaces.open(asked.params.workspace, asked).id
        const isAdmin = asked.session.roleIn(workspace) === 'admin'
        const only = isAdmin ? null : asked.session.person.id
        return ok(await logOf(queries, { workspace, only, query: asked.query }))
      },
    }),
  ]
}
