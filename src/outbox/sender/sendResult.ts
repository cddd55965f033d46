import { mayHaveHappened, type Refusal } from '#contract/api/refusal.ts'
import type { Outcome, Submission } from '#contract/api/submission.ts'
import { ApiError, isSignedOut } from '#contract/api/apiError.ts'
import type { Contact } from '#contract/fields/contact.ts'

/** The result of one attempt. */
export type SendResult =
  | { kind: 'saved'; contact: Contact | null }
  /** The gateway accepted the submission and refused it: nothing was executed. */
  | { kind: 'refused'; refusal: Refusal }
  /** This attempt was not accepted, which says nothing about an earlier one. */
  | { kind: 'notAccepted'; refusal: Refusal }
  /** The session has ended, so this attempt was not looked at. */
  | { kind: 'signedOut' }
  /** It may have been executed. */
  | {
      kind: 'open'
      reached: boolean
      duplicateInFlight: boolean
      /**
       * The person whose write about the same customer goes first; null: the same person; left out:
       * no write does.
       */
      waitingFor?: string | null
      /** The billing system lists no contacts, so the outcome may never be known. */
      unlisted?: boolean
    }

export function classifyOutcome(outcome: Outcome): SendResult {
  switch (outcome.state) {
    case 'succeeded':
      return { kind: 'saved', contact: outcome.contact }
    case 'rejected':
      return { kind: 'refused', refusal: outcome.refusal }
    default: {
      const isPending = outcome.state === 'pending'
      const duplicateInFlight = isPending && outcome.duplicateInFlight === true
      const waitingFor = isPending ? outcome.waitingFor : undefined
      const unlisted = outcome.state === 'unknown' && outcome.unlisted === true
      return { kind: 'open', reached: true, duplicateInFlight, waitingFor, unlisted }
    }
  }
}

/** @throws an error that is a bug, and not an answer or a missing one */
export function classifyError(error: unknown): SendResult {
  if (!(error instanceof ApiError)) throw error
  if (isSignedOut(error)) return { kind: 'signedOut' }
  const { failure } = error
  if (failure.kind === 'gatewayUnreachable')
    return { kind: 'open', reached: false, duplicateInFlight: false }
  if (mayHaveHappened(failure.refusal))
    return { kind: 'open', reached: true, duplicateInFlight: false }
  return { kind: 'notAccepted', refusal: failure.refusal }
}

/** Whether a repeat will be rejected in the same way. */
export function isPermanent({ kind }: Refusal): boolean {
  return kind !== 'busy' && kind !== 'backendUnreachable'
}

/**
 * Whether a refused submission is sent again without asking, and after how many milliseconds. Null for
 * a role change or a deletion: the list that the person saw may have changed by then.
 */
export function retryOf(
  submission: Submission,
  refusal: Refusal,
): { why: 'busy' | 'backendUnreachable'; after: number } | null {
  if (submission.op !== 'create' && submission.op !== 'update') return null
  if (refusal.kind === 'backendUnreachable') return { why: 'backendUnreachable', after: 0 }
  if (refusal.kind === 'busy') return { why: 'busy', after: (refusal.retryAfter ?? 0) * 1000 }
  return null
}
