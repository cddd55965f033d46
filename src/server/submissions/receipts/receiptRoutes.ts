import { dismissedDuplicateSchema, receiptsPageSchema } from '#contract/api/history.ts'
import type { Queries } from '#contract/backend/vendor.ts'
import { submissionParams, noParams, receiptsQuery, workspaceParams } from '#server/http/params.ts'
import { HttpRefusal } from '#server/http/httpRefusal.ts'
import { ok, route, type Route } from '#server/http/route.ts'
import type { Workspaces } from '#server/workspaces/workspaces.ts'
import { dismissDuplicate, listReceipts } from './receipts.ts'

export function receiptRoutes(workspaces: Workspaces, queries: Queries, now: () => Date): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/workspaces/{workspace}/receipts',
      summary: 'Recent changes, newest first; changes by other people require the admin role',
      params: workspaceParams,
      query: receiptsQuery(50),
      body: null,
      reply: receiptsPageSchema,
      statuses: [200],
      async handle(asked) {
        const workspace = workspaces.open(asked.params.workspace, asked).id
        const { mine: onlyMine, ...page } = asked.query
        const person = asked.session.person.id
        const mine = onlyMine || asked.session.roleIn(workspace) !== 'admin'
        return ok(await listReceipts(queries, { workspace, person, mine, page }, now()))
      },
    }),

    route({
      method: 'PUT',
      path: '/api/workspaces/{workspace}/submissions/{id}/duplicate',
      summary: 'Dismiss a reported duplicate: both contacts are intended',
      params: submissionParams,
      query: noParams,
      body: dismissedDuplicateSchema,
      reply: dismissedDuplicateSchema,
      statuses: [200],
      async handle(asked) {
        const workspace = workspaces.open(asked.params.workspace, asked).id
        const key = { workspace, id: asked.params.id }
        if (!(await dismissDuplicate(queries, key, asked.session.person.id)))
          throw new HttpRefusal({ kind: 'notFound', what: 'page' })
        return ok(asked.body)
      },
    }),
  ]
}
