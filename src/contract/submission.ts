import * as z from 'zod/mini'
import { refusalSchema } from './refusal.ts'

const value = z.union([z.string(), z.boolean(), z.null()])
const values = z.record(z.string(), value)

/** What a customer's or contact's id may look like in any backend: bounded, and safe in an address. */
export const idSchema = z.string().check(z.regex(/^[A-Za-z0-9][\w.~-]{0,127}$/))

/** Which version of the wish this is: 1, then one more after each refusal that was mended. */
const g = z.int().check(z.minimum(1), z.maximum(10_000))

export const contactSchema = z.object({
  id: z.string(),
  name: z.string(),
  primary: z.boolean(),
  roles: z.array(z.string()),
  changedAt: z.nullable(z.string()),
  values,
})

/** One wish to write. The intent's id is in the address, so a repeat is the same wish. */
export const submissionSchema = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('create'), g, customer: idSchema, values }),
  z.strictObject({ op: z.literal('update'), g, customer: idSchema, contact: idSchema, values }),
  z.strictObject({ op: z.literal('remove'), g, customer: idSchema, contact: idSchema }),
  z.strictObject({ op: z.literal('primary'), g, customer: idSchema, contact: idSchema }),
  z.strictObject({
    op: z.literal('role'),
    g,
    customer: idSchema,
    contact: idSchema,
    role: idSchema,
  }),
])

export type Submission = z.infer<typeof submissionSchema>

/** An intent is a UUID made in the browser when the form opens. */
export const intentSchema = z.uuid()

/** What became of a wish. `pending`: being tried right now. `unknown`: nobody can say yet. */
export const outcomeSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('succeeded'), contact: z.nullable(contactSchema) }),
  z.object({ state: z.literal('rejected'), refusal: refusalSchema }),
  z.object({ state: z.literal('pending') }),
  z.object({ state: z.literal('unknown'), since: z.string() }),
])

export type Outcome = z.infer<typeof outcomeSchema>
