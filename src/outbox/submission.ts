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

/** A write that a person asks for. The id is made once, so that every press is the same submission. */
export interface NewSubmission {
  workspace: string
  id: string
  write: SubmissionBody
  /** The contact's name, for notices outside of its form. */
  about: string
  /** The form it was typed into, with its draft; null for a write without a form. */
  form: { place: string; submittedDraft: Draft } | null
  /** Submissions with the same key are sent one after the other. Left out: it waits for none. */
  queueKey?: string
}

/** A submission in flight: its payload never changes, whatever is typed meanwhile. */
export interface OutboxItem extends Omit<NewSubmission, 'write' | 'line'> {
  submission: Submission
  queueKey: string
  /** When Save was pressed, in milliseconds since 1970. */
  at: number
}

/** How a submission ended. The screen calls nothing else saved or not saved. */
export type SubmissionResult =
  | { kind: 'saved'; contact: Contact | null; sent: Submission }
  | { kind: 'refused'; refusal: Refusal }
  /** The person stopped it while it was certain that nothing had been executed. */
  | { kind: 'cancelled' }
  /** The person stopped asking while it was in doubt: it is called neither saved nor not saved. */
  | { kind: 'abandoned' }

/** The status of a submission in flight. `nextAttemptAt`: when it is tried next, if that is known. */
export type SubmissionStatus =
  /** `retry`: it has waited before and was not executed until then, so it may still be stopped. */
  | { kind: 'saving'; retry?: true }
  /** It may have been executed or not. */
  | {
      kind: 'checking'
      since: Date
      /** An identical contact is being saved for this customer, and is waited for. */
      duplicateInFlight: boolean
      /** The person whose write about the same customer goes first; null: the same person. */
      waitingFor?: string | null
      obstacle: 'offline' | 'gatewayUnreachable' | 'signedOut' | null
      /** Why the last repeat was rejected, which says nothing about the first attempt. */
      refusal: Refusal | null
      /** The person may look at the billing system and stop asking. */
      canAbandon: boolean
      /** The billing system lists no contacts, so the outcome may never be known. */
      unlisted: boolean
      nextAttemptAt: Date | null
    }
  /** Certainly not executed yet. */
  | {
      kind: 'waiting'
      /**
       * `duplicateInFlight`: an identical contact is being saved for this customer, and goes first.
       * `queuedBehind`: so does an earlier submission with the same queue key. `customer`: so does
       * another write about the customer, by the person in `waitingFor`; null: the same person.
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

/** Whether the person may stop it: it was certainly not executed before the present attempt. */
export function canCancel(status: SubmissionStatus): boolean {
  return status.kind === 'waiting' || (status.kind === 'saving' && status.retry === true)
}

/** A submission that has no result yet. */
export interface PendingSubmission {
  item: OutboxItem
  status: SubmissionStatus
}

/** A submission that has a result. */
export interface Settled {
  item: OutboxItem
  result: SubmissionResult
  /** Its form is open and shows the result. */
  claimed: boolean
  /** It was pressed before this page was opened. */
  resumed: boolean
}
