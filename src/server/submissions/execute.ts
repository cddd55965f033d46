import type { Backend } from '#contract/backend/backend.ts'
import type { Values } from '#contract/fields/kind.ts'
import {
  isAbsent,
  leavesDoubt,
  mayHaveHappened,
  refusalIn,
  type Refusal,
} from '#contract/api/refusal.ts'
import type { Outcome } from '#contract/api/submission.ts'
import type { OpenWorkspace } from '#server/workspaces/openWorkspace.ts'
import { gatewayText } from '#text/gatewayText.ts'
import {
  mayExist,
  unclaimedCandidates,
  type Candidates,
} from '#server/submissions/matching/candidates.ts'
import { validateWrite } from './validateWrite.ts'
import { hasHeldLong, keepsLock, setsPrimary, takesTurns } from './customerLock.ts'
import type { LedgerEntry, WriteOperation } from './ledgerEntry.ts'
import { upstreamKey } from './idempotencyKey.ts'
import { listAllContacts } from '#server/submissions/matching/listAllContacts.ts'
import { ignoredBy, readBack } from './readBack.ts'
import { concurrentChanges } from '#server/submissions/matching/compareValues.ts'
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

/** How an attempt is made. */
export interface AttemptOptions {
  /** 1, or one more after it was proven that nothing was made. */
  keyEpoch: number
  /** Nothing that left earlier can have been carried out, so a refusal says all there is to say. */
  isFirstAttempt: boolean
  /** Part of one transaction with the backend: no bytes leave, and what fails has not happened. */
  inSharedTransaction?: boolean
}

/**
 * Carries out a submission that is ours: checks it with the form's own rules, looks at what it is about,
 * writes down that bytes leave, asks the backend, and writes down what it came to. What a backend
 * does not throw as a refusal is a bug, and thrown on.
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
  let { values } = checked
  if (takesTurns(workspace, entry)) {
    const wait = await turn(context, entry)
    if (wait) return wait
    entry = { ...entry, holdsLock: true }
  }
  // Nothing was made before: it is taken from whoever is primary now.
  const isNewEpoch = options.keyEpoch !== entry.keyEpoch
  if (isNewEpoch) entry = { ...entry, holders: null }
  try {
    values = await dropPrimaryIfTaken(workspace, entry, values)
    const found = await lookedFor(context, workspace, entry)
    // A person who wants another one is asked about each that there may be.
    if (found?.alike[0] && !isAnother(entry))
      return await succeed(context, workspace, entry, found.alike[0])
    // What agrees in nothing is only asked about where a revision before may have made it.
    const unlike = isAnother(entry) ? found?.unlike[0] : undefined
    const mayBe = found && (found.alike[0] ?? found.similar[0] ?? unlike)
    if (mayBe) return await refuse(context, entry, mayExist(form, mayBe))
    const snapshot = await takeSnapshot(workspace, entry, values, options)
    if ('refusal' in snapshot) return await refuse(context, entry, inDoubt(entry, snapshot.refusal))
    const { previous, holders } = entry
    entry = {
      ...entry,
      previous: previous ?? snapshot.previous,
      holders: holders ?? snapshot.holders,
    }
    const dispatchRecord = { ...snapshot, keyEpoch: options.keyEpoch }
    // Within one transaction no bytes leave; what was there before is to be written down all the same.
    const going =
      options.inSharedTransaction && !snapshot.previous
        ? 'now'
        : await dispatch(context, entry, dispatchRecord)
    if (going === 'never') return await currentOutcome(context, entry)
    const now = new Date(context.clock.now())
    const dispatchedAt = isNewEpoch ? now : (entry.dispatchedAt ?? now)
    entry = { ...entry, lastDispatchedAt: now, dispatchedAt }
    if (isNewEpoch) entry = { ...entry, unconfirmedAnswers: 0 }
    if (going === 'late' && !options.inSharedTransaction) return await markInDoubt(context, entry)
  } catch (error) {
    // Only looked so far: nothing of this attempt has been sent.
    const refusal = refusalIn(error)
    const isUnread =
      mayHaveHappened(refusal) || ['backendUnreachable', 'busy'].includes(refusal.kind)
    // The revision before may have made another contact than the one that a person was asked about.
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
    if (contact === 'ignored')
      return await refuse(context, entry, ignoredBy(workspace.vendor.title))
    const stands = await settle(context, workspace, entry, contact)
    if (stands) return stands
    // It was made; the one that looks like it is another submission's, so its own is changed or gone since.
    if (entry.unconfirmedAnswers >= answersUntilGone)
      return await succeed(context, workspace, entry, null)
    return await markInDoubt(context, entry, { unconfirmed: true })
  } catch (error) {
    const refusal = refusalIn(error)
    const isNotDone = refusal.kind === 'outcomeUnknown' && refusal.notDone === true
    // In one transaction there is no read that is behind; else a later look decides: `reconcile.ts`.
    if (isNotDone && options.inSharedTransaction)
      return refuse(context, entry, ignoredBy(workspace.vendor.title))
    if (options.inSharedTransaction && mayHaveHappened(refusal)) throw error
    if (leavesDoubt(refusal)) return refuse(context, entry, refusal)
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

/** So many answers that it was made, and the contact is taken for changed or gone since. */
const answersUntilGone = 3

