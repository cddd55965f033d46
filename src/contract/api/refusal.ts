import * as z from 'zod/mini'
import { valuesSchema } from '#contract/fields/kind.ts'

const problem = z.object({
  /** Name of the field it belongs to; null where no field is to blame. */
  field: z.nullable(z.string()),
  message: z.string(),
})

/** A contact that is primary, or has the role that was to move. */
const holder = z.object({ id: z.string(), name: z.string() })

/** One thing that is wrong, in words that say what to do. */
export type Problem = z.infer<typeof problem>

/** Every way a backend says no, and the ways in which it says nothing. */
export const refusalSchema = z.discriminatedUnion('kind', [
  /** What was typed is refused. */
  z.object({ kind: z.literal('fields'), problems: z.array(problem) }),
  /** The submission as a whole is refused, in the backend's own words. */
  z.object({
    kind: z.literal('rejected'),
    message: z.string(),
    /** Answered by a proxy between gateway and billing system: not executed, reason unknown. */
    viaProxy: z.optional(z.literal(true)),
    /** Answered as done, and not done: says nothing about an earlier attempt. */
    ignored: z.optional(z.literal(true)),
  }),
  /** The submission took two steps; the first is done and stays, the second was refused. Both in words. */
  z.object({
    kind: z.literal('partial'),
    done: z.string(),
    failed: z.string(),
    /** The move was carried out, and another writer moved it on since: to this contact. */
    holder: z.optional(holder),
  }),
  /** Another writer changed these fields since the write was asked for; this is what they hold now. */
  z.object({
    kind: z.literal('conflict'),
    theirs: valuesSchema,
    /**
     * It was dispatched and the answer was lost: it may have been saved, stored differently from what
     * was typed, or changed by another writer since. Never said where nothing was dispatched.
     */
    maybeSaved: z.optional(z.literal(true)),
    /** Of a move: the contact that is primary, or has the role, now; null where none is. */
    holder: z.optional(z.nullable(holder)),
  }),
  /**
   * A create was dispatched, the answer was lost, and this contact was made since by no known
   * submission. It may be the one, stored differently. A person decides: either it is, or the next
   * revision names it in `distinctFrom`.
   */
  z.object({
    kind: z.literal('mayExist'),
    contact: z.object({ id: z.string(), name: z.string(), values: valuesSchema }),
  }),
  z.object({
    kind: z.literal('notFound'),
    what: z.enum(['customer', 'contact', 'workspace', 'page']),
  }),
  /** The workspace's credentials are refused: nothing staff can mend. */
  z.object({ kind: z.literal('credentials') }),
  z.object({ kind: z.literal('permission') }),
  /**
   * The billing system does not have this call at the workspace's address, or does not understand
   * what the workspace sends along with every call: certainly not executed.
   */
  z.object({ kind: z.literal('setup'), status: z.number() }),
  /** The gateway refused a request without a session, before it looked at anything. */
  z.object({ kind: z.literal('signedOut') }),
  /** Asked too often; `retryAfter` in seconds. */
  z.object({ kind: z.literal('busy'), retryAfter: z.nullable(z.number()) }),
  /** No connection, so nothing was sent: certainly not executed. */
  z.object({ kind: z.literal('backendUnreachable') }),
  /** The answer is missing or unusable: a write may or may not have been executed. */
  z.object({
    kind: z.literal('outcomeUnknown'),
    status: z.nullable(z.number()),
    /** A contact was created, and its id is unknown. */
    createdIdUnknown: z.optional(z.literal(true)),
    /**
     * The backend said that it was done, and a read afterwards shows it as it was before. It is
     * refused once later reads keep saying so.
     */
    notDone: z.optional(z.literal(true)),
  }),
])

export type Refusal = z.infer<typeof refusalSchema>

/** The refusal that was thrown; what is none is a bug, and thrown on. */
export function refusalIn(error: unknown): Refusal {
  if (error instanceof BackendError) return error.refusal
  throw error
}

/** True of an end that says itself that the write may have been executed. */
export function leavesDoubt(refusal: Refusal): boolean {
  return refusal.kind === 'mayExist' || (refusal.kind === 'conflict' && refusal.maybeSaved === true)
}

/** True when a write that met this refusal may have been executed all the same. */
export function mayHaveHappened(refusal: Refusal): boolean {
  return refusal.kind === 'outcomeUnknown'
}

/** Statuses that say that there is no such call: no such path, not this method, not for this client. */
const absentStatuses = [403, 404, 405]

/**
 * True when the billing system does not offer a call at all, or not to this workspace. What only
 * reads may then be left out; a write has no such way around.
 */
export function isAbsent(refusal: Refusal): boolean {
  if (refusal.kind === 'permission') return true
  return refusal.kind === 'setup' && absentStatuses.includes(refusal.status)
}

/** What every backend throws, and nothing else. */
export class BackendError extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal, options?: ErrorOptions) {
    super(`the backend refused: ${refusal.kind}`, options)
    this.name = 'BackendError'
    this.refusal = refusal
  }
}
