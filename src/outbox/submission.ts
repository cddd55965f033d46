import type { Draft } from '#contract/fields/kind.ts'
import type { Refusal } from '#contract/api/refusal.ts'
import type { Submission } from '#contract/api/submission.ts'
import type { Contact } from '#contract/fields/contact.ts'

/** A submission before it has its generation. */
export type Write = Submission extends infer Each
  ? Each extends unknown
    ? Omit<Each, 'g'>
    : never
  : never

/** What somebody wants written. Its intent is made once, so that every press means the same wish. */
export interface Wanted {
  workspace: string
  intent: string
  write: Write
  /** What a message elsewhere calls it. */
  about: string
  /** The form it was typed into, and what stood there; null for what is pressed without a form. */
  form: { place: string; pressed: Draft } | null
  /** Errands of one line go one after the other. Left out: the intent's own line. */
  line?: string
}

/** A wish on its way: from here on its submission never changes, whatever is typed meanwhile. */
export interface Errand extends Omit<Wanted, 'write' | 'line'> {
  submission: Submission
  line: string
  /** When Save was pressed, in milliseconds since 1970. */
  at: number
}

/** How an errand ended. Nothing else is ever called saved or not saved. */
export type Verdict =
  | { kind: 'saved'; contact: Contact | null; sent: Submission }
  | { kind: 'refused'; refusal: Refusal }
  /** The person gave up while it was certain that nothing had been executed. */
  | { kind: 'stopped' }
  /** The person gave up while it was in doubt: it is never called saved, nor not saved. */
  | { kind: 'left' }

/** Where an errand stands that has not ended. `again`: when it is tried next, if that is known. */
export type Standing =
  /** `retry`: it has waited before, was certainly not executed by then, and may still be stopped. */
  | { kind: 'saving'; retry?: true }
  /** It may have been executed or not. */
  | {
      kind: 'checking'
      since: Date
      /** An identical contact is being saved for this customer, and is waited for. */
      twin: boolean
      /** Who asked for the write of the same customer that is waited for; null: the same person. */
      waitingFor?: string | null
      trouble: 'offline' | 'unreached' | 'signedOut' | null
      /** Why the last repeat was turned away, which says nothing about the first try. */
      refusal: Refusal | null
      /** Repeats are turned away for good, so the person may look and leave it. */
      mayLeave: boolean
      /** The billing system lists no contacts: the desk may never find out by itself. */
      unlisted: boolean
      again: Date | null
    }
  /** Certainly not executed yet. */
  | {
      kind: 'waiting'
      /**
       * `twin`: an identical contact is being saved for this customer, and goes first. `before`: so
       * does another errand of its line. `customer`: so does another write about the same customer,
       * of the person in `waitingFor`; null: the same person.
       */
      why:
        | 'offline'
        | 'unreached'
        | 'signedOut'
        | 'busy'
        | 'unreachable'
        | 'twin'
        | 'before'
        | 'customer'
      waitingFor?: string | null
      again: Date | null
    }

/** Certainly not executed before the try that may be under way: the person may give up. */
export function mayStop(standing: Standing): boolean {
  return standing.kind === 'waiting' || (standing.kind === 'saving' && standing.retry === true)
}

/** An errand that has not ended. */
export interface Unresolved {
  errand: Errand
  standing: Standing
}

/** An errand that has ended. */
export interface Ended {
  errand: Errand
  verdict: Verdict
  /** Somebody looks at the form it came from, and is told there. */
  attended: boolean
  /** It was pressed before this page was opened. */
  resumed: boolean
}
