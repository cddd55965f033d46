import { zuora } from '#backends/zuora/vendor.ts'
import { backendPromises } from '../../promises/backendPromises.ts'

backendPromises({
  vendor: zuora,
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
