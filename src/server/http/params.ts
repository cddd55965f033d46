import * as z from 'zod/mini'
import { idSchema, submissionIdSchema } from '#contract/api/submission.ts'
import { customerSorts } from '#contract/api/api.ts'
import { gatewayText } from '#text/gatewayText.ts'

const workspace = z.string().check(z.regex(/^[\w-]{1,64}$/))

export const workspaceParams = z.strictObject({ workspace })
export const customerParams = z.strictObject({ workspace, customer: idSchema })
export const contactParams = z.strictObject({ workspace, customer: idSchema, contact: idSchema })
export const submissionParams = z.strictObject({ workspace, id: submissionIdSchema })

export const noParams = z.strictObject({})

const cursor = z.optional(
  z.string().check(z.regex(/^[\x21-\x7e]{1,2048}$/, gatewayText.query.cursor)),
)

/**
 * How many milliseconds ago Save was pressed, by the browser's clock alone: no two machines need to
 * agree on the time. Not part of the submission, whose repeats are the same.
 */
export const pressedQuery = z.strictObject({
  pressedAgo: z.optional(
    z.pipe(
      z.string().check(z.regex(/^\d{1,12}$/, gatewayText.query.pressedAgo)),
      z.transform(Number),
    ),
  ),
})

function limit(otherwise: number) {
  const written = z.string().check(z.regex(/^\d{1,4}$/, gatewayText.query.limit))
  const number = z
    .int()
    .check(z.minimum(1, gatewayText.query.limit), z.maximum(1000, gatewayText.query.limit))
  return z._default(z.pipe(z.pipe(written, z.transform(Number)), number), otherwise)
}

/** `?cursor&limit`, with the page length that is used when none is asked for. */
export function pageQuery(length: number) {
  return z.strictObject({ cursor, limit: limit(length) })
}

/** The same with `mine=true` for the changes of the signed-in person. */
export function receiptsQuery(length: number) {
  const mine = z.pipe(
    z.optional(z.literal('true')),
    z.transform((mine) => mine === 'true'),
  )
  return z.strictObject({ cursor, limit: limit(length), mine })
}

/** `?again=true`: not what was found before. */
export const againQuery = z.strictObject({ again: z.optional(z.literal('true')) })

const sorts = customerSorts.flatMap((by) => [by, `-${by}`] as const)

/** A list's order as an address has it. */
export type WrittenSort = (typeof sorts)[number]

/**
 * The same with `search` (200 characters is more than a name has) and `sort`: a column, with `-`
 * before it for descending.
 */
export function searchQuery(length: number) {
  return z.strictObject({
    cursor,
    limit: limit(length),
    search: z.optional(z.string().check(z.maxLength(200))),
    sort: z.optional(z.enum(sorts, gatewayText.query.sort)),
  })
}

/** `?customers=a,b,c`: at most 50 ids. */
export const recipientsQuery = z.strictObject({
  customers: z
    .string()
    .check(z.regex(/^(?:[\w.~-]{1,128},){0,49}[\w.~-]{1,128}$/, gatewayText.query.customers)),
})
