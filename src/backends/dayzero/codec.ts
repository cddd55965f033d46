import type { Contact, Customer } from '#contract/backend.ts'
import type { Values } from '#contract/kind.ts'
import type { ContactResponse, CustomerResponse } from './wire.ts'

/** Checked fields → request body of a create: what is not there is left out, as the page's own sample does. */
export function contactCreateOf(values: Values): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
}

/** Changed fields → request body of an update: `null` empties. */
export function contactUpdateOf(changes: Values): Record<string, unknown> {
  return { ...changes }
}

export function contactOf(wire: ContactResponse): Contact {
  const primary = wire.is_primary ?? false
  return {
    id: wire.id,
    name: wire.name,
    primary,
    roles: [],
    changedAt: wire.updated_at,
    madeAt: wire.created_at,
    values: {
      name: wire.name,
      email: wire.email || null,
      phone: wire.phone || null,
      role: wire.role || null,
      is_primary: primary,
      notes: wire.notes || null,
    },
  }
}

export function customerOf(wire: CustomerResponse): Customer {
  return {
    id: wire.id,
    name: wire.name,
    number: null,
    email: wire.email || null,
    place: wire.address || null,
    standing: wire.is_deleted ? 'deleted' : standingOf(wire.status),
    mailsInvoices: null,
    copies: [],
  }
}

/** A plain string in replies; one we do not know is no reason to hide the customer. */
function standingOf(status: string | null | undefined): Customer['standing'] {
  return status === 'inactive' || status === 'blocked' ? status : 'active'
}
