import * as z from 'zod/mini'

/*
 * Day Zero's own shapes. Requests as strictly as we may send them, replies as leniently as two
 * generations of its documentation ask for: an optional field may be missing or null, and an
 * address on the way out need not be a valid one.
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

export const contactResponse = z.object({
  id: z.string(),
  entity_type: z.string(),
  entity_id: z.string(),
  name: z.string(),
  email: optionalText,
  phone: optionalText,
  role: optionalText,
  is_primary: z.nullish(z.boolean()),
  notes: optionalText,
  created_at: z.string(),
  updated_at: z.string(),
})

export const customerResponse = z.object({
  id: z.string(),
  business_id: z.string(),
  name: z.string(),
  email: optionalText,
  address: optionalText,
  phone: optionalText,
  status: optionalText,
  is_deleted: z.nullish(z.boolean()),
  created_at: z.string(),
  updated_at: z.string(),
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

/**
 * A list, in any of the forms seen: the page object (`has_next` in the reference, `has_more` in the
 * pagination guide), or a bare array.
 */
export function pageOf<Item>(item: z.ZodMiniType<Item>) {
  const page = z.object({
    items: z.array(item),
    total: z.nullish(z.number()),
    limit: z.nullish(z.number()),
    next_cursor: z.nullish(z.string()),
    prev_cursor: z.nullish(z.string()),
    has_next: z.nullish(z.boolean()),
    has_prev: z.nullish(z.boolean()),
    has_more: z.nullish(z.boolean()),
  })
  return z.union([
    page,
    z.pipe(
      z.array(item),
      z.transform((items): z.infer<typeof page> => ({ items })),
    ),
  ])
}

export type ContactResponse = z.infer<typeof contactResponse>
export type CustomerResponse = z.infer<typeof customerResponse>
