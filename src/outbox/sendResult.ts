import { mayHaveHappened, type Refusal } from '#contract/api/refusal.ts'
import type { Outcome, Submission } from '#contract/api/submission.ts'
import { ApiError, isSignedOut } from '#contract/api/apiError.ts'
import type { Contact } from '#contract/fields/contact.ts'

/** What one send came to. */
export type SendResult =
  | { kind: 'saved'; contact: Contact | null }
  /** The gateway took the submission up and its end is no: nothing of it was executed. */
  | { kind: 'refused'; refusal: Refusal }
  /** This send was not taken up at all, which says nothing about an earlier one. */
  | { kind: 'notAccepted'; refusal: Refusal }
  /** Nobody is signed in, so this send was not even looked at. */
  | { kind: 'signedOut' }
  /** It may have been executed. */
  | {
      kind: 'open'
      reached: boolean
      duplicateInFlight: boolean
      /**
       * Who asked for the write of the same customer that goes first; null: the same person. Left
       * out: none does.
       */
      waitingFor?: string | null
      /** The desk may never find out by itself. */
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

/** Of a send that brought no outcome. @throws what is no trouble but a bug */
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

/** Whether a submission that was turned away like this will be turned away the next time as well. */
export function isPermanent({ kind }: Refusal): boolean {
  return kind !== 'busy' && kind !== 'backendUnreachable'
}

/**
 * Why a refused submission is worth the same press again, without asking; null when it is not. A
 * move or a deletion is not: the list it was decided on may be another one by then.
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
