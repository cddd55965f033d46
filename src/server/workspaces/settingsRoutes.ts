import type { Clock } from '#contract/clock.ts'
import { probesSchema, workspaceSettingsSchema } from '#contract/api/workspaceSettings.ts'
import type { SignInSettings } from '#server/config/signInSettings.ts'
import { noParams, workspaceParams } from '#server/http/params.ts'
import { prober } from './probes.ts'
import { ok, route, type Route } from '#server/http/route.ts'
import { presentSettings } from './presentSettings.ts'
import type { Workspaces } from './workspaces.ts'

const workspace = '/api/workspaces/{workspace}'

/** For admins of a workspace: how it is configured, and whether it works. */
export function settingsRoutes(
  workspaces: Workspaces,
  signIn: SignInSettings | null,
  clock: Clock,
): Route[] {
  const probed = prober(clock)
  return [
    route({
      method: 'GET',
      path: `${workspace}/settings`,
      summary: 'Workspace configuration without secrets (admin)',
      needs: 'admin',
      params: workspaceParams,
      query: noParams,
      body: null,
      reply: workspaceSettingsSchema,
      statuses: [200],
      async handle(asked) {
        return ok(presentSettings(workspaces.open(asked.params.workspace, asked), signIn))
      },
    }),

    route({
      method: 'GET',
      path: `${workspace}/probes`,
      summary: 'Test the connection to the billing system with reads only (admin)',
      needs: 'admin',
      params: workspaceParams,
      query: noParams,
      body: null,
      reply: probesSchema,
      statuses: [200],
      async handle(asked) {
        return ok(await probed(workspaces.open(asked.params.workspace, asked)))
      },
    }),
  ]
}
