import { dayzero } from '#backends/dayzero/vendor.ts'
import type { DemoCustomer, DemoPerson, Vendor } from '#contract/backend/vendor.ts'
import type { Contact } from '#contract/fields/contact.ts'
import { customerNamed } from './embeddedVendor.ts'
import { openDesk, type OpenDesk } from './openDesk.tsx'
import { aCustomer, aPerson } from './people.ts'

export interface SpareDesk extends OpenDesk {
  /** The customer of this test. */
  customer: string
  /** Its name. */
  customerName: string
  /** Restores both networks, forgets what earlier tests submitted, and takes the next customer. */
  next(): Promise<string>
  /** Takes the next customer, and nothing else. */
  nextCustomer(): Promise<string>
  /** A contact of the test's customer as the billing system lists it. */
  stored(name: string): Promise<Contact | undefined>
}

export interface SpareOptions {
  /** How many tests can have a customer of their own. */
  count: number
  people?: readonly DemoPerson[]
  vendor?: Vendor
  /** Customers beside the spare ones. */
  others?: readonly DemoCustomer[]
  /** Deleting and moving who gets the invoice take a reason. */
  requiresReason?: boolean
}

const pair = [
  aPerson({ firstName: 'Priya', lastName: 'Das', primary: true }),
  aPerson({ firstName: 'Tom', lastName: 'Lee', phone: '1', notes: null }),
]

/** One desk for all tests of a file, with a customer for each test that no other test changes. */
export async function openSpareDesk(options: SpareOptions): Promise<SpareDesk> {
  const { count, vendor = dayzero, others = [], requiresReason } = options
  const people = [...(options.people ?? pair)]
  const spares = Array.from({ length: count }, (_, index) =>
    aCustomer({ name: spareName(index), people }),
  )
  let taken = 0
  const desk = (await openDesk([...spares, ...others], vendor, { requiresReason })) as SpareDesk
  return Object.assign(desk, {
    customer: '',
    customerName: '',
    async next() {
      desk.network.between = (request, go) => go(request)
      desk.billing.between = (request, go) => go(request)
      desk.left = []
      localStorage.clear()
      await desk.database.query('delete from desk.submissions')
      return desk.nextCustomer()
    },
    async nextCustomer() {
      desk.customerName = spareName(taken++)
      desk.customer = await customerNamed(desk.backend, desk.customerName)
      return desk.customer
    },
    async stored(name: string) {
      const { items } = await desk.backend.contacts(desk.customer, {})
      return items.find((contact) => contact.name === name)
    },
  })
}

function spareName(index: number): string {
  return `Spare ${String(index).padStart(2, '0')}`
}
