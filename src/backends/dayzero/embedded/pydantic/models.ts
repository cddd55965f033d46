import { optional, required } from './pydantic.ts'
import { email, flag, integer, nullable, oneOf, text } from './rules.ts'

/*
 * What Day Zero takes in bodies and queries. Names and types are documented; the lengths of a
 * contact's fields, and which of them may be null, are not, and are our choice.
 */

const name = text({ trim: true, min: 1, max: 255 })

const contact = {
  email: optional(nullable(email)),
  phone: optional(nullable(text({ max: 50 }))),
  role: optional(nullable(text({ max: 100 }))),
  is_primary: optional(flag),
  notes: optional(nullable(text({ max: 2000 }))),
}

export const contactCreate = { name: required(name), ...contact }
export const contactUpdate = { name: optional(name), ...contact }

const freeText = optional(nullable(text()))
/** Not documented. As far as JavaScript counts exactly, so that no client reads another sum. */
const cents = integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER })
const status = oneOf('active', 'inactive', 'blocked')

const customer = {
  address: freeText,
  phone: freeText,
  tax_id: freeText,
  website: freeText,
  notes: freeText,
  credit_limit_cents: optional(nullable(cents)),
  default_payment_term_id: freeText,
}

const customerTail = { category: freeText, invoice_footer: freeText }

export const customerCreate = {
  name: required(name),
  email: required(email),
  ...customer,
  status: optional(nullable(status)),
  ...customerTail,
}

export const customerUpdate = {
  name: optional(name),
  email: optional(email),
  ...customer,
  status: optional(status),
  ...customerTail,
}

export const pageQuery = {
  cursor: optional(text()),
  limit: optional(integer({ min: 1, max: 1000 })),
  direction: optional(text()),
  include_total_count: optional(flag),
  sort_by: optional(text()),
  descending: optional(flag),
}

export const customersQuery = {
  id: optional(text()),
  email: optional(text()),
  search: optional(text({ min: 1, max: 200 })),
  status: optional(text()),
  ...pageQuery,
}

export const duplicatesQuery = {
  name: required(text()),
  email: optional(text()),
  tax_id: optional(text()),
  exclude_id: optional(text()),
}

export const businessesQuery = {
  id: optional(text()),
  name: optional(text()),
  teal_instance: optional(text()),
  stripe_account_id: optional(text()),
  shopify_shop_domain: optional(text()),
  user_id: optional(text()),
  ...pageQuery,
}
