import { BackendError, isAbsent, type Refusal } from '#contract/api/refusal.ts'
import type { Outcome } from '#contract/api/submission.ts'
import type { OpenWorkspace } from '#server/workspaces/openWorkspace.ts'
import { gatewayText } from '#text/gatewayText.ts'
import { execute } from './execute.ts'
import {
  answersUntilBelieved,
  dispatch,
  markInDoubt,
  refuse,
  succeed,
  type ExecutionContext,
} from './record.ts'
import {
  mayExist,
  unclaimedCandidates,
  type Candidates,
} from '#server/submissions/matching/candidates.ts'
import type { LedgerEntry, WriteOperation } from './ledgerEntry.ts'
import { notDoneBy } from './readBack.ts'
import { listAllContacts } from '#server/submissions/matching/listAllContacts.ts'
import { become } from '#server/submissions/matching/compareValues.ts'
import type { Contact } from '#contract/fields/contact.ts'

/**
 * How long after a dispatch a backend may still execute a write, in milliseconds. After that and some
 * more, a contact that is not there was not created.
 */
const maxCommitDelayMs = 60_000
const commitDelayMarginMs = 20_000

/**
 * The attempts that take a minute, and longer than all of that. Also required, so that a clock that is
 * set forward cannot shorten the wait.
 */
const minReconcileAttempts = 6
const clockIndependentAttempts = 7

/** Zuora keeps a key for 24 hours; close to that, its behaviour is unknown. In milliseconds. */
const keyLifetimeMs = 20 * 60 * 60 * 1000

/** After this number of faults under one key, the fault counts as stored under the key. */
const maxFaultsPerKey = 3

/**
 * Finds out the outcome of a submission in doubt, and executes it again once it is proven that nothing
 * was executed: the person who pressed Save wants it saved.
 */
export async function reconcile(
  context: ExecutionContext,
  workspace: OpenWorkspace,
  entry: LedgerEntry,
): Promise<Outcome> {
  if (entry.dispatchedAt === null && entry.restoredAt === null)
    return execute(context, workspace, entry, { keyEpoch: entry.keyEpoch, isFirstAttempt: true })
  return entry.write.op === 'create'
    ? reconcileCreate(context, workspace, entry)
    : reconcileChange(context, workspace, entry)
}

async function reconcileCreate(
  context: ExecutionContext,
  workspace: OpenWorkspace,
  entry: LedgerEntry,
): Promise<Outcome> {
  const { backend } = workspace
  const isSendable = entry.restoredAt === null
  if (
    isSendable &&
    backend.capabilities.idempotency === 'key' &&
    isKeyGood(entry, context.clock.now())
  )
    return execute(context, workspace, entry, { keyEpoch: entry.keyEpoch, isFirstAttempt: false })
  let found: Candidates = { alike: [], similar: [], unlike: [] }
  try {
    found = await unclaimedCandidates(context.ledger, workspace, entry)
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    if (error.refusal.kind !== 'notFound')
      return markInDoubt(context, entry, { unlisted: isAbsent(error.refusal) })
    // The customer is gone, and with it the contact.
  }
  const [likeliest] = found.alike
  // If another submission claims the contact first, this one stays in doubt and is reconciled again.
  if (likeliest) return adopted(context, workspace, entry, likeliest)
  if (!isSendable) return refuse(context, entry, leftOpen)
  if (!isSettled(entry, context.clock.now()))
    return markInDoubt(context, entry, { by: settlesAt(entry) })
  /*
   * It is created again only where nothing new is there. A contact that agrees in nothing counts, too:
   * backends may change every value at once, and a question is better than a second contact.
   */
  const mayBe = found.similar[0] ?? found.unlike[0]
  if (mayBe) return refuse(context, entry, mayExist(workspace.form, mayBe))
  return execute(context, workspace, entry, { keyEpoch: entry.keyEpoch + 1, isFirstAttempt: true })
}

/** The number of attempts that take ten minutes. */
const mostLooksForPrimary = 24

/**
 * A create whose contact was found. If it was to be primary, the earlier primary may have kept its
 * flag, because nothing was read after the lost answer: the flag is cleared now.
 */
async function adopted(
  context: ExecutionContext,
  workspace: OpenWorkspace,
  entry: LedgerEntry,
  made: Contact,
): Promise<Outcome> {
  const { write, holders, restoredAt } = entry
  const { backend } = workspace
  if (!holders || !made.primary || restoredAt) return succeed(context, workspace, entry, made)
  try {
    const now = await backend.holders(write.customer, null)
    const others = now.filter(({ id }) => id !== made.id)
    const [other] = others
    const isStale = others.some(({ id }) => holders.includes(id))
    if (!isStale || entry.reconcileAttempts >= mostLooksForPrimary)
      return await succeed(context, workspace, entry, { ...made, alsoPrimary: other })
    if (!entry.holdsLock && !(await context.ledger.lock(entry, entry.fencingToken)))
      return await markInDoubt(context, entry)
    const { keyEpoch, knownIds } = entry
    const record = { keyEpoch, knownIds, previous: null, holders }
    if ((await dispatch(context, entry, record)) !== 'now') return await markInDoubt(context, entry)
    const contact = await backend.makePrimary(write.customer, made.id, holders)
    return await succeed(context, workspace, entry, contact)
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    // It is created, and in all that time the primary could not be read.
    if (entry.reconcileAttempts >= mostLooksForPrimary)
      return succeed(context, workspace, entry, made)
    return markInDoubt(context, entry)
  }
}

