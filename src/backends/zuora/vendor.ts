import type { Vendor } from '#contract/vendor.ts'
import { zuoraBackend } from './backend.ts'
import { dataCentres } from './dataCentres.ts'
import { embedded } from './embedded/embedded.ts'
import { form } from './fields.ts'
import { advice, settingsSchema, variationOf } from './settings.ts'

export const zuora: Vendor = {
  id: 'zuora',
  title: 'Zuora',
  form,
  variation: (settings) => variationOf(settingsSchema.parse(settings)),
  addresses: dataCentres,
  settings: settingsSchema,
  advice,
  connect: (settings, send) => zuoraBackend(settingsSchema.parse(settings), send),
  embedded,
}
