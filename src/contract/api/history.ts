import * as z from 'zod/mini'
import { valueSchema, valuesSchema } from '#contract/fields/kind.ts'
import { accessOps } from './accessOps.ts'
import { accessRoleSchema } from './accessRole.ts'
import type { Refusal } from './refusal.ts'
import { idSchema } from './submission.ts'

/** What the desk itself wrote down of its saves: receipts, the log, and what it created. */

/** A contact that was created through the desk, as its ledger has it. */
const createdContactSchema = z.object({
  submissionId: z.string(),
  /** Who created it. */
  person: z.string(),
  at: z.string(),
  /** Its id; null where the billing system told none. */
  contact: z.nullable(z.string()),
  name: z.string(),
  values: valuesSchema,
})

export type Created = z.infer<typeof createdContactSchema>

/** The newest first. */
export const createdSchema = z.object({ items: z.array(createdContactSchema) })

const changeOps = ['create', 'update', 'remove', 'primary', 'role'] as const

/** What was changed, by whom, when. The newest first. */
export const receiptSchema = z.object({
  submissionId: z.string(),
  person: z.string(),
  op: z.enum(changeOps),
  customer: z.string(),
  contact: z.nullable(z.string()),
  name: z.nullable(z.string()),
  state: z.enum(['pending', 'succeeded', 'rejected', 'unknown']),
  at: z.string(),
  /** Whether it can be taken back, as far as the desk can tell. */
  undo: z.enum(['possible', 'done', 'no']),
  /** The submission that this change took back, where it is an undo itself. */
  undoes: z.nullable(z.string()),
  /** Why, in the person's own words. Left out: none was given. */
  reason: z.optional(z.string()),
  /** It was refused as something that may have been executed all the same. */
  leavesDoubt: z.boolean(),
  /** Of a create that was refused as `mayExist`: the contact that it may have made. */
  asked: z.nullable(z.object({ id: z.string(), name: z.string() })),
  /** The id of a contact that may be the same one a second time. */
  duplicate: z.nullable(z.string()),
})

export type Receipt = z.infer<typeof receiptSchema>

export const receiptsPageSchema = z.object({
  items: z.array(receiptSchema),
  next: z.nullable(z.string()),
})

const refusalKinds = [
  'fields',
  'rejected',
  'partial',
  'conflict',
  'mayExist',
  'notFound',
  'credentials',
  'permission',
  'setup',
  'signedOut',
  'busy',
  'backendUnreachable',
  'outcomeUnknown',
] as const satisfies Refusal['kind'][]

/** One row of the log: what became of a save, written together with it and never changed. */
export const logEntrySchema = z.object({
  /** Counts the rows of a workspace from 1, without a gap. */
  number: z.int(),
  at: z.string(),
  /** As it was then. Null: from a save that began before the desk wrote roles down. */
  person: z.object({ id: z.string(), name: z.string(), role: z.nullable(accessRoleSchema) }),
  op: z.enum([...changeOps, ...accessOps]),
  /** Empty of what is about no customer. */
  customer: z.string(),
  contact: z.nullable(z.string()),
  /** The contact's. */
  name: z.nullable(z.string()),
  /**
   * By the form's own names of its fields. Of a move the field is `primary` or the role's id, and
   * what it holds is a contact's id. Where the outcome is not `saved`: what was asked for. Of what is
   * about access: `by`, `sessions`, `route`, `requests` or `role`.
   */
  changes: z.array(z.object({ field: z.string(), old: valueSchema, new: valueSchema })),
  /** The submission that was taken back. */
  undoes: z.nullable(z.string()),
  /** Why, in the person's own words. */
  reason: z.nullable(z.string()),
  submissionId: z.string(),
  revision: z.int(),
  /** Made of the submission, see supportCode.ts. A save that was in doubt has several rows under it. */
  code: z.string(),
  outcome: z.enum(['saved', 'refused', 'unknown']),
  /**
   * Which kind of refusal; never its words, which may repeat what was typed. `maybeSaved` and
   * `mayExist` are ends of saves of which nobody can tell, under the outcome `unknown`.
   */
  refusal: z.nullable(z.enum([...refusalKinds, 'maybeSaved'])),
  /** Of the last call that wrote; all null where none was made. */
  upstream: z.object({
    status: z.nullable(z.int()),
    /** What the billing system's own support finds the call by. */
    trackId: z.nullable(z.string()),
    requestId: z.nullable(z.string()),
    /** How long all calls that wrote took together. */
    milliseconds: z.nullable(z.int()),
  }),
  /** Finds the request that asked for it in the server's log. */
  reference: z.nullable(z.string()),
})

export type LogEntry = z.infer<typeof logEntrySchema>

/** The newest first. */
export const logPageSchema = z.object({
  items: z.array(logEntrySchema),
  next: z.nullable(z.string()),
})

/** Both contacts are meant to be there. */
/** A person's word that this contact is the one that a create made (`mayExist`). */
export const confirmedContactSchema = z.strictObject({ contact: idSchema })

export const dismissedDuplicateSchema = z.strictObject({ keep: z.literal(true) })
