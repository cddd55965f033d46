import { receiptsPageSchema } from '#contract/api.ts'
import type { Queries } from '#contract/vendor.ts'
import { pageQuery, workspaceParams } from '#server/gateway/ids.ts'
import { ok, route, type Route } from '#server/gateway/route.ts'
import type { Workspaces } from '#server/gateway/workspaces.ts'
import { receiptsOf } from './receipts.ts'

export function receiptRoutes(workspaces: Workspaces, queries: Queries, now: () => Date): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/workspaces/{workspace}/receipts',
      summary: 'What was changed, by whom and when, the newest first',
      params: workspaceParams,
      query: pageQuery(50),
      body: null,
      reply: receiptsPageSchema,
      statuses: [200],
      async handle(asked) {
        const workspace = workspaces.open(asked.params.workspace, asked)
        return ok(await receiptsOf(queries, workspace.id, asked.query, now()))
      },
    }),
  ]
}
