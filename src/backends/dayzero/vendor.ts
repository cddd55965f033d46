import { plain } from '#contract/field.ts'
import type { Vendor } from '#contract/vendor.ts'
import { dayZeroBackend } from './backend.ts'
import { embedded } from './embedded/embedded.ts'
import { form } from './fields.ts'
import { advice, settingsSchema } from './settings.ts'

export const dayzero: Vendor = {
  id: 'dayzero',
  title: 'Day Zero',
  form: () => form,
  variation: () => plain,
  addresses: {},
  settings: settingsSchema,
  advice,
  connect: (settings, send) => dayZeroBackend(settingsSchema.parse(settings), send),
  embedded,
}
