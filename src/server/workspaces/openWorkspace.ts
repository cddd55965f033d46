import type { Backend } from '#contract/backend/backend.ts'
import type { FormDefinition, TenantOptions } from '#contract/fields/field.ts'
import type { Vendor } from '#contract/backend/vendor.ts'
import type { ConfiguredValues } from '#server/config/configured.ts'

/** A configured workspace with its backend. */
export interface OpenWorkspace {
  id: string
  name: string
  environment: { word: string; tone: 'embedded' | 'test' | 'production' }
  vendor: Vendor
  configured: ConfiguredValues
  variation: TenantOptions
  form: FormDefinition
  backend: Backend
  /** Its backend is embedded, and writes in the ledger's transaction. */
  joined: boolean
  /** Deleting a contact and moving who gets the invoice take a reason. Left out: they do not. */
  requiresReason?: boolean
}