/** Whether a person decided that it is another contact than the one that the revision before may have made. */
function isAnother({ write }: LedgerEntry): boolean {
  return write.op === 'create' && (write.distinctFrom?.length ?? 0) > 0
}

/** What was dispatched before may be what is there now: then nobody says that another writer did it. */
function inDoubt({ dispatchedAt, write }: LedgerEntry, refusal: Refusal): Refusal {
  if (refusal.kind !== 'conflict' || dispatchedAt === null || write.op === 'remove') return refusal
  return { ...refusal, maybeSaved: true }
}

/**
 * Sees to it that the entry holds the customer lock. One that has held it for long in doubt lets
 * others go first, and takes it again before it dispatches anything.
 * @returns what to answer where it does not hold it now; null where it does
 */
async function turn(context: ExecutionContext, entry: LedgerEntry): Promise<Outcome | null> {
  if (!entry.holdsLock) {
    if (await context.ledger.lock(entry, entry.fencingToken)) return null
    return markInDoubt(context, entry)
  }
  const now = context.clock.now()
  if (!hasHeldLong(entry, now)) return null
  return markInDoubt(context, entry, { by: keepsLock(entry, now) ? Infinity : now + gap })
}

/** How long others may take the customer lock that was given up, in milliseconds. */
const gap = 5_000

/**
 * What was deleted and is made anew takes the invoices from nobody, whatever it had before: somebody
 * was chosen for them since.
 */
async function dropPrimaryIfTaken(
  { form, backend }: OpenWorkspace,
  { write, undoes }: LedgerEntry,
  values: Values,
): Promise<Values> {
  const flag = form.fields.find(({ kind }) => kind === 'primary')?.name
  if (undoes === null || write.op !== 'create' || flag === undefined || values[flag] !== true)
    return values
  return (await hasPrimary(backend, write.customer)) ? { ...values, [flag]: false } : values
}

/**
 * Whether what a repeat is told is as true of the first try. Anything else only says why nobody could
 * ask. Whoever changes what is there has looked before: the first try was not carried out by then.
 */
function appliesToFirstAttempt(refusal: Refusal, isCreate: boolean): boolean {
  if (refusal.kind === 'rejected') return !refusal.viaProxy
  return ['fields', 'partial'].includes(refusal.kind) || (refusal.kind === 'notFound' && !isCreate)
}

/**
 * An answer that a backend with keys may have stored under this key, and would give for ever: also a
 * success that says nothing that can be read. Not when nobody was reached, and when the first try is
 * said to be under way still.
 */
function mayBeCachedUnderKey(refusal: Refusal): boolean {
  // What somebody in between answers is stored under no key.
  if (refusal.kind !== 'outcomeUnknown')
    return !['backendUnreachable', 'setup'].includes(refusal.kind)
  const { status } = refusal
  return status !== null && (status >= 500 || status === 422 || (status >= 200 && status < 300))
}

