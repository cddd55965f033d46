import { workspacesSchema } from '#contract/api/api.ts'
import { healthSchema } from '#contract/health.ts'
import type { AccessRole } from '#contract/api/accessRole.ts'
import type { HealthChecks } from './health.ts'
import { againQuery, noParams, workspaceParams } from '#server/http/params.ts'
import type { OpenWorkspace } from './openWorkspace.ts'
import { ok, route, type Route } from '#server/http/route.ts'
import type { Workspaces } from './workspaces.ts'

export function workspaceRoutes(workspaces: Workspaces, health: HealthChecks): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/workspaces',
      summary: 'List workspaces',
      params: noParams,
      query: noParams,
      body: null,
      reply: workspacesSchema,
      statuses: [200],
      handle: async ({ session }) =>
        ok(workspaces.all(session).map(({ workspace, role }) => workspaceOut(workspace, role))),
    }),

    route({
      method: 'GET',
      path: '/api/workspaces/{workspace}/health',
      summary:
        'Whether the billing system accepts the credentials, and what to check when it does not',
      params: workspaceParams,
      query: againQuery,
      body: null,
      reply: healthSchema,
      statuses: [200],
      async handle(asked) {
        const workspace = workspaces.open(asked.params.workspace, asked)
        const found = await (asked.query.again ? health.again(workspace) : health.known(workspace))
        // Only admins see how it is configured.
        const isAdmin = asked.session.roleIn(workspace.id) === 'admin'
        return ok(isAdmin ? found : { ...found, why: null })
      },
    }),
  ]
}

function workspaceOut(
  { id, name, environment, vendor, variation, backend, requiresReason }: OpenWorkspace,
  role: AccessRole,
) {
  const { search, unsetPrimary, removeHolder, customerSorts } = backend.capabilities
  return {
    id,
    backend: vendor.id,
    name,
    role,
    environment: { word: environment.word, tone: environment.tone },
    capabilities: { search, unsetPrimary, removeHolder, customerSorts: [...customerSorts] },
    ...(requiresReason && { requiresReason }),
    variation: {
      features: [...variation.features],
      ...(variation.states?.length && { states: [...variation.states] }),
      customFields: variation.customFields.map(({ options, ...field }) => ({
        ...field,
        ...(options && { options: [...options] }),
      })),
    },
  }
}
