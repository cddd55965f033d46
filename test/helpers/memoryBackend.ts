import { randomUUID } from 'node:crypto'
import * as z from 'zod/mini'
import { form } from '#backends/dayzero/fields.ts'
import type { Backend } from '#contract/backend/backend.ts'
import { plain } from '#contract/fields/field.ts'
import type { Values } from '#contract/fields/kind.ts'
import { BackendError } from '#contract/api/refusal.ts'
import type { Vendor } from '#contract/backend/vendor.ts'
import type { Contact, Customer } from '#contract/fields/contact.ts'

export interface MemoryBackend extends Backend {
  /** What it holds, for counting behind everybody's back. */
  readonly held: Contact[]
  /** Runs when a write has arrived and nothing is done yet; throwing refuses it. */
  arriving: () => Promise<void>
  /** Runs when a write is done and nothing is answered yet; throwing loses the answer. */
  answering: () => Promise<void>
}

/** A small billing system with one customer, for tests that must hold a write in mid-air. */
export function memoryBackend(customer: Customer, now = () => Date.now()): MemoryBackend {
  const held: Contact[] = []

  function known(id: string): void {
    if (id !== customer.id) throw new BackendError({ kind: 'notFound', what: 'customer' })
  }

  function found(customerId: string, id: string): Contact {
    known(customerId)
    const contact = held.find((each) => each.id === id)
    if (!contact) throw new BackendError({ kind: 'notFound', what: 'contact' })
    return contact
  }

  function write(contact: Contact, values: Values): void {
    contact.values = { ...contact.values, ...values }
    contact.name = String(contact.values['name'])
    if (values['is_primary'] === true) for (const each of held) each.primary = each === contact
    for (const each of held) each.values['is_primary'] = each.primary
  }

  async function carriedOut<Result>(work: () => Result): Promise<Result> {
    await backend.arriving()
    const result = structuredClone(work())
    await backend.answering()
    return result
  }

  const backend: MemoryBackend = {
    held,
    arriving: async () => {},
    answering: async () => {},
    capabilities: {
      idempotency: 'none',
      search: 'startsWith',
      customerSorts: [],
      unsetPrimary: true,
      removeHolder: true,
    },
    customers: async ({ search = '' }) => ({
      items: customer.name.startsWith(search) ? [customer] : [],
      next: null,
    }),
    customer: async (id) => {
      known(id)
      return customer
    },
    contacts: async (id) => {
      known(id)
      return { items: structuredClone(held), next: null }
    },
    contact: async (customerId, id) => structuredClone(found(customerId, id)),
    create: (id, values) =>
      carriedOut(() => {
        known(id)
        const contact: Contact = {
          id: randomUUID(),
          name: '',
          primary: false,
          roles: [],
          changedAt: null,
          madeAt: new Date(now()).toISOString(),
          values: {},
        }
        held.push(contact)
        write(contact, values)
        return contact
      }),
    update: (customerId, id, changes) =>
      carriedOut(() => {
        const contact = found(customerId, id)
        write(contact, changes)
        return contact
      }),
    remove: (customerId, id) =>
      carriedOut(() => {
        held.splice(held.indexOf(found(customerId, id)), 1)
      }),
    recipient: async (id) => {
      known(id)
      const holder = held.find((each) => each.primary)
      return holder
        ? {
            id: holder.id,
            name: holder.name,
            address: String(holder.values['email'] ?? '') || null,
          }
        : null
    },
    holders: async (id, role) => {
      known(id)
      const isHolder = (it: Contact) => (role === null ? it.primary : it.roles.includes(role))
      return held.filter(isHolder).map(({ id, name }) => ({ id, name }))
    },
    makePrimary: (customerId, id) =>
      carriedOut(() => {
        const contact = found(customerId, id)
        write(contact, { is_primary: true })
        return contact
      }),
    giveRole: () => {
      throw new BackendError({ kind: 'rejected', message: 'there are no roles' })
    },
  }
  return backend
}

/** What a workspace on it is configured as: Day Zero's form, and no embedded API to speak to. */
export const memoryVendor: Vendor = {
  id: 'memory',
  title: 'Memory',
  form: () => form,
  variation: () => plain,
  addresses: {},
  settings: z.unknown(),
  limits: { contactsPerCustomer: null, longestPage: 100, remembersKeys: null },
  scope: () => [],
  connect: () => {
    throw new Error('a memory backend is made, not connected')
  },
  embedded: {
    schema: '',
    settings: {},
    app: () => async () => new Response(),
    seed: async () => {},
  },
}
