import { zuoraBackend } from '#backends/zuora/backend.ts'
import { systemClock } from '#contract/clock.ts'
import { settingsSchema } from '#backends/zuora/settings.ts'
import { zuora } from '#backends/zuora/vendor.ts'
import { backendPromises } from '../../backendContract/backendContract.ts'

backendPromises({
  vendor: {
    ...zuora,
    // Answers of any kind are thrown at it, also such as it waits after. Nobody sleeps here.
    connect: (settings, send) =>
      zuoraBackend(settingsSchema.parse(settings), send, {
        ...systemClock,
        pause: () => Promise.resolve(),
      }),
  },
  valuesOf: (name) => ({
    firstName: 'Pat',
    lastName: name,
    workEmail: 'someone@people.example',
    personalEmail: 'pat@home.example',
    workPhone: '+44 20 7946 0000',
    country: 'Canada',
    state: 'Quebec',
    asBillTo: true,
    asSoldTo: false,
    asShipTo: false,
    contactDescription: 'Call before noon',
  }),
  wrongSettings: { ...zuora.embedded.settings, clientSecret: 'wrong' },
})
