import type { Vendor } from '#contract/backend/vendor.ts'
import type { Scope, SecretPlace } from '#contract/api/workspaceSettings.ts'

/** How a workspace is configured, without secrets. */
export interface ConfiguredValues {
  /** Of the backend's API; null for the embedded API. */
  host: string | null
  scope: readonly Scope[]
  /** Where its secrets are, never what they are. */
  secrets: readonly SecretPlace[]
}

/** The same for an embedded API, whose settings are the same everywhere. */
export function configuredEmbedded(vendor: Vendor): ConfiguredValues {
  return { host: null, scope: vendor.scope(vendor.embedded.settings), secrets: [] }
}

/** @param settings complete and right, with the secrets in them */
export function configuredAs(
  vendor: Vendor,
  settings: Readonly<Record<string, unknown>>,
  secrets: readonly SecretPlace[],
): ConfiguredValues {
  const { host } = new URL(String(settings.address))
  return { host, scope: vendor.scope(settings), secrets }
}
