import type { Vendor } from '#contract/backend/vendor.ts'
import { zuoraBackend } from './backend.ts'
import { dataCentres } from './dataCentres.ts'
import { embedded } from './embedded/embedded.ts'
import { form } from './fields.ts'
import { longestPage } from './paging.ts'
import { advice, scopeOf, settingsSchema, variationOf } from './settings.ts'

export const zuora: Vendor = {
  id: 'zuora',
  title: 'Zuora',
  form,
  variation: (settings) => variationOf(settingsSchema.parse(settings)),
  addresses: dataCentres,
  settings: settingsSchema,
  tracing: { sent: 'Zuora-Track-Id', answered: 'Zuora-Request-Id' },
  limits: {
    contactsPerCustomer: 2000,
    longestPage,
    remembersKeys: 24,
  },
  scope: (settings) => scopeOf(settingsSchema.parse(settings)),
  advice,
  connect: (settings, send) => zuoraBackend(settingsSchema.parse(settings), send),
  embedded,
}
