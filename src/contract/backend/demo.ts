import type { DemoCustomer } from './vendor.ts'

/** A batch ends with the customer that reaches one of these. */
const customersInBatch = 1000
const contactsInBatch = 10_000

/** Demo customers, as many at a time as one transaction should take. */
export async function* batched(
  customers: AsyncIterable<DemoCustomer> | Iterable<DemoCustomer>,
): AsyncGenerator<DemoCustomer[]> {
  let batch: DemoCustomer[] = []
  let contacts = 0
  for await (const customer of customers) {
    batch.push(customer)
    contacts += customer.people.length
    if (batch.length < customersInBatch && contacts < contactsInBatch) continue
    yield batch
    batch = []
    contacts = 0
  }
  if (batch.length > 0) yield batch
}

const begin = Date.parse('2023-06-01T00:00:00Z')
/** All demo data is older than anything anyone makes. In milliseconds. */
const span = 600 * 24 * 60 * 60 * 1000

/**
 * When the demo customer of this number was made, in milliseconds since 1970: ever closer together,
 * so that two hundred customers and a million fill the same two years.
 */
export function madeAt(customer: number): number {
  return begin + Math.floor((span * customer) / (customer + 200))
}

/** When something made then was changed: within four months after, different from one to the next. */
export function changedAt(made: number, count: number): number {
  return made + ((count * 7919) % (120 * 24)) * 3_600_000
}
