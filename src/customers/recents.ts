import * as z from 'zod/mini'
import { customerSchema } from '#contract/api/api.ts'
import type { Customer } from '#contract/fields/contact.ts'

const most = 8
const stored = z.array(customerSchema)

/** The customers this person opened last in this workspace, newest first. */
export function recentCustomers(workspace: string): Customer[] {
  try {
    const read = stored.safeParse(JSON.parse(localStorage.getItem(keyOf(workspace)) ?? '[]'))
    return read.success ? read.data : []
  } catch {
    // Storage switched off, or written by something else: there is just nothing recent.
    return []
  }
}

export function rememberCustomer(workspace: string, customer: Customer): void {
  const others = recentCustomers(workspace).filter((recent) => recent.id !== customer.id)
  try {
    localStorage.setItem(keyOf(workspace), JSON.stringify([customer, ...others].slice(0, most)))
  } catch {
    // A convenience that must never stand in the way.
  }
}

/** For signing out: the next person at this computer may be another one. */
export function forgetCustomers(): void {
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(prefix)) localStorage.removeItem(key)
  } catch {
    // Storage switched off: there is nothing to forget.
  }
}

const prefix = 'contact-desk.recent.'

function keyOf(workspace: string): string {
  return prefix + workspace
}
