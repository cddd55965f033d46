import { mayHaveHappened, type Refusal } from '#contract/api/refusal.ts'
import type { Outcome, Submission } from '#contract/api/submission.ts'
import { DeskError, isSignedOut } from '#contract/api/apiError.ts'
import type { Contact } from '#contract/fields/contact.ts'

/** What one send came to. */
export type Answer =
  | { kind: 'saved'; contact: Contact | null }
  /** The gateway took the wish up and its end is no: nothing of it was executed. */
  | { kind: 'refused'; refusal: Refusal }
  /** This send was not taken up at all, which says nothing about an earlier one. */
  | { kind: 'turnedAway'; refusal: Refusal }
  /** Nobody is signed in, so this send was not even looked at. */
  | { kind: 'signedOut' }
  /** It may have been executed. */
  | {
      kind: 'open'
      reached: boolean
      twin: boolean
      /**
       * Who asked for the write of the same customer that goes first; null: the same person. Left
       * out: none does.
       */
      waitingFor?: string | null
      /** The desk may never find out by itself. */
      unlisted?: boolean
    }

export function answerOf(outcome: Outcome): Answer {
  switch (outcome.state) {
    case 'succeeded':
      return { kind: 'saved', contact: outcome.contact }
    case 'rejected':
      return { kind: 'refused', refusal: outcome.refusal }
    default: {
      const isPending = outcome.state === 'pending'
      const twin = isPending && outcome.twin === true
      const waitingFor = isPending ? outcome.waitingFor : undefined
      const unlisted = outcome.state === 'unknown' && outcome.unlisted === true
      return { kind: 'open', reached: true, twin, waitingFor, unlisted }
    }
  }
}

/** Of a send that brought no outcome. @throws what is no trouble but a bug */
export function answerOfTrouble(error: unknown): Answer {
  if (!(error instanceof DeskError)) throw error
  if (isSignedOut(error)) return { kind: 'signedOut' }
  const { trouble } = error
  if (trouble.kind === 'unreached') return { kind: 'open', reached: false, twin: false }
  if (mayHaveHappened(trouble.refusal)) return { kind: 'open', reached: true, twin: false }
  return { kind: 'turnedAway', refusal: trouble.refusal }
}

/** Whether a wish that was turned away like this will be turned away the next time as well. */
export function isForGood({ kind }: Refusal): boolean {
  return kind !== 'busy' && kind !== 'unreachable'
}

/**
 * Why a refused submission is worth the same press again, without asking; null when it is not. A
 * move or a deletion is not: the list it was decided on may be another one by then.
 */
export function worthAnother(
  submission: Submission,
  refusal: Refusal,
): { why: 'busy' | 'unreachable'; after: number } | null {
  if (submission.op !== 'create' && submission.op !== 'update') return null
  if (refusal.kind === 'unreachable') return { why: 'unreachable', after: 0 }
  if (refusal.kind === 'busy') return { why: 'busy', after: (refusal.retryAfter ?? 0) * 1000 }
  return null
}
