import type { Backend } from '#contract/backend/backend.ts'
import type { Values } from '#contract/fields/kind.ts'
import {
  BackendError,
  leavesDoubt,
  mayHaveHappened,
  refusalIn,
  type Refusal,
} from '#contract/api/refusal.ts'
import type { Outcome } from '#contract/api/submission.ts'
import type { OpenWorkspace } from '#server/workspaces/openWorkspace.ts'
import {
  mayExist,
  unclaimedCandidates,
  type Candidates,
} from '#server/submissions/matching/candidates.ts'
import { appliesToFirstAttempt, mayBeCachedUnderKey } from './classifyRefusal.ts'
import { maybeSaved, overtakenBy } from './overtaken.ts'
import { missingReason } from './missingReason.ts'
import { dropPrimaryIfTaken, takeSnapshot } from './snapshot.ts'
import { validateWrite } from './validateWrite.ts'
import { hasHeldLong, keepsLock, takesTurns } from './customerLock.ts'
import type { LedgerEntry } from './ledgerEntry.ts'
import { upstreamKey } from './idempotencyKey.ts'
import { ignoredBy, readBack } from './readBack.ts'
import { adoptCreated, isCreatedWithoutId } from './createdWithoutId.ts'
import {
  currentOutcome,
  dispatch,
  markInDoubt,
  refuse,
  settle,
  succeed,
  type ExecutionContext,
} from './record.ts'
import type { Contact } from '#contract/fields/contact.ts'

/** First attempt or retry, and whether it shares the ledger's transaction. */
export interface AttemptOptions {
  /** 1, or one more after it was proven that nothing was created. */
  keyEpoch: number
  /** No earlier request can have been executed, so a refusal is final. */
  isFirstAttempt: boolean
  /** One transaction for ledger and backend: nothing is sent, and a failure rolls back everything. */
  inSharedTransaction?: boolean
}

/**
 * Executes a submission that this gateway has claimed: validates it, takes a snapshot, records the
 * dispatch, calls the backend, and records the outcome.
 * @throws anything but a refusal that the backend throws: that is a bug
 */
export async function execute(
  context: ExecutionContext,
  workspace: OpenWorkspace,
  entry: LedgerEntry,
  options: AttemptOptions,
): Promise<Outcome> {
  const { backend, form } = workspace
  const checked = validateWrite(form, entry.write)
  if ('problems' in checked)
    return refuse(context, entry, { kind: 'fields', problems: checked.problems })
  const missing = missingReason(workspace, entry)
  if (missing) return refuse(context, entry, { kind: 'fields', problems: [missing] })
  let { values } = checked
  if (takesTurns(workspace, entry)) {
    const wait = await takeCustomerLock(context, entry)
    if (wait) return wait
    entry = { ...entry, holdsLock: true }
  }
  // Nothing was created in the earlier epoch, so the holders are read again.
  const isNewEpoch = options.keyEpoch !== entry.keyEpoch
  if (isNewEpoch) entry = { ...entry, holders: null }
  try {
    values = await dropPrimaryIfTaken(workspace, entry, values)
    const found = await findEarlierCreate(context, workspace, entry)
    // A person who wants a separate contact is asked about each possible one.
    if (found?.alike[0] && !isAnother(entry))
      return await succeed(context, workspace, entry, found.alike[0])
    // A contact that agrees in nothing is asked about only if an earlier revision may have created it.
    const unlike = isAnother(entry) ? found?.unlike[0] : undefined
    const mayBe = found && (found.alike[0] ?? found.similar[0] ?? unlike)
    if (mayBe) return await refuse(context, entry, mayExist(form, mayBe))
    const snapshot = await takeSnapshot(
      workspace,
      entry,
      values,
      options.inSharedTransaction ?? false,
    )
    if ('refusal' in snapshot) return await refuse(context, entry, inDoubt(entry, snapshot.refusal))
    const overtaken =
      !options.isFirstAttempt && (await overtakenBy(context.ledger, workspace, entry, snapshot))
    if (overtaken) return await refuse(context, entry, overtaken)
    const { previous, holders } = entry
    entry = {
      ...entry,
      previous: previous ?? snapshot.previous,
      holders: holders ?? snapshot.holders,
    }
    const dispatchRecord = { ...snapshot, keyEpoch: options.keyEpoch }
    // In a shared transaction nothing is sent, but the snapshot is still stored (for undo).
    const dispatched =
      options.inSharedTransaction && !snapshot.previous
        ? 'now'
        : await dispatch(context, entry, dispatchRecord)
    if (dispatched === 'never') return await currentOutcome(context, entry)
    const now = new Date(context.clock.now())
    const dispatchedAt = isNewEpoch ? now : (entry.dispatchedAt ?? now)
    entry = { ...entry, lastDispatchedAt: now, dispatchedAt }
    if (isNewEpoch) entry = { ...entry, unconfirmedAnswers: 0 }
    if (dispatched === 'late' && !options.inSharedTransaction)
      return await markInDoubt(context, entry)
  } catch (error) {
    // Only reads so far: nothing of this attempt has been sent.
    const refusal = refusalIn(error)
    const isUnread =
      mayHaveHappened(refusal) || ['backendUnreachable', 'busy'].includes(refusal.kind)
    // The earlier revision may have created another contact than the one in question.
    if (!options.isFirstAttempt || (isUnread && isAnother(entry)))
      return markInDoubt(context, entry)
    return refuse(
      context,
      entry,
      mayHaveHappened(refusal) ? { kind: 'backendUnreachable' } : refusal,
    )
  }
  try {
    const key = options.inSharedTransaction ? undefined : upstreamKey(entry, options.keyEpoch)
    const answer = await send(backend, entry, values, key)
    const contact = answer && (await readBack(workspace, entry, answer))
    if (contact === 'ignored') throw new BackendError(ignoredBy(workspace.vendor.title))
    const settled = await settle(context, workspace, entry, contact)
    if (settled) return settled
    // Created, but the matching contact is another submission's: its own was changed or deleted since.
    if (entry.unconfirmedAnswers >= answersUntilGone)
      return await succeed(context, workspace, entry, null)
    return await markInDoubt(context, entry, { unconfirmed: true })
  } catch (error) {
    const refusal = refusalIn(error)
    const isNotDone = refusal.kind === 'outcomeUnknown' && refusal.notDone === true
    // In a shared transaction reads are never stale; otherwise `reconcile.ts` decides later.
    if (isNotDone && options.inSharedTransaction)
      return refuse(context, entry, ignoredBy(workspace.vendor.title))
    if (options.inSharedTransaction && mayHaveHappened(refusal)) throw error
    if (leavesDoubt(refusal)) return refuse(context, entry, refusal)
    if (!options.isFirstAttempt && refusal.kind === 'rejected' && refusal.ignored)
      return endIgnoredRepeat(context, workspace, entry, refusal)
    if (isCreatedWithoutId(refusal)) return await adoptCreated(context, workspace, entry)
    const isCreate = entry.write.op === 'create'
    if (
      (options.isFirstAttempt || appliesToFirstAttempt(refusal, isCreate)) &&
      !mayHaveHappened(refusal)
    )
      return refuse(context, entry, refusal)
    const fault = isCreate && mayBeCachedUnderKey(refusal)
    return markInDoubt(context, entry, { fault, unconfirmed: isNotDone })
  }
}

