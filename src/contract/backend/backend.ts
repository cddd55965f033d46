import type { Values } from '#contract/fields/kind.ts'
import type { Contact, Customer, Holder, Recipient } from '#contract/fields/contact.ts'

export interface Page<Item> {
  items: Item[]
  /** Cursor of the next page; null on the last one, and where that is unknown. */
  next: string | null
  /** Left out: nothing is missing. */
  gap?: Gap
}

/**
 * What is missing of a list, so that nothing may be concluded from what is not on it. `rest`: it
 * contradicts itself about how it goes on. `items`: some entries came without an id.
 */
export type Gap = 'rest' | 'items'

/** The order of a list of customers. */
export interface CustomerSort {
  by: 'name' | 'number' | 'changed'
  descending: boolean
}

/** What a backend can do beyond the promises that all of them keep. */
export interface Capabilities {
  /**
   * `key`: a create that comes again under its key makes nothing new. `none`: only a look at the
   * customer's contacts tells whether a create whose answer was lost was carried out.
   */
  idempotency: 'key' | 'none'
  /** `fuzzy`: typos are forgiven. `startsWith`: only beginnings are found. */
  search: 'fuzzy' | 'startsWith'
  /** What a list of all customers can be sorted by; a search comes in the order of its own. */
  customerSorts: readonly CustomerSort['by'][]
  /** The primary can be taken away without naming another. */
  unsetPrimary: boolean
  /** A contact that is primary, or holds any other role, can be removed. */
  removeHolder: boolean
}

export interface PageQuery {
  cursor?: string | null
  limit?: number
  signal?: AbortSignal
}

export interface CreateOptions {
  /** The same for every try of one submission; a backend that knows such keys makes one contact of them. */
  key?: string
  /** When the bytes of this create left first under its key: what was made before is another one. */
  since?: Date
  /** As of a move: of the primary, where the values ask for it. */
  previous?: readonly string[]
}

/**
 * A billing system, as far as the desk needs one. Every method rejects with a `BackendError`
 * whose refusal says why; nothing else is thrown but bugs. The promises are written down once in
 * test/promises and run against every implementation.
 */
export interface Backend {
  readonly capabilities: Capabilities
  /**
   * Customers whose name (or number) matches the text, best first; without a text all of them, by
   * page, in this order where the backend can (`customerSorts`).
   */
  customers(query: PageQuery & { search?: string; sort?: CustomerSort }): Promise<Page<Customer>>
  /** By its id, or by its number where the backend has one: then the answer tells the id. */
  customer(id: string, signal?: AbortSignal): Promise<Customer>
  contacts(customer: string, query: PageQuery): Promise<Page<Contact>>
  contact(customer: string, id: string, signal?: AbortSignal): Promise<Contact>
  create(customer: string, values: Values, options?: CreateOptions): Promise<Contact>
  /** Changes the named fields only. `null` empties one. */
  update(customer: string, id: string, changes: Values): Promise<Contact>
  remove(customer: string, id: string): Promise<void>
  /** Who gets the customer's invoices: its primary contact. Null: no contact is primary. */
  recipient(customer: string, signal?: AbortSignal): Promise<Recipient | null>
  /** The contacts that are primary now (`role` null), or have a role. */
  holders(customer: string, role: string | null): Promise<readonly Holder[]>
  /**
   * Afterwards this contact is the only primary, by a read that was made after all writes.
   * @param previous ids of the contacts that were primary before this was dispatched first: no other
   *   contact is cleared, as another writer made it primary since. Left out: they are read.
   * @throws BackendError `half` where another writer moved it on since; `rule` where the backend
   *   says itself that it did not do it; `unclear` with `notDone` where only a read says so
   */
  makePrimary(customer: string, id: string, previous?: readonly string[]): Promise<Contact>
  /** Afterwards this contact is the only one of this role: as `makePrimary`. */
  giveRole(
    customer: string,
    id: string,
    role: string,
    previous?: readonly string[],
  ): Promise<Contact>
}
