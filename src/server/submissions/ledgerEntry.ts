import type { AccessRole } from '#contract/api/accessRole.ts'
import type { Outcome, Submission } from '#contract/api/submission.ts'
import type { Contact } from '#contract/fields/contact.ts'

/** The key of a submission. */
export interface SubmissionKey {
  workspace: string
  id: string
}

/** A write as it is executed. An undo becomes one of these. */
export type WriteOperation = Exclude<Submission, { op: 'undo' }>

/** One row of the ledger: a submission and its progress. */
export interface LedgerEntry extends SubmissionKey {
  person: string
  /** The person's name and role at that time. Null: written before roles were recorded. */
  personName: string
  role: AccessRole | null
  /** The id of the request, for the server's log. */
  reference: string | null
  /** Why, in their own words. */
  reason: string | null
  revision: number
  /** Hash of the payload. */
  fingerprint: string
  write: WriteOperation
  /** The submission that this one undoes. */
  undoes: string | null
  state: Outcome['state']
  /** Null while it is pending. */
  outcome: Outcome | null
  /** When the gateway received it. */
  sentAt: Date
  /** Goes up with each lease: only the latest holder may record the outcome. */
  fencingToken: number
  /** Until then the holder of the lease may be executing it. */
  leaseUntil: Date
  /** The contact before the write. */
  previous: Contact | null
  /** The snapshot: ids of the customer's contacts before the dispatch; null where there is none. */
  knownIds: readonly string[] | null
  /**
   * Ids of the contacts that were primary, or had the role, before the first dispatch of this key
   * epoch; null where it moves neither. Never refreshed: of the holders of today one may be another
   * writer's.
   */
  holders: readonly string[] | null
  /** Goes up each time it is proven that nothing was created. */
  keyEpoch: number
  /** Faults in this key epoch, which a backend with keys may have stored. */
  faults: number
  /** Answers of this key epoch that report success, while no read has shown it. */
  unconfirmedAnswers: number
  /** How often it was reconciled. */
  reconcileAttempts: number
  /** The first dispatch of this key epoch; null: nothing was sent. */
  dispatchedAt: Date | null
  /** The last dispatch. */
  lastDispatchedAt: Date | null
  inDoubtSince: Date | null
  /** When a gateway that was stopped released it; what was sent by then may still arrive. */
  givenBackAt: Date | null
  /** When it was restored from a backup, still open: it is never sent again by itself. */
  restoredAt: Date | null
  /** When a create was pressed that is older than a restore: a matching contact since then is its own. */
  lookFrom: Date | null
  /** It holds the customer lock (`customerLock.ts`). */
  holdsLock: boolean
}

/** A ledger entry before it is inserted. */
export interface NewLedgerEntry {
  person: string
  personName: string
  role: AccessRole | null
  reference: string
  /** Why, in the person's own words. */
  reason: string | null
  revision: number
  fingerprint: string
  /** The submission without its revision, as canonical JSON. */
  payload: string
  write: WriteOperation
  undoes: string | null
  /** Of a create: equal for all submissions that would create the same contact. */
  contactFingerprint: string | null
  /** When a create was pressed, where that is older than a restore, which may have lost it. */
  lookFrom: Date | null
  /** It needs the customer lock. */
  takesLock: boolean
}
