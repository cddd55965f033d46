import * as z from 'zod/mini'
import { valuesSchema as values } from '#contract/fields/kind.ts'
import { refusalSchema } from './refusal.ts'

/** What a customer's or contact's id may look like in any backend: bounded, and safe in an address. */
export const idSchema = z.string().check(z.regex(/^[A-Za-z0-9][\w.~-]{0,127}$/))

/** 1, then one more with each corrected retry after a refusal. */
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
  /** It came with fields that cannot be read; those are left out of `values`. */
  incomplete: z.optional(z.literal(true)),
})

/**
 * The values that the form was opened on, of the fields that matter. If the contact has other values
 * by now, the submission is refused as `conflict` and nothing is written. Left out: nothing is compared.
 */
const before = z.optional(values)

/** A submission id is a UUID made in the browser when the form opens. */
export const submissionIdSchema = z.uuid()

/**
 * Ids of contacts that the person has seen after a refusal `mayExist` and says are not the one to be
 * created.
 */
const distinctFrom = z.optional(z.array(idSchema).check(z.maxLength(50)))

/** The contact that had the role when the person pressed. An undo gives it back. */
const from = z.optional(z.nullable(idSchema))

/** The reason in the person's own words. It is stored in the audit log and sent nowhere else. */
const reason = z.optional(z.string().check(z.maxLength(500)))

/** One write. The submission's id is in the address, so a repeat is the same submission. */
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
  /** Restores the values from before this submission, unless they were changed since. */
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
 * The outcome of a submission. `pending`: it is being executed, or waits because an identical contact
 * is being saved for the same customer (`duplicateInFlight`) or because another write about the
 * customer has not ended (`waitingFor`: the name of its person; null: the same person). `unknown`: in
 * doubt, and being reconciled.
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
    /** The billing system lists no contacts, so the outcome may never be known. */
    unlisted: z.optional(z.literal(true)),
  }),
])

export type Outcome = z.infer<typeof outcomeSchema>
