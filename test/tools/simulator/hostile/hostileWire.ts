import type { Values } from '#contract/fields/kind.ts'
import type { Chance } from '../chance.ts'
import type { SimulatedVendor } from '../vendors.ts'
import type { Surroundings, Wire } from '../wire.ts'
import type { Habits } from './habits.ts'

interface Hostile {
  vendor: SimulatedVendor
  habits: Habits
  surroundings: Surroundings
  chance: Chance
  /** What contacts are called here. */
  names: readonly string[]
}

/**
 * A billing system that other applications write to between any two calls of the desk, and that takes
 * its time.
 */
export function hostileWire(wire: Wire, options: Hostile): Wire {
  const { vendor, habits, surroundings, chance, names } = options
  const { truth } = wire
  let texts = 0

  function meddle(): void {
    const customers = [...truth.customers.values()].filter(({ contacts }) => contacts.size > 0)
    if (customers.length === 0) return
    const customer = chance.one(customers)
    const writer = { at: surroundings.now(), mark: null }
    const contacts = [...customer.contacts.values()]
    // People mostly look at the first one.
    const contact = chance.hits(0.6) ? contacts[0]! : chance.one(contacts)
    const what = chance.one(['edits', 'edits', 'moves', 'moves', 'makes'] as const)
    if (what === 'moves') vendor.makePrimary(truth, customer, contact, writer)
    else if (what === 'makes') truth.make(customer, namesake(), writer)
    else {
      const field = chance.one(vendor.editable)
      truth.change(customer, contact, { [field]: vendor.textFor(field, 9000 + ++texts) }, writer)
    }
  }

  /** One that looks like what people here make, in everything or in its name alone. */
  function namesake(): Values {
    const values = vendor.valuesOf(chance.one(names))
    if (chance.hits(0.5)) return values
    const field = chance.one(vendor.editable)
    return { ...values, [field]: vendor.textFor(field, 9000 + ++texts) }
  }

  const passes = (milliseconds: number, what: string) =>
    new Promise<void>((resolve) => {
      surroundings.after(milliseconds, what, resolve)
    })

  return {
    truth,
    async send(request) {
      const { before, after } = habits.slow()
      if (before > 0) await passes(before, `${vendor.title} is slow to begin`)
      if (habits.isMeddledWith()) meddle()
      const answer = await wire.send(request)
      if (habits.isMeddledWith()) meddle()
      if (after > 0) await passes(after, `${vendor.title} is slow to answer`)
      return answer
    },
  }
}
