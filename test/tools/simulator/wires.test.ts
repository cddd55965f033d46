import { dayzero } from '#backends/dayzero/vendor.ts'
import { zuoraBackend } from '#backends/zuora/backend.ts'
import { settingsSchema } from '#backends/zuora/settings.ts'
import { zuora } from '#backends/zuora/vendor.ts'
import { systemClock } from '#contract/clock.ts'
import type { DemoCustomer, DemoPerson, Vendor } from '#contract/backend/vendor.ts'
import { backendPromises } from '../../backendContract/backendContract.ts'
import { dayZeroWire } from './dayZeroWire.ts'
import type { HeldContact, HeldCustomer, Truth } from './truth.ts'
import type { Surroundings, Wire } from './wire.ts'
import { zuoraWire } from './zuoraWire.ts'

/** A moment passes with every look at the clock, and nothing waits. */
function quickly(): Surroundings {
  let now = Date.UTC(2026, 0, 5)
  return { now: () => ++now, after: (_, __, run) => run() }
}

/** A vendor whose duplicate is a wire: filled with the same customers, without a database. */
function inMemory(
  vendor: Vendor,
  open: () => Wire,
  put: (truth: Truth, customer: HeldCustomer, person: DemoPerson) => void,
): Vendor {
  const wire = open()
  return {
    ...vendor,
    embedded: {
      ...vendor.embedded,
      schema: '',
      app: () => wire.send,
      async seed(_, customers: AsyncIterable<DemoCustomer> | Iterable<DemoCustomer>) {
        for await (const { name, people } of customers) {
          const customer = wire.truth.newCustomer(name)
          for (const person of people) put(wire.truth, customer, person)
        }
      },
    },
  }
}

const outside = { at: 0, mark: null }

backendPromises({
  vendor: inMemory(
    { ...dayzero, title: 'Day Zero in memory' },
    () => dayZeroWire({ surroundings: quickly(), token: 'dz_embedded' }),
    (truth, customer, { firstName, lastName, email, primary }) =>
      truth.make(
        customer,
        { name: `${firstName} ${lastName}`, email, is_primary: primary },
        outside,
      ),
  ),
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

backendPromises({
  vendor: inMemory(
    {
      ...zuora,
      title: 'Zuora in memory',
      connect: (settings, send) =>
        zuoraBackend(settingsSchema.parse(settings), send, {
          ...systemClock,
          pause: () => Promise.resolve(),
        }),
    },
    () =>
      zuoraWire({
        surroundings: quickly(),
        clientSecret: settingsSchema.parse(zuora.embedded.settings).clientSecret,
      }),
    (truth, customer, { firstName, lastName, email, primary }) => {
      const contact: HeldContact = truth.make(
        customer,
        { firstName, lastName, workEmail: email },
        outside,
      )
      if (primary) truth.give(customer, 'billTo', contact, outside)
    },
  ),
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
