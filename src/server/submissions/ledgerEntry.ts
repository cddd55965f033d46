import type { AccessRole } from '#contract/api/accessRole.ts'
import type { Outcome, Submission } from '#contract/api/submission.ts'
import type { Contact } from '#contract/fields/contact.ts'

/** Where a submission lives. */
export interface SubmissionKey {
  workspace: string
  id: string
}

/** A write as it is carried out. An undo is one of these. */
export type WriteOperation = Exclude<Submission, { op: 'undo' }>

/** One row of the ledger: a submission, and how far it got. */
export interface LedgerEntry extends SubmissionKey {
  person: string
  /** The person's name and role when they asked. Null: a desk that did not yet write roles down. */
  personName: string
  role: AccessRole | null
  /** Finds the request in which they asked. */
  reference: string | null
  /** Why, in their own words. */
  reason: string | null
  revision: number
  /** Of the submission as it was asked for. */
  fingerprint: string
  write: WriteOperation
  /** The submission that this one takes back. */
  undoes: string | null
  state: Outcome['state']
  /** What it came to; null while nothing has been said. */
  outcome: Outcome | null
  /** When the person asked. */
  sentAt: Date
  /** One more with each that takes it on: only the last of them may say what it came to. */
  fencingToken: number
  /** Until then whoever took it on may still be at work. */
  leaseUntil: Date
  /** What the contact held before. */
  previous: Contact | null
  /** Ids of the customer's contacts before anything was sent; null where nobody looked. */
  knownIds: readonly string[] | null
  /**
   * Ids of the contacts that were primary, or had the role, before the first dispatch of this key
   * epoch; null where it moves neither. Never refreshed: of the holders of today one may be another
   * writer's.
   */
  holders: readonly string[] | null
  /** One more each time it was proven that nothing was made. */
  keyEpoch: number
  /** Answers of this round that were faults, which a backend with keys may have stored. */
  faults: number
  /** Answers of this round that said that it is done, while no read has shown it. */
  unconfirmedAnswers: number
  /** How often somebody looked what became of it. */
  reconcileAttempts: number
  /** When bytes of this round left first; null: none have. */
  dispatchedAt: Date | null
  /** When bytes left last. */
  lastDispatchedAt: Date | null
  inDoubtSince: Date | null
  /** When a gateway that ended on purpose gave it back; what had left may still have been on its way. */
  givenBackAt: Date | null
  /** When it came out of a backup, still open: nothing of it is sent again without a person. */
  restoredAt: Date | null
  /** Of a create that was pressed before a restore: a contact like it made since then is this one. */
  lookFrom: Date | null
  /** It holds the customer lock (`customerLock.ts`). */
  holdsLock: boolean
}

/** A submission as it is written down before anything is sent. */
export interface NewLedgerEntry {
  person: string
  personName: string
  role: AccessRole | null
  reference: string
  /** Why, in the person's own words. */
  reason: string | null
  revision: number
  fingerprint: string
  /** The submission as it was asked for, as text. */
  payload: string
  write: WriteOperation
  undoes: string | null
  /** Of a create: the same for every submission that would make the same contact. */
  contactFingerprint: string | null
  /** When a create was pressed, where that was before a restore that may have forgotten it. */
  lookFrom: Date | null
  /** It has to hold the customer lock. */
  takesLock: boolean
}
