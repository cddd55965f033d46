import type { Backend } from '#contract/backend/backend.ts'
import type { FormDefinition, TenantOptions } from '#contract/fields/field.ts'
import type { Vendor } from '#contract/backend/vendor.ts'
import type { ConfiguredValues } from '#server/config/configured.ts'

/** A configured workspace whose backend is ready to be asked. */
export interface OpenWorkspace {
  id: string
  name: string
  environment: { word: string; tone: 'embedded' | 'test' | 'production' }
  vendor: Vendor
  configured: ConfiguredValues
  variation: TenantOptions
  form: FormDefinition
  backend: Backend
  /** Its backend writes in the transaction of whoever calls it. */
  joined: boolean
}