/**
 * What a create made that was pressed before a restore (the backup may have forgotten that it was
 * carried out), or whose revision before may have made another contact than a person was asked about.
 * Null when there is nothing like it, or it is known that nothing was sent before.
 */
async function lookedFor(
  { ledger }: ExecutionContext,
  workspace: OpenWorkspace,
  entry: LedgerEntry,
): Promise<Candidates | null> {
  const { lookFrom } = entry
  if (lookFrom === null || entry.dispatchedAt !== null) return null
  return unclaimedCandidates(ledger, workspace, { ...entry, sentAt: lookFrom })
}

interface Snapshot {
  knownIds: readonly string[] | null
  previous: Contact | null
  holders: readonly string[] | null
}

/** What is there before anything is sent: to find out later, to take it back, and to compare. */
async function takeSnapshot(
  { backend, form }: OpenWorkspace,
  { write, knownIds, holders, undoes }: LedgerEntry,
  values: Values,
  { inSharedTransaction = false }: AttemptOptions,
): Promise<Snapshot | { refusal: Refusal }> {
  const { customer } = write
  switch (write.op) {
    case 'create': {
      const isBlind = backend.capabilities.idempotency === 'none' && !inSharedTransaction
      const isPrimary = setsPrimary(form, values)
      if (!isBlind || (knownIds && (holders || !isPrimary)))
        return { knownIds, previous: null, holders: isPrimary ? await primaries() : null }
      const all = await listedOr(null, listAllContacts(backend, customer))
      // Where contacts are not listed, an answer that is lost stays in doubt: `reconcile.ts`.
      if (!all) return { knownIds, previous: null, holders: isPrimary ? (holders ?? []) : null }
      const held = isPrimary ? all.filter(({ primary }) => primary).map(({ id }) => id) : null
      return {
        knownIds: knownIds ?? all.map(({ id }) => id),
        previous: null,
        holders: holders ?? held,
      }
    }
    case 'update':
    case 'remove': {
      const previous = await backend.contact(customer, write.contact)
      const wanted = write.op === 'update' ? write.values : {}
      const changed = concurrentChanges(form.fields, previous, write.before ?? {}, wanted)
      if (Object.keys(changed).length > 0) return { refusal: { kind: 'conflict', theirs: changed } }
      const leavesNobody = write.op === 'remove' && undoes !== null && previous.primary
      if (leavesNobody && (await listAllContacts(backend, customer)).length > 1)
        return { refusal: { kind: 'rejected', message: gatewayText.undo.holder(previous.name) } }
      return { knownIds, previous, holders: null }
    }
    default:
      return lookAtHolders(backend, write, knownIds)
  }

  async function primaries() {
    const now = await listedOr([], backend.holders(customer, null))
    return holders ?? now.map(({ id }) => id)
  }
}

/** What a read comes to, or something else where the billing system does not have that read at all. */
async function listedOr<Result, Otherwise>(
  otherwise: Otherwise,
  read: Promise<Result>,
): Promise<Result | Otherwise> {
  try {
    return await read
  } catch (error) {
    if (isAbsent(refusalIn(error))) return otherwise
    throw error
  }
}

/** Compares with the contact that it is taken from, as the person saw it; null: with none. */
async function lookAtHolders(
  backend: Backend,
  write: WriteOperation & { op: 'primary' | 'role' },
  known: readonly string[] | null,
): Promise<Snapshot | { refusal: Refusal }> {
  const role = write.op === 'role' ? write.role : null
  const now = await backend.holders(write.customer, role)
  const ids = now.map(({ id }) => id)
  const { from, contact } = write
  const isAsSeen = from === null ? ids.length === 0 : from === undefined || ids.includes(from)
  if (isAsSeen || ids.includes(contact)) return { knownIds: known, previous: null, holders: ids }
  // A contact that is gone is the better reason.
  await backend.contact(write.customer, contact)
  return { refusal: { kind: 'conflict', theirs: {}, holder: now[0] ?? null } }
}

/** Whether another person of the customer gets the invoices by now. */
async function hasPrimary(backend: Backend, customer: string): Promise<boolean> {
  return (await backend.holders(customer, null)).length > 0
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