/** After this number of answers that it was created, its contact counts as changed or deleted since. */
const answersUntilGone = 3

/**
 * Ends a change whose repeat was ignored: an earlier attempt may have been heeded, and another writer may
 * have put back what was there.
 */
async function endIgnoredRepeat(
  context: ExecutionContext,
  workspace: OpenWorkspace,
  entry: LedgerEntry,
  ignored: Refusal,
): Promise<Outcome> {
  const { write, previous } = entry
  if (write.op === 'create' || write.op === 'remove') return refuse(context, entry, ignored)
  try {
    return await refuse(context, entry, await maybeSaved(workspace, write, previous))
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    return markInDoubt(context, entry, { unconfirmed: true })
  }
}

/** Whether the person has said that it is another contact than one that was found. */
function isAnother({ write }: LedgerEntry): boolean {
  return write.op === 'create' && (write.distinctFrom?.length ?? 0) > 0
}

/** If it was dispatched before, the values found may be its own, and not another person's. */
function inDoubt({ dispatchedAt, write }: LedgerEntry, refusal: Refusal): Refusal {
  if (refusal.kind !== 'conflict' || dispatchedAt === null || write.op === 'remove') return refusal
  return { ...refusal, maybeSaved: true }
}

/**
 * Takes the customer lock for the entry. An entry that has held it for long in doubt lets others go
 * first, and takes it again before it dispatches anything.
 * @returns null when it holds the lock, else the outcome to answer
 */
async function takeCustomerLock(
  context: ExecutionContext,
  entry: LedgerEntry,
): Promise<Outcome | null> {
  if (!entry.holdsLock) {
    if (await context.ledger.lock(entry, entry.fencingToken)) return null
    return markInDoubt(context, entry)
  }
  const now = context.clock.now()
  if (!hasHeldLong(entry, now)) return null
  return markInDoubt(context, entry, { by: keepsLock(entry, now) ? Infinity : now + lockGapMs })
}

/** How long a released customer lock is left to others, in milliseconds. */
const lockGapMs = 5_000

/**
 * Contacts that this create may have created already: it was pressed before a restore (and the backup
 * may lack its dispatch), or an earlier revision was dispatched. Null when nothing was sent before.
 */
async function findEarlierCreate(
  { ledger }: ExecutionContext,
  workspace: OpenWorkspace,
  entry: LedgerEntry,
): Promise<Candidates | null> {
  const { lookFrom } = entry
  if (lookFrom === null || entry.dispatchedAt !== null) return null
  return unclaimedCandidates(ledger, workspace, { ...entry, sentAt: lookFrom })
}

async function send(
  backend: Backend,
  { write, holders, dispatchedAt }: LedgerEntry,
  values: Values,
  key: string | undefined,
): Promise<Contact | null> {
  const previous = holders ?? undefined
  switch (write.op) {
    case 'create':
      return backend.create(write.customer, values, {
        key,
        previous,
        since: dispatchedAt ?? undefined,
      })
    case 'update':
      return backend.update(write.customer, write.contact, values)
    case 'primary':
      return backend.makePrimary(write.customer, write.contact, previous)
    case 'role':
      return backend.giveRole(write.customer, write.contact, write.role, previous)
    default:
      await backend.remove(write.customer, write.contact)
      return null
  }
}
