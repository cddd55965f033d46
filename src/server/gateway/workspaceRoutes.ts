import { workspacesSchema } from '#contract/api.ts'
import type { Role } from '#contract/role.ts'
import { nothing } from './ids.ts'
import type { OpenWorkspace } from './openWorkspace.ts'
import { ok, route, type Route } from './route.ts'
import type { Workspaces } from './workspaces.ts'

export function workspaceRoutes(workspaces: Workspaces): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/workspaces',
      summary: 'The workspaces of this desk',
      params: nothing,
      query: nothing,
      body: null,
      reply: workspacesSchema,
      statuses: [200],
      handle: async ({ session }) =>
        ok(workspaces.all(session).map(({ workspace, role }) => workspaceOut(workspace, role))),
    }),
  ]
}

function workspaceOut(
  { id, name, environment, vendor, variation, backend }: OpenWorkspace,
  role: Role,
) {
  const { search, unsetPrimary, removeHolder } = backend.capabilities
  return {
    id,
    backend: vendor.id,
    name,
    role,
    environment: { word: environment.word, tone: environment.tone },
    capabilities: { search, unsetPrimary, removeHolder },
    variation: {
      features: [...variation.features],
      customFields: variation.customFields.map(({ options, ...field }) => ({
        ...field,
        ...(options && { options: [...options] }),
      })),
    },
  }
}
