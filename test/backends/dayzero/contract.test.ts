import { dayzero } from '#backends/dayzero/vendor.ts'
import { backendPromises } from '../../backendContract/backendContract.ts'

backendPromises({
  vendor: dayzero,
  valuesOf: (name) => ({
    name,
    email: 'someone@people.example',
    phone: '+44 20 7946 0000',
    role: 'Billing',
    is_primary: false,
    notes: 'Call before noon',
  }),
  skip: {
    'a create that is repeated under its key makes one contact': 'Day Zero documents no such keys',
  },
  wrongSettings: { ...dayzero.embedded.settings, token: 'dz_wrong' },
})
