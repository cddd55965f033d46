import type { Draft } from '#contract/fields/kind.ts'
import type { Refusal } from '#contract/api/refusal.ts'
import type { Submission } from '#contract/api/submission.ts'
import type { Contact } from '#contract/fields/contact.ts'

/** A submission before it has its revision. */
export type SubmissionBody = Submission extends infer Each
  ? Each extends unknown
    ? Omit<Each, 'revision'>
    : never
  : never

/** What somebody wants written. Its submission is made once, so that every press means the same submission. */
export interface NewSubmission {
  workspace: string
  id: string
  write: SubmissionBody
  /** What a message elsewhere calls it. */
  about: string
  /** The form it was typed into, and what stood there; null for what is pressed without a form. */
  form: { place: string; submittedDraft: Draft } | null
  /** Submissions of one line go one after the other. Left out: the submission's own line. */
  queueKey?: string
}

/** A submission on its way: from here on its submission never changes, whatever is typed meanwhile. */
export interface OutboxItem extends Omit<NewSubmission, 'write' | 'line'> {
  submission: Submission
  queueKey: string
  /** When Save was pressed, in milliseconds since 1970. */
  at: number
}

/** How a submission ended. Nothing else is ever called saved or not saved. */
export type SubmissionResult =
  | { kind: 'saved'; contact: Contact | null; sent: Submission }
  | { kind: 'refused'; refusal: Refusal }
  /** The person gave up while it was certain that nothing had been executed. */
  | { kind: 'cancelled' }
  /** The person gave up while it was in doubt: it is never called saved, nor not saved. */
  | { kind: 'abandoned' }

/** Where a submission stands that has not ended. `again`: when it is tried next, if that is known. */
export type SubmissionStatus =
  /** `retry`: it has waited before, was certainly not executed by then, and may still be stopped. */
  | { kind: 'saving'; retry?: true }
  /** It may have been executed or not. */
  | {
      kind: 'checking'
      since: Date
      /** An identical contact is being saved for this customer, and is waited for. */
      duplicateInFlight: boolean
      /** Who asked for the write of the same customer that is waited for; null: the same person. */
      waitingFor?: string | null
      obstacle: 'offline' | 'gatewayUnreachable' | 'signedOut' | null
      /** Why the last repeat was turned away, which says nothing about the first try. */
      refusal: Refusal | null
      /** Repeats are turned away for good, so the person may look and leave it. */
      canAbandon: boolean
      /** The billing system lists no contacts: the desk may never find out by itself. */
      unlisted: boolean
      nextAttemptAt: Date | null
    }
  /** Certainly not executed yet. */
  | {
      kind: 'waiting'
      /**
       * `duplicate`: an identical contact is being saved for this customer, and goes first. `before`: so
       * does another submission of its line. `customer`: so does another write about the same customer,
       * of the person in `waitingFor`; null: the same person.
       */
      why:
        | 'offline'
        | 'gatewayUnreachable'
        | 'signedOut'
        | 'busy'
        | 'backendUnreachable'
        | 'duplicateInFlight'
        | 'queuedBehind'
        | 'customer'
      waitingFor?: string | null
      nextAttemptAt: Date | null
    }

/** Certainly not executed before the try that may be under way: the person may give up. */
export function canCancel(status: SubmissionStatus): boolean {
  return status.kind === 'waiting' || (status.kind === 'saving' && status.retry === true)
}

/** A submission that has not ended. */
export interface PendingSubmission {
  item: OutboxItem
  status: SubmissionStatus
}

/** A submission that has ended. */
export interface Settled {
  item: OutboxItem
  result: SubmissionResult
  /** Somebody looks at the form it came from, and is told there. */
  claimed: boolean
  /** It was pressed before this page was opened. */
  resumed: boolean
}
