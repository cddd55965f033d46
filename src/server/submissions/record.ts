import type { Clock } from '#contract/clock.ts'
import type { Refusal } from '#contract/api/refusal.ts'
import type { Outcome } from '#contract/api/submission.ts'
import type { Contact } from '#contract/fields/contact.ts'
import type { OpenWorkspace } from '#server/workspaces/openWorkspace.ts'
import { presentContact } from '#server/workspaces/present.ts'
import { keepsLock } from './customerLock.ts'
import type { Dispatch, InDoubt, Ledger } from './ledger.ts'
import type { LedgerEntry, SubmissionKey } from './ledgerEntry.ts'

/** What executing or reconciling a submission needs. */
export interface ExecutionContext {
  ledger: Ledger
  clock: Clock
  /** Has this gateway reconcile the submission at that time. */
  follow(key: SubmissionKey, dueAt: Date): void
}

/** The longest delay between recording the dispatch and sending, in milliseconds. */
const maxDispatchDelayMs = 5_000

/**
 * Records the dispatch. `never`: the lease is lost. `late`: so much time has passed meanwhile (the
 * process was stopped, or the database was slow) that another gateway may have acted on the record.
 */
export async function dispatch(
  { ledger, clock }: ExecutionContext,
  entry: LedgerEntry,
  dispatchRecord: Dispatch,
): Promise<'now' | 'late' | 'never'> {
  const now = clock.now()
  if (!(await ledger.markDispatched(entry, entry.fencingToken, dispatchRecord, new Date(now))))
    return 'never'
  return Math.abs(clock.now() - now) < maxDispatchDelayMs ? 'now' : 'late'
}

/** Records success; in doubt instead, if the contact was created by another submission. */
export async function succeed(
  context: ExecutionContext,
  workspace: OpenWorkspace,
  entry: LedgerEntry,
  contact: Contact | null,
): Promise<Outcome> {
  return (await settle(context, workspace, entry, contact)) ?? markInDoubt(context, entry)
}

/** @returns the recorded outcome; null if the contact was created by another submission */
export function settle(
  { ledger, clock }: ExecutionContext,
  { form }: OpenWorkspace,
  entry: LedgerEntry,
  contact: Contact | null,
): Promise<Outcome | null> {
  const outcome: Outcome = { state: 'succeeded', contact: contact && presentContact(form, contact) }
  return ledger.settle(entry, entry.fencingToken, outcome, new Date(clock.now()))
}

export async function refuse(
  context: ExecutionContext,
  entry: LedgerEntry,
  refusal: Refusal,
): Promise<Outcome> {
  const outcome: Outcome = { state: 'rejected', refusal }
  const stands = await context.ledger.settle(
    entry,
    entry.fencingToken,
    outcome,
    new Date(context.clock.now()),
  )
  return stands ?? outcome
}

/**
 * After this number of answers that report success, and as many reads that do not show it, half a
 * minute has passed: a list may be stale for some of that. Reads from before such an answer do not count.
 */
export const answersUntilBelieved = 5

/** The delay before each attempt to reconcile, in seconds. */
const reconcileDelaysSeconds = [1, 2, 4, 8, 15, 30]

type Doubt = Partial<Pick<InDoubt, 'fault' | 'unconfirmed' | 'unlisted'>> & {
  /** Not later than this, in milliseconds since 1970. */
  by?: number
}

/** Records that the outcome is unknown, and schedules the next attempt to reconcile. */
export async function markInDoubt(
  context: ExecutionContext,
  entry: LedgerEntry,
  { fault = false, unconfirmed = false, unlisted = false, by = Infinity }: Doubt = {},
): Promise<Outcome> {
  const now = context.clock.now()
  // After an answer that reports success, reads may show it soon: the delays start again.
  const looks = unconfirmed ? entry.unconfirmedAnswers : entry.reconcileAttempts
  // Soon after a fault: several are needed before the fault counts as stored under the key.
  const seconds = fault
    ? 2
    : reconcileDelaysSeconds[Math.min(looks, reconcileDelaysSeconds.length - 1)]!
  const next = now + seconds * 1000
  const dueAt = new Date(by > now ? Math.min(next, Math.max(now + 1000, by)) : next)
  const since = entry.inDoubtSince ?? new Date(now)
  const lasting = { since, dueAt, fault, unconfirmed, unlisted, keepsLock: keepsLock(entry, now) }
  const recorded = await context.ledger.markInDoubt(
    entry,
    entry.fencingToken,
    lasting,
    new Date(now),
  )
  if (recorded.state === 'unknown') context.follow(entry, dueAt)
  return recorded
}

/** The recorded outcome, whichever gateway recorded it. */
export async function currentOutcome(
  { ledger }: ExecutionContext,
  entry: LedgerEntry,
): Promise<Outcome> {
  return (await ledger.read(entry))?.outcome ?? { state: 'pending' }
}
