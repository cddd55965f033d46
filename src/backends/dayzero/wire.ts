import * as z from 'zod/mini'
import { itemsWithId, replyWith } from '#contract/usable.ts'

/*
 * Day Zero's own shapes. Requests as strictly as we may send them. Replies as leniently as can be:
 * there are two generations of its documentation, and one odd contact must not hide the others, so
 * only an id is demanded of a contact or customer, and what cannot be used counts as not told.
 */

const optionalText = z.nullish(z.string())

export const contactCreate = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(255)),
  email: z.optional(z.nullable(z.string().check(z.maxLength(254)))),
  phone: z.optional(z.nullable(z.string().check(z.maxLength(50)))),
  role: z.optional(z.nullable(z.string().check(z.maxLength(100)))),
  is_primary: z.optional(z.boolean()),
  notes: z.optional(z.nullable(z.string().check(z.maxLength(2000)))),
})

/** Left out: unchanged. `null` empties everything but the name and the flag. */
export const contactUpdate = z.partial(contactCreate)

/** `entity_type` and `entity_id` say again what was asked for, and are not looked at. */
export const contactResponse = replyWith({
  name: 'text',
  email: 'text',
  phone: 'text',
  role: 'text',
  is_primary: 'flag',
  notes: 'text',
  created_at: 'moment',
  updated_at: 'moment',
})

export const customerResponse = replyWith({
  name: 'text',
  email: 'text',
  address: 'text',
  phone: 'text',
  status: 'text',
  is_deleted: 'flag',
  updated_at: 'moment',
})

export const businessResponse = z.object({ id: z.string(), name: z.string() })

/** Customers, as far as the desk and its demo data write them. */
export const customerCreate = z.object({
  name: z.string(),
  email: z.string(),
  address: optionalText,
  phone: optionalText,
  tax_id: optionalText,
  website: optionalText,
  notes: optionalText,
  credit_limit_cents: z.nullish(z.int()),
  default_payment_term_id: optionalText,
  status: z.nullish(z.enum(['active', 'inactive', 'blocked'])),
  category: optionalText,
  invoice_footer: optionalText,
})

export const customerUpdate = z.partial(customerCreate)

export const duplicateCheck = z.object({
  has_duplicates: z.boolean(),
  duplicates: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      similarity_score: z.number(),
      match_type: z.string(),
      email: optionalText,
    }),
  ),
})

/** A delete answers with an envelope, with nothing, or with whatever it likes. */
export const anything = z.unknown()

/** One page of a list, whatever form it came in. */
export interface WirePage<Item> {
  items: Item[]
  /** How many entries came without an id. */
  lost: number
  /** Where it goes on, and whether it does, as far as that is told: `paging.ts` reads them. */
  next_cursor?: unknown
  has_next?: unknown
  has_more?: unknown
}

/**
 * A list, in any of the forms seen: the page object (`has_next` in the reference, `has_more` in the
 * pagination guide), or a bare array.
 */
export function pageOf<Item>(item: z.ZodMiniType<Item>) {
  const items = itemsWithId(item)
  const page = z.pipe(
    z.looseObject({ items }),
    z.transform(({ items, ...rest }): WirePage<Item> => ({ ...rest, ...items })),
  )
  return z.union([
    page,
    z.pipe(
      items,
      z.transform((all): WirePage<Item> => all),
    ),
  ])
}

export type ContactResponse = z.infer<typeof contactResponse>
export type CustomerResponse = z.infer<typeof customerResponse>
