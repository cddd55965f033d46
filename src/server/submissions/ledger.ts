import type { Outcome } from '#contract/api/submission.ts'
import type { LedgerEntry, SubmissionKey, NewLedgerEntry } from './ledgerEntry.ts'
import type { ClaimDecision } from './claimDecision.ts'
import type { Contact } from '#contract/fields/contact.ts'

/** How long whoever took a submission on may be silent before others look, in milliseconds. */
export const leaseMs = 60_000

/**
 * How long after a doubt the customer is first looked through for a second contact, in milliseconds.
 * And how long after any create that went without a key: a network may have delivered it twice.
 */
export const duplicateScanDelayMs = 15 * 60_000

/**
 * Nothing is ever due later than this, in milliseconds: what says so was written before somebody set
 * the clock back.
 */
export const maxDueAheadMs = 5 * 60_000

export type Claim =
  /** Ours to carry out. */
  | { kind: 'ours'; entry: LedgerEntry }
  /** An identical contact is being saved for the same customer. Nothing is written down. */
  | { kind: 'duplicateInFlight' }
  /** Another write about the customer holds the lock, for this person. Nothing is written down. */
  | { kind: 'locked'; person: string; personName: string }
  /** The submission to be taken back has been, or is being. Nothing is written down. */
  | { kind: 'undone' }
  | Exclude<ClaimDecision, { kind: 'newRevision' }>

/** A create whose customer is to be looked through. */
export interface DuplicateScan extends SubmissionKey {
  customer: string
}

/** What is true right before bytes leave. */
export interface Dispatch {
  keyEpoch: number
  knownIds: readonly string[] | null
  previous: Contact | null
  holders: readonly string[] | null
}

/** Whose contacts are written. */
export interface CustomerLock {
  workspace: string
  customer: string
}

export interface InDoubt {
  /** When nobody could tell for the first time. */
  since: Date
  /** When somebody is to look again. */
  dueAt: Date
  /** The answer was a fault of the billing system. */
  fault: boolean
  /** The answer said that it is done, and a read does not show it. */
  unconfirmed?: boolean
  /** The billing system lists no contacts: looking may never tell. */
  unlisted?: boolean
  /** Whether an entry that holds the customer lock goes on holding it. */
  keepsLock: boolean
}

/** A row that the desk of today cannot read: one of another version wrote it. */
export class UnreadableEntry extends Error {
  constructor({ workspace, id: submissionId }: SubmissionKey, options: ErrorOptions) {
    super(`the row of ${submissionId} in ${workspace} cannot be read`, options)
  }
}

/**
 * The submissions as rows. Every method is durable when it resolves. Those with a fence do nothing
 * for whoever lost the submission to another one. What becomes of a submission is written into the log with it,
 * where there is one: when it is settled, and when it falls in doubt for the first time.
 */
export interface Ledger {
  /** Writes the submission down before anything is sent, or says why it is not to be sent. */
  claim(key: SubmissionKey, written: NewLedgerEntry, now: Date): Promise<Claim>
  /**
   * Takes the customer lock for an entry that does not hold it (any more).
   * @returns false when another entry holds it, or the entry is no longer this fence's
   */
  lock(key: SubmissionKey, fencingToken: number): Promise<boolean>
  /** Says that bytes leave now. @returns false when the submission is no longer ours: then none may. */
  markDispatched(
    key: SubmissionKey,
    fencingToken: number,
    departure: Dispatch,
    now: Date,
  ): Promise<boolean>
  /**
   * Writes down what it came to. @returns what stands there now: another's word, if that came first;
   * null when the contact is known to be made by another submission.
   */
  settle(
    entry: LedgerEntry,
    fencingToken: number,
    outcome: Outcome,
    now: Date,
  ): Promise<Outcome | null>
  /** Writes down that nobody can tell, and when to look again. @returns what stands there now. */
  markInDoubt(
    entry: LedgerEntry,
    fencingToken: number,
    markInDoubt: InDoubt,
    now: Date,
  ): Promise<Outcome>
  /** Takes on a submission that is in doubt and due, or was left; null when there is nothing to take. */
  takeOver(key: SubmissionKey, now: Date): Promise<LedgerEntry | null>
  /** The submissions of these workspaces that somebody should look after, the longest due first. */
  due(workspaces: readonly string[], now: Date, limit: number): Promise<SubmissionKey[]>
  /** Which of these contacts are known to be made by a submission. */
  claimedContacts(workspace: string, contacts: readonly string[]): Promise<ReadonlySet<string>>
  /** The submissions that tell of one of these contacts as a second one, each with that contact. */
  reportedDuplicates(
    workspace: string,
    contacts: readonly string[],
  ): Promise<ReadonlyMap<string, string>>
  /** @throws UnreadableEntry */
  read(key: SubmissionKey): Promise<LedgerEntry | null>
  /** Creates whose time has come to be looked for a second contact, the longest due first. */
  dueDuplicateScans(
    workspaces: readonly string[],
    now: Date,
    limit: number,
  ): Promise<DuplicateScan[]>
  /** Writes down when to look the next time (null: never), and the contact that may be a second one. */
  recordScan(key: SubmissionKey, next: Date | null, duplicate: string | null): Promise<void>
  /**
   * Does all of the work in one transaction with whatever an embedded backend writes. Left out where
   * ledger and backend do not share a database.
   * @param turn work about one customer is done one after the other, so that what one looks at is not
   *   written by another meanwhile; null where nothing is looked at
   */
  inSharedTransaction?<Result>(
    turn: CustomerLock | null,
    work: (ledger: Ledger) => Promise<Result>,
  ): Promise<Result>
}
