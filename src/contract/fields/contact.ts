import type { Values } from './kind.ts'

/** A contact that is primary, or has a role. */
export interface Holder {
  id: string
  name: string
}

/** The contact that a customer's invoices go to. */
export interface Recipient extends Holder {
  /** Where they are mailed to; null: this contact has no usable address. */
  address: string | null
}

/** Who has contacts: a Day Zero customer, a Zuora account. */
export interface Customer {
  id: string
  name: string
  /** The short number staff know it by, where the backend has one. */
  number: string | null
  /** The customer's own address for mail. */
  email: string | null
  /** Where it is, in one line. */
  place: string | null
  status: 'active' | 'inactive' | 'blocked' | 'deleted' | 'draft' | 'canceled'
  /** Whether its invoices are mailed at all; null where the backend does not say. */
  mailsInvoices: boolean | null
  /** Addresses that get a copy of every invoice. */
  copies: readonly string[]
  /** Who is primary; null: nobody. Left out: not told with this customer. */
  recipient?: Recipient | null
  /** When it last changed (RFC 3339); left out where that is not told. */
  changedAt?: string | null
}

/** A person at a customer. */
export interface Contact {
  id: string
  name: string
  /** Gets the invoices. At most one of a customer's contacts. */
  primary: boolean
  /** After a write that made it primary: another one is as well, and that is another writer's. */
  alsoPrimary?: Holder
  /** What it is for its customer, by the ids of the form's roles. */
  roles: readonly string[]
  /** When it last changed (RFC 3339); null where the backend does not say. */
  changedAt: string | null
  /** When it was created (RFC 3339); left out where that is unknown. */
  madeAt?: string | null
  /** What its fields hold, under the backend's own names. Left out: not known from here. */
  values: Values
  /** It came without a name, or with fields in a form that cannot be used; those are left out. */
  incomplete?: true
}
