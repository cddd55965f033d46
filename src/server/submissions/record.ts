import type { Clock } from '#contract/clock.ts'
import type { Refusal } from '#contract/api/refusal.ts'
import type { Outcome } from '#contract/api/submission.ts'
import type { Contact } from '#contract/fields/contact.ts'
import type { OpenWorkspace } from '#server/workspaces/openWorkspace.ts'
import { presentContact } from '#server/workspaces/present.ts'
import { keepsLock } from './customerLock.ts'
import type { Dispatch, InDoubt, Ledger } from './ledger.ts'
import type { LedgerEntry, SubmissionKey } from './ledgerEntry.ts'

/** What it takes to carry a submission out, or to find out what became of it. */
export interface ExecutionContext {
  ledger: Ledger
  clock: Clock
  /** Somebody of this process is to look again then. */
  follow(key: SubmissionKey, dueAt: Date): void
}

/** How long after saying that bytes leave they may still do, in milliseconds. */
const maxDispatchDelayMs = 5_000

/**
 * Says that bytes leave. `never`: the submission is no longer ours. `late`: so much time has passed
 * meanwhile (this process was stopped, or the database slow) that others may have drawn conclusions.
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

/** Writes down that it is done. A contact that is known to be another submission's is none of ours. */
export async function succeed(
  context: ExecutionContext,
  workspace: OpenWorkspace,
  entry: LedgerEntry,
  contact: Contact | null,
): Promise<Outcome> {
  return (await settle(context, workspace, entry, contact)) ?? markInDoubt(context, entry)
}

/** @returns what stands there then; null for a contact that is another submission's */
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
 * So many answers that it is done, and as many looks that do not show it, take half a minute: a list may
 * be behind for some of that. Looks from before such an answer count for nothing.
 */
export const answersUntilBelieved = 5

/** Seconds until somebody looks again, the first time and so on. */
const reconcileDelaysSeconds = [1, 2, 4, 8, 15, 30]

type Doubt = Partial<Pick<InDoubt, 'fault' | 'unconfirmed' | 'unlisted'>> & {
  /** Milliseconds since 1970: when there will be something to see. */
  by?: number
}

/** Writes down that nobody can tell, and has it looked at again. */
export async function markInDoubt(
  context: ExecutionContext,
  entry: LedgerEntry,
  { fault = false, unconfirmed = false, unlisted = false, by = Infinity }: Doubt = {},
): Promise<Outcome> {
  const now = context.clock.now()
  // A read may show soon what an answer says, however long nobody could tell before.
  const looks = unconfirmed ? entry.unconfirmedAnswers : entry.reconcileAttempts
  // Soon after a fault: it takes some of them until a key is taken to be burnt.
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

/** What stands there, by whoever wrote it. */
export async function currentOutcome(
  { ledger }: ExecutionContext,
  entry: LedgerEntry,
): Promise<Outcome> {
  return (await ledger.read(entry))?.outcome ?? { state: 'pending' }
}
