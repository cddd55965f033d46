import type { Backend } from '#contract/backend/backend.ts'
import type { Form, Variation } from '#contract/fields/field.ts'
import type { Vendor } from '#contract/backend/vendor.ts'
import type { Configured } from '#server/config/configured.ts'

/** A configured workspace whose backend is ready to be asked. */
export interface OpenWorkspace {
  id: string
  name: string
  environment: { word: string; tone: 'embedded' | 'test' | 'production' }
  vendor: Vendor
  configured: Configured
  variation: Variation
  form: Form
  backend: Backend
  /** Its backend writes in the transaction of whoever calls it. */
  joined: boolean
}
