import type { WorkspaceSettings } from '#contract/api/workspaceSettings.ts'
import type { SignInSettings } from '#server/config/signInSettings.ts'
import type { OpenWorkspace } from './openWorkspace.ts'

/** What leaves of a workspace's configuration, by name. The vendor's settings are not even here. */
export function presentSettings(
  { id, name, environment, vendor, variation, form, backend, configured }: OpenWorkspace,
  signIn: SignInSettings | null,
): WorkspaceSettings {
  const { idempotency, search, unsetPrimary, removeHolder } = backend.capabilities
  const { contactsPerCustomer, longestPage, remembersKeys } = vendor.limits
  return {
    id,
    name,
    backend: { id: vendor.id, title: vendor.title },
    environment: { word: environment.word, tone: environment.tone },
    capabilities: { idempotency, search, unsetPrimary, removeHolder },
    limits: { contactsPerCustomer, longestPage, remembersKeys },
    traceHeader: vendor.tracing?.sent ?? null,
    fields: form.fields.flatMap(({ label, limit }) =>
      limit === undefined ? [] : [{ label, limit }],
    ),
    features: [...variation.features],
    customFields: variation.customFields.map(({ label }) => label),
    host: configured.host,
    scope: configured.scope.map(({ label, value }) => ({ label, value })),
    secrets: configured.secrets.map(({ setting, from, place }) => ({ setting, from, place })),
    roles: signIn && rolesOut(signIn, id),
  }
}

function rolesOut({ claim, roles }: SignInSettings, workspace: string) {
  const { viewer = [], editor = [], admin = [] } = roles.get(workspace) ?? {}
  return { claim, groups: { viewer: [...viewer], editor: [...editor], admin: [...admin] } }
}
