import type { Backend } from '#contract/backend/backend.ts'
import type { Send } from '#contract/backend/send.ts'
import type { Database, DemoCustomer, Vendor } from '#contract/backend/vendor.ts'
import { freshDatabase } from './database.ts'

export interface OpenVendor {
  backend: Backend
  /** The embedded API itself, for tests that look at the wire. */
  send: Send
  database: Database
}

/** A vendor's real adapter on its real embedded API on a real, fresh database. */
export async function embeddedVendor(
  vendor: Vendor,
  customers: readonly DemoCustomer[] = [],
): Promise<OpenVendor> {
  const { database } = await freshDatabase()
  await database.query(vendor.embedded.schema)
  await vendor.embedded.seed(database, customers)
  const send = vendor.embedded.app({ database, now: () => new Date() })
  return { backend: vendor.connect(vendor.embedded.settings, send), send, database }
}

/** The id of the customer of this name. */
export async function customerNamed(backend: Backend, name: string): Promise<string> {
  const page = await backend.customers({ search: name })
  const found = page.items.find((customer) => customer.name === name)
  if (!found) throw new Error(`no customer ${name}`)
  return found.id
}
