import { plain } from '#contract/fields/field.ts'
import type { Vendor } from '#contract/backend/vendor.ts'
import { dayZeroBackend } from './backend.ts'
import { embedded } from './embedded/embedded.ts'
import { form } from './fields.ts'
import { longestPage } from './paging.ts'
import { advice, scopeOf, settingsSchema } from './settings.ts'

export const dayzero: Vendor = {
  id: 'dayzero',
  title: 'Day Zero',
  form: () => form,
  variation: () => plain,
  addresses: {},
  settings: settingsSchema,
  // Not documented, and common enough to be looked for.
  tracing: { answered: 'X-Request-Id' },
  limits: { contactsPerCustomer: null, longestPage, remembersKeys: null },
  scope: (settings) => scopeOf(settingsSchema.parse(settings)),
  advice,
  connect: (settings, send) => dayZeroBackend(settingsSchema.parse(settings), send),
  embedded,
}
