import type { Values } from '#contract/fields/kind.ts'

/** A contact as the billing system has it, under the vendor's own names. */
export interface HeldContact {
  readonly id: string
  readonly customer: string
  values: Values
  /** Virtual milliseconds since 1970. */
  readonly madeAt: number
  changedAt: number
}

export interface HeldCustomer {
  readonly id: string
  readonly name: string
  readonly number: string
  /** By id, in the order in which they were made. */
  readonly contacts: Map<string, HeldContact>
  /** Who holds which role, by the role's name. */
  readonly roles: Map<string, string>
}

/** Something that became true in the billing system, and when. */
export interface Change {
  at: number
  kind: 'made' | 'changed' | 'removed' | 'primary'
  customer: string
  contact: string
  /** What the contact holds afterwards; for one that was removed, what it held. */
  values: Values
  /** What was written, of it all. */
  wrote: Values
  /** What the desk's write was marked with; null for other people's, empty where nothing was said. */
  mark: string | null
  /** Whoever is primary at this customer afterwards. One at the most, if all is well. */
  primaries: readonly string[]
}

/** Whose write it is. */
export interface Writer {
  at: number
  /** Null: somebody who works in the billing system itself. */
  mark: string | null
}

/**
 * What a billing system holds, and everything that was ever done to it. Each change is done at once,
 * as a database would do it.
 */
export class Truth {
  readonly customers = new Map<string, HeldCustomer>()
  readonly log: Change[] = []
  readonly #isPrimary: (customer: HeldCustomer, contact: HeldContact) => boolean
  readonly #newId: (count: number) => string
  readonly #keeps: (values: Values) => Values
  #ids = 0

  /**
   * @param isPrimary how the vendor says who gets the invoices
   * @param newId the vendor's idea of an id, the same for the same count
   * @param keeps what it stores where it is given this. Left out: just that
   */
  constructor(
    isPrimary: (customer: HeldCustomer, contact: HeldContact) => boolean,
    newId: (count: number) => string,
    keeps: (values: Values) => Values = (values) => values,
  ) {
    this.#isPrimary = isPrimary
    this.#newId = newId
    this.#keeps = keeps
  }

  newCustomer(name: string): HeldCustomer {
    const id = this.#newId(++this.#ids)
    const number = `A${String(this.#ids).padStart(8, '0')}`
    const customer = { id, name, number, contacts: new Map(), roles: new Map() }
    this.customers.set(id, customer)
    return customer
  }

  /** @param wrote what was asked for, where not all of it is heeded */
  make(customer: HeldCustomer, values: Values, writer: Writer, wrote = values): HeldContact {
    const contact: HeldContact = {
      id: this.#newId(++this.#ids),
      customer: customer.id,
      values: this.#keeps(values),
      madeAt: writer.at,
      changedAt: writer.at,
    }
    customer.contacts.set(contact.id, contact)
    this.#write('made', customer, contact, wrote, writer)
    return contact
  }

  /** @param wrote what was asked for, where not all of it is heeded */
  change(
    customer: HeldCustomer,
    contact: HeldContact,
    values: Values,
    writer: Writer,
    wrote = values,
  ): void {
    contact.values = { ...contact.values, ...this.#keeps(values) }
    contact.changedAt = writer.at
    this.#write('changed', customer, contact, wrote, writer)
  }

  remove(customer: HeldCustomer, contact: HeldContact, writer: Writer): void {
    customer.contacts.delete(contact.id)
    this.#write('removed', customer, contact, {}, writer)
  }

  give(customer: HeldCustomer, role: string, contact: HeldContact, writer: Writer): void {
    customer.roles.set(role, contact.id)
    this.#write('primary', customer, contact, {}, writer)
  }

  /** The contacts of a customer as they were at that time. */
  contactsAsOf({ id }: HeldCustomer, time: number): HeldContact[] {
    const held = new Map<string, HeldContact>()
    for (const { at, kind, customer, contact, values } of this.log) {
      if (customer !== id || at > time) continue
      if (kind === 'removed') held.delete(contact)
      else {
        const madeAt = held.get(contact)?.madeAt ?? at
        held.set(contact, { id: contact, customer, values, madeAt, changedAt: at })
      }
    }
    return [...held.values()]
  }

  /** Every contact of every customer, as it is now. */
  contacts(): HeldContact[] {
    return [...this.customers.values()].flatMap(({ contacts }) => [...contacts.values()])
  }

  contactAt(id: string): { customer: HeldCustomer; contact: HeldContact } | undefined {
    for (const customer of this.customers.values()) {
      const contact = customer.contacts.get(id)
      if (contact) return { customer, contact }
    }
    return undefined
  }

  /** Ids of whoever is primary at this customer. One at the most, if all is well. */
  primariesOf(customer: HeldCustomer): string[] {
    return [...customer.contacts.values()]
      .filter((it) => this.#isPrimary(customer, it))
      .map(({ id }) => id)
  }

  #write(
    kind: Change['kind'],
    customer: HeldCustomer,
    contact: HeldContact,
    wrote: Values,
    writer: Writer,
  ): void {
    this.log.push({
      at: writer.at,
      kind,
      customer: customer.id,
      contact: contact.id,
      values: { ...contact.values },
      wrote,
      mark: writer.mark,
      primaries: this.primariesOf(customer),
    })
  }
}
