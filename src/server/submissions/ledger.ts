import type { Outcome } from '#contract/api/submission.ts'
import type { LedgerEntry, SubmissionKey, NewLedgerEntry, WriteOperation } from './ledgerEntry.ts'
import type { ClaimDecision } from './claimDecision.ts'
import type { Contact } from '#contract/fields/contact.ts'

/** How long a lease lasts, in milliseconds. */
export const leaseMs = 60_000

/**
 * How long after a doubt the customer is first scanned for a duplicate, in milliseconds. Also after any
 * create that was sent without a key: a network may have delivered it twice.
 */
export const duplicateScanDelayMs = 15 * 60_000

/**
 * A due time further ahead than this, in milliseconds, was written before the clock was set back, and
 * counts as due.
 */
export const maxDueAheadMs = 5 * 60_000

export type Claim =
  /** This gateway holds the lease, and executes it. */
  | { kind: 'ours'; entry: LedgerEntry }
  /** An identical contact is being saved for the same customer. Nothing is recorded. */
  | { kind: 'duplicateInFlight' }
  /** Another write about the customer, by this person, holds the lock. Nothing is recorded. */
  | { kind: 'locked'; person: string; personName: string }
  /** The other submission is undone already, or is being undone. Nothing is recorded. */
  | { kind: 'undone' }
  | Exclude<ClaimDecision, { kind: 'newRevision' }>

/** A create whose customer is scanned for duplicates. */
export interface DuplicateScan extends SubmissionKey {
  customer: string
}

/** What is recorded right before the backend is called. */
export interface Dispatch {
  keyEpoch: number
  knownIds: readonly string[] | null
  previous: Contact | null
  holders: readonly string[] | null
}

/** The customer whose contacts are written. */
export interface CustomerLock {
  workspace: string
  customer: string
}

export interface InDoubt {
  /** When the outcome became unknown. */
  since: Date
  /** When it is reconciled next. */
  dueAt: Date
  /** The answer was a fault of the billing system. */
  fault: boolean
  /** The answer reported success, and a read does not show it. */
  unconfirmed?: boolean
  /** The billing system lists no contacts, so the outcome may never be known. */
  unlisted?: boolean
  /** Whether it keeps the customer lock, if it holds it. */
  keepsLock: boolean
}

/** A row that another version of the desk wrote, and this one cannot read. */
export class UnreadableEntry extends Error {
  constructor({ workspace, id: submissionId }: SubmissionKey, options: ErrorOptions) {
    super(`the row of ${submissionId} in ${workspace} cannot be read`, options)
  }
}

/**
 * The submissions as rows. Every method is durable when it resolves. Those with a fencing token do
 * nothing for a gateway that has lost its lease. The audit entry is written in the same statement: when
 * a submission is settled, and when it falls in doubt for the first time.
 */
export interface Ledger {
  /** Records the submission before anything is sent, or says why it must not be sent. */
  claim(key: SubmissionKey, written: NewLedgerEntry, now: Date): Promise<Claim>
  /**
   * Takes the customer lock for an entry that does not hold it (any more).
   * @returns false when another entry holds it, or the fencing token is out of date
   */
  lock(key: SubmissionKey, fencingToken: number): Promise<boolean>
  /** Records the dispatch. @returns false when the lease is lost: then nothing may be sent */
  markDispatched(
    key: SubmissionKey,
    fencingToken: number,
    departure: Dispatch,
    now: Date,
  ): Promise<boolean>
  /**
   * Records the outcome.
   * @returns the recorded outcome, which is another gateway's if that came first; null when the contact
   *   was created by another submission
   */
  settle(
    entry: LedgerEntry,
    fencingToken: number,
    outcome: Outcome,
    now: Date,
  ): Promise<Outcome | null>
  /**
   * Records the person's decision which contact a create made that was refused as `mayExist`.
   * @returns the recorded outcome; null when another submission made that contact
   */
  confirm(entry: LedgerEntry, outcome: Outcome, now: Date): Promise<Outcome | null>
  /** Records that the outcome is unknown, and when to reconcile. @returns the recorded outcome */
  markInDoubt(
    entry: LedgerEntry,
    fencingToken: number,
    markInDoubt: InDoubt,
    now: Date,
  ): Promise<Outcome>
  /** Takes the lease of a submission that is due; null when it is not. */
  takeOver(key: SubmissionKey, now: Date): Promise<LedgerEntry | null>
  /** The submissions of these workspaces that are due, the longest due first. */
  due(workspaces: readonly string[], now: Date, limit: number): Promise<SubmissionKey[]>
  /** Which of these contacts were created by a submission. */
  claimedContacts(workspace: string, contacts: readonly string[]): Promise<ReadonlySet<string>>
  /** The submissions that report one of these contacts as a duplicate, each with that contact. */
  reportedDuplicates(
    workspace: string,
    contacts: readonly string[],
  ): Promise<ReadonlyMap<string, string>>
  /**
   * The writes of other submissions about the same customer that were saved since a time.
   * @throws UnreadableEntry
   */
  savedSince(entry: LedgerEntry, since: Date): Promise<WriteOperation[]>
  /** @throws UnreadableEntry */
  read(key: SubmissionKey): Promise<LedgerEntry | null>
  /** Creates whose duplicate scan is due, the longest due first. */
  dueDuplicateScans(
    workspaces: readonly string[],
    now: Date,
    limit: number,
  ): Promise<DuplicateScan[]>
  /** Records when the next scan is due (null: never), and the contact that may be a duplicate. */
  recordScan(key: SubmissionKey, next: Date | null, duplicate: string | null): Promise<void>
  /**
   * Does the work in one transaction with the writes of an embedded backend. Left out if ledger and
   * backend do not share a database.
   * @param turn the customer that is locked meanwhile; null for a write that reads nothing first
   */
  inSharedTransaction?<Result>(
    turn: CustomerLock | null,
    work: (ledger: Ledger) => Promise<Result>,
  ): Promise<Result>
}