/**
 * A submission that was restored from a backup while open is not sent again by itself: it may have been
 * executed after the backup, and its contact changed since.
 */
const leftOpen: Refusal = { kind: 'rejected', message: gatewayText.restored }

/** How long a request may be under way that no gateway waits for any more, in milliseconds. */
const onItsWay = 20_000

/** Whether a write that a stopped gateway released may still be executed. */
function isOnItsWay({ givenBackAt, lastDispatchedAt }: LedgerEntry, now: number): boolean {
  if (!givenBackAt || !lastDispatchedAt || lastDispatchedAt > givenBackAt) return false
  const passed = now - lastDispatchedAt.getTime()
  return passed >= 0 && passed < onItsWay
}

function isKeyGood({ dispatchedAt, faults }: LedgerEntry, now: number): boolean {
  return now - (dispatchedAt?.getTime() ?? now) < keyLifetimeMs && faults < maxFaultsPerKey
}

function isSettled({ lastDispatchedAt, reconcileAttempts }: LedgerEntry, now: number): boolean {
  const passed = now - (lastDispatchedAt?.getTime() ?? now)
  // The clock was set back since, so the number of attempts decides.
  return passed < 0
    ? reconcileAttempts >= clockIndependentAttempts
    : reconcileAttempts >= minReconcileAttempts && passed >= maxCommitDelayMs + commitDelayMarginMs
}

function settlesAt({ lastDispatchedAt }: LedgerEntry): number | undefined {
  return lastDispatchedAt
    ? lastDispatchedAt.getTime() + maxCommitDelayMs + commitDelayMarginMs
    : undefined
}

/** An idempotent write: executing it twice has the effect of one. */
async function reconcileChange(
  context: ExecutionContext,
  workspace: OpenWorkspace,
  entry: LedgerEntry,
): Promise<Outcome> {
  const { write } = entry
  if (write.op === 'create') throw new Error('a create is found by what it made')
  let found: Found
  try {
    const isMove = write.op === 'primary' || write.op === 'role'
    found = isMove
      ? moved(write, await listAllContacts(workspace.backend, write.customer))
      : changed(
          workspace,
          write,
          entry.previous,
          await workspace.backend.contact(write.customer, write.contact),
        )
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    if (error.refusal.kind !== 'notFound') return markInDoubt(context, entry)
    if (write.op !== 'remove') return refuse(context, entry, error.refusal)
    return succeed(context, workspace, entry, null)
  }
  if (found.kind !== 'done' && entry.restoredAt !== null) return refuse(context, entry, leftOpen)
  switch (found.kind) {
    case 'done':
      return succeed(context, workspace, entry, found.contact)
    case 'undone':
      // A list that is behind does not know a new contact yet, so at first it is sent all the same.
      if (found.isGone && isSettled(entry, context.clock.now()))
        return refuse(context, entry, { kind: 'notFound', what: 'contact' })
      if (found.unmoved && entry.unconfirmedAnswers >= answersUntilBelieved)
        return refuse(context, entry, notDoneBy(workspace.vendor.title, found.unmoved))
      if (isOnItsWay(entry, context.clock.now())) return markInDoubt(context, entry)
      return execute(context, workspace, entry, { keyEpoch: entry.keyEpoch, isFirstAttempt: false })
    default:
      // It may still be executed, and another person may have changed the contact: their change counts.
      if (!isSettled(entry, context.clock.now())) return markInDoubt(context, entry)
      return refuse(context, entry, { ...found.changed, maybeSaved: true })
  }
}

type Found =
  | { kind: 'done'; contact: Contact }
  /**
   * As before the write. `unmoved`: the contact that the role change is for, which has not got it;
   * `isGone`: it is not in the list.
   */
  | { kind: 'undone'; unmoved?: Contact; isGone?: boolean }
  /** Neither as before nor as asked for. */
  | { kind: 'others'; changed: Refusal & { kind: 'conflict' } }

function changed(
  { form }: OpenWorkspace,
  write: WriteOperation & { op: 'update' | 'remove' },
  before: Contact | null,
  now: Contact,
): Found {
  // It could be read, so it is not deleted.
  if (write.op === 'remove') return { kind: 'undone' }
  const became = become(form.fields, now, write.values, before?.values ?? null)
  if (became.kind === 'saved') return { kind: 'done', contact: now }
  if (became.kind === 'asBefore') return { kind: 'undone' }
  return { kind: 'others', changed: { kind: 'conflict', theirs: became.concurrentChanges } }
}

function moved(
  write: WriteOperation & { op: 'primary' | 'role' },
  contacts: readonly Contact[],
): Found {
  const isHolder = ({ primary, roles }: Contact) =>
    write.op === 'primary' ? primary : roles.includes(write.role)
  const holders = contacts.filter(isHolder)
  const [holder] = holders
  // Several are primary: the others have not been cleared yet.
  if (holders.some(({ id }) => id === write.contact))
    return holders.length === 1 ? { kind: 'done', contact: holder! } : { kind: 'undone' }
  if (holder && write.from !== undefined && holder.id !== write.from)
    return {
      kind: 'others',
      changed: { kind: 'conflict', theirs: {}, holder: { id: holder.id, name: holder.name } },
    }
  const unmoved = contacts.find(({ id }) => id === write.contact)
  return unmoved ? { kind: 'undone', unmoved } : { kind: 'undone', isGone: true }
}
