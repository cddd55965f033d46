import { createdSchema } from '#contract/api/history.ts'
import type { Queries } from '#contract/backend/vendor.ts'
import { customerParams, noParams } from '#server/http/params.ts'
import { ok, route, type Route } from '#server/http/route.ts'
import type { Workspaces } from '#server/workspaces/workspaces.ts'
import { createdFor } from './created.ts'

export function createdRoutes(workspaces: Workspaces, queries: Queries): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/workspaces/{workspace}/customers/{customer}/created',
      summary: 'Contacts of a customer that the ledger says were created through this desk',
      params: customerParams,
      query: noParams,
      body: null,
      reply: createdSchema,
      statuses: [200],
      async handle(asked) {
        const { id, form } = workspaces.open(asked.params.workspace, asked)
        const { customer } = asked.params
        return ok({ items: await createdFor(queries, form, { workspace: id, customer }) })
      },
    }),
  ]
}
