import * as z from 'zod/mini'
import { valuesSchema as values } from '#contract/fields/kind.ts'
import { refusalSchema } from './refusal.ts'

/** What a customer's or contact's id may look like in any backend: bounded, and safe in an address. */
export const idSchema = z.string().check(z.regex(/^[A-Za-z0-9][\w.~-]{0,127}$/))

/** Which version of the submission this is: 1, then one more after each refusal that was mended. */
const revision = z.int().check(z.minimum(1), z.maximum(10_000))

export const contactSchema = z.object({
  id: z.string(),
  name: z.string(),
  primary: z.boolean(),
  /** As of `Contact`. */
  alsoPrimary: z.optional(z.object({ id: z.string(), name: z.string() })),
  roles: z.array(z.string()),
  changedAt: z.nullable(z.string()),
  values,
  /** It came with fields in a form that cannot be used; those are left out of `values`. */
  incomplete: z.optional(z.literal(true)),
})

/**
 * What the form was opened on, of the fields that matter. Where the contact holds something else by
 * now, the submission is refused as `changed` and nothing is written. Left out: nothing is compared.
 */
const before = z.optional(values)

/** A submission id is a UUID made in the browser when the form opens. */
export const submissionIdSchema = z.uuid()

/**
 * Ids of contacts that a person looked at after a refusal `mayExist`, and that are others than the
 * one to be made.
 */
const distinctFrom = z.optional(z.array(idSchema).check(z.maxLength(50)))

/** Whom a role is taken from, as the person saw it. An undo gives it back to them. */
const from = z.optional(z.nullable(idSchema))

/** Why, in the person's own words. It is written into the log and goes nowhere else. */
const reason = z.optional(z.string().check(z.maxLength(500)))

/** One submission to write. The submission's id is in the address, so a repeat is the same submission. */
export const submissionSchema = z.discriminatedUnion('op', [
  z.strictObject({
    op: z.literal('create'),
    revision,
    customer: idSchema,
    values,
    distinctFrom,
    reason,
  }),
  z.strictObject({
    op: z.literal('update'),
    revision,
    customer: idSchema,
    contact: idSchema,
    values,
    before,
    reason,
  }),
  z.strictObject({
    op: z.literal('remove'),
    revision,
    customer: idSchema,
    contact: idSchema,
    before,
    reason,
  }),
  z.strictObject({
    op: z.literal('primary'),
    revision,
    customer: idSchema,
    contact: idSchema,
    from,
    reason,
  }),
  z.strictObject({
    op: z.literal('role'),
    revision,
    customer: idSchema,
    contact: idSchema,
    role: idSchema,
    from,
    reason,
  }),
  /** Takes back what this submission did, as long as nobody changed it since. */
  z.strictObject({
    op: z.literal('undo'),
    revision,
    customer: idSchema,
    of: submissionIdSchema,
    reason,
  }),
])

export type Submission = z.infer<typeof submissionSchema>

/**
 * What became of a submission. `pending`: being tried right now, or not yet because an identical contact is
 * being saved for the same customer (`duplicate`), or because another write about the same customer has
 * not ended (`waitingFor`: the name of the person who asked for it; null: the same person). `unknown`: it may be done or not, and is being checked.
 */
export const outcomeSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('succeeded'), contact: z.nullable(contactSchema) }),
  z.object({ state: z.literal('rejected'), refusal: refusalSchema }),
  z.object({
    state: z.literal('pending'),
    duplicateInFlight: z.optional(z.literal(true)),
    waitingFor: z.optional(z.nullable(z.string())),
  }),
  z.object({
    state: z.literal('unknown'),
    since: z.string(),
    /** The billing system lists no contacts: the desk may never find out by itself. */
    unlisted: z.optional(z.literal(true)),
  }),
])

export type Outcome = z.infer<typeof outcomeSchema>
