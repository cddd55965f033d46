import type { Values } from '#contract/fields/kind.ts'
import type { ContactResponse, CustomerResponse } from './wire.ts'
import type { Contact, Customer } from '#contract/fields/contact.ts'

/** Checked fields → request body of a create: what is not there is left out, as the page's own sample does. */
export function contactCreateOf(values: Values): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
}

/** Changed fields → request body of an update: `null` empties. */
export function contactUpdateOf(changes: Values): Record<string, unknown> {
  return { ...changes }
}

/** Fields whose absence is told as `incomplete`: a contact has to be called something. */
const demanded = 'name'

export function contactOf(wire: ContactResponse): Contact {
  const { name, email, unusable } = wire
  const values: Values = {
    name: name ?? null,
    email: email ?? null,
    phone: wire.phone ?? null,
    role: wire.role ?? null,
    is_primary: wire.is_primary ?? false,
    notes: wire.notes ?? null,
  }
  // Not told is not empty: an edit must not take it for that.
  for (const field of [...unusable, ...(name ? [] : [demanded])]) delete values[field]
  return {
    id: wire.id,
    name: name ?? email ?? '',
    primary: wire.is_primary ?? false,
    roles: [],
    changedAt: wire.updated_at ?? null,
    madeAt: wire.created_at ?? null,
    values,
    ...((unusable.length > 0 || !name) && { incomplete: true }),
  }
}

export function customerOf(wire: CustomerResponse): Customer {
  return {
    id: wire.id,
    name: wire.name ?? wire.email ?? wire.id,
    number: null,
    email: wire.email ?? null,
    place: wire.address ?? null,
    status: wire.is_deleted ? 'deleted' : statusOf(wire.status),
    mailsInvoices: null,
    copies: [],
    ...(wire.updated_at && { changedAt: wire.updated_at }),
  }
}

/** A plain string in replies; one we do not know is no reason to hide the customer. */
function statusOf(status: string | null | undefined): Customer['status'] {
  return status === 'inactive' || status === 'blocked' ? status : 'active'
}
