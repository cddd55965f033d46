import type { Backend } from '#contract/backend.ts'
import type { Form, Variation } from '#contract/field.ts'
import type { Vendor } from '#contract/vendor.ts'
import type { Configured } from './configured.ts'

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
