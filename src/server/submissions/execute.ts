import type { Backend } from '#contract/backend/backend.ts'
import type { Clock } from '#contract/clock.ts'
import type { Values } from '#contract/fields/kind.ts'
import {
  BackendError,
  isAbsent,
  leavesDoubt,
  mayHaveHappened,
  type Refusal,
} from '#contract/api/refusal.ts'
import type { Outcome } from '#contract/api/submission.ts'
import type { OpenWorkspace } from '#server/workspaces/openWorkspace.ts'
import { presentContact } from '#server/workspaces/present.ts'
import { gatewayText } from '#text/gatewayText.ts'
import {
  createdAfterDispatch,
  mayExist,
  unclaimedCandidates,
  type Candidates,
} from '#server/submissions/matching/candidates.ts'
import { validateWrite } from './validateWrite.ts'
import { hasHeldLong, keepsLock, setsPrimary, takesTurns } from './customerLock.ts'
import type { LedgerEntry, SubmissionKey, WriteOperation } from './ledgerEntry.ts'
import { upstreamKey } from './idempotencyKey.ts'
import type { Dispatch, Ledger } from './ledger.ts'
import { listAllContacts } from '#server/submissions/matching/listAllContacts.ts'
import { ignoredBy, readBack } from './readBack.ts'
import { concurrentChanges } from '#server/submissions/matching/compareValues.ts'
import type { Contact } from '#contract/fields/contact.ts'

/** What it takes to carry a submission out, or to find out what became of it. */
export interface ExecutionContext {
  ledger: Ledger
  clock: Clock
  /** Somebody of this process is to look again then. */
  follow(key: SubmissionKey, dueAt: Date): void
}

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
  if (options.keyEpoch !== entry.keyEpoch) entry = { ...entry, holders: null }
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
    entry = { ...entry, lastDispatchedAt: new Date(context.clock.now()) }
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
    const stands = await settled(context, workspace, entry, contact)
    if (stands) return stands
    // It was made; the one that looks like it is another submission's, so its own is changed or gone since.
    if (entry.reconcileAttempts >= minReconcileAttempts)
      return await succeed(context, workspace, entry, null)
    return await markInDoubt(context, entry)
  } catch (error) {
    const refusal = refusalIn(error)
    const notDone = notDoneIn(refusal)
    // In one transaction there is no read that is behind.
    if (notDone && (options.inSharedTransaction || entry.reconcileAttempts >= looksUntilNotDone))
      return refuse(context, entry, notDone)
    if (options.inSharedTransaction && mayHaveHappened(refusal)) throw error
    if (leavesDoubt(refusal)) return refuse(context, entry, refusal)
    if (createdWithoutId(refusal)) return await adoptCreated(context, workspace, entry)
    const isCreate = entry.write.op === 'create'
    if (
      (options.isFirstAttempt || appliesToFirstAttempt(refusal, isCreate)) &&
      !mayHaveHappened(refusal)
    )
      return refuse(context, entry, refusal)
    return markInDoubt(context, entry, isCreate && mayBeCachedUnderKey(refusal))
  }
}

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
  return markInDoubt(context, entry, false, keepsLock(entry, now) ? Infinity : now + gap)
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

/** So many looks take half a minute: a list may be behind for some of that. */
const looksUntilNotDone = 5

/** What to tell once reads keep saying that the backend did not do what it says it did. */
function notDoneIn(refusal: Refusal): Refusal | null {
  if (refusal.kind !== 'outcomeUnknown' || refusal.notDone === undefined) return null
  return { kind: 'rejected', message: refusal.notDone }
}

/** So many looks, and a contact that was made is taken for changed or gone since. */
const minReconcileAttempts = 3

function createdWithoutId(refusal: Refusal): boolean {
  return refusal.kind === 'outcomeUnknown' && refusal.createdIdUnknown === true
}

/**
 * For an answer that says that a contact was made, and not which: the one that was made since its
 * bytes left. Where clocks disagree, or another person made the same meanwhile, it is the likeliest.
 */
async function adoptCreated(
  context: ExecutionContext,
  workspace: OpenWorkspace,
  entry: LedgerEntry,
): Promise<Outcome> {
  let candidates: readonly Contact[] = []
  let similar: Contact | undefined
  try {
    const found = await unclaimedCandidates(context.ledger, workspace, entry)
    candidates = found.alike
    // It may as well be what another submission makes just now.
    similar = found.similar.find((contact) => createdAfterDispatch(entry, contact))
  } catch (error) {
    const refusal = refusalIn(error)
    // Where contacts are not listed, no later look tells which it is.
    if (isAbsent(refusal)) return succeed(context, workspace, entry, null)
    // A customer that is gone has taken it along.
    if (refusal.kind !== 'notFound') return markInDoubt(context, entry)
  }
  const [likeliest] = candidates
  const isOnly = candidates.filter((contact) => createdAfterDispatch(entry, contact)).length === 1
  if (likeliest && isOnly) return succeed(context, workspace, entry, likeliest)
  // A list may be behind.
  if (entry.reconcileAttempts < looksUntilNotDone) return markInDoubt(context, entry)
  if (likeliest) return succeed(context, workspace, entry, likeliest)
  if (similar) return refuse(context, entry, mayExist(workspace.form, similar))
  return succeed(context, workspace, entry, null)
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
  { write, holders }: LedgerEntry,
  values: Values,
  key: string | undefined,
): Promise<Contact | null> {
  const previous = holders ?? undefined
  switch (write.op) {
    case 'create':
      return backend.create(write.customer, values, { key, previous })
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

/** Writes down that it is done. A contact that is known to be another submission's is none of ours. */
export async function succeed(
  context: ExecutionContext,
  workspace: OpenWorkspace,
  entry: LedgerEntry,
  contact: Contact | null,
): Promise<Outcome> {
  return (await settled(context, workspace, entry, contact)) ?? markInDoubt(context, entry)
}

/** What stands there then; null for a contact that is another submission's. */
function settled(
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

/** Seconds until somebody looks again, the first time and so on. */
const reconcileDelaysSeconds = [1, 2, 4, 8, 15, 30]

/**
 * Writes down that nobody can tell, and has it looked at again.
 * @param fault the answer was one that may be stored under its key
 * @param by milliseconds since 1970: when there will be something to see
 * @param unlisted the billing system lists no contacts, so a look may never tell
 */
export async function markInDoubt(
  context: ExecutionContext,
  entry: LedgerEntry,
  fault = false,
  by = Infinity,
  unlisted = false,
): Promise<Outcome> {
  const now = context.clock.now()
  // Soon after a fault: it takes some of them until a key is taken to be burnt.
  const seconds = fault
    ? 2
    : reconcileDelaysSeconds[Math.min(entry.reconcileAttempts, reconcileDelaysSeconds.length - 1)]!
  const next = now + seconds * 1000
  const dueAt = new Date(by > now ? Math.min(next, Math.max(now + 1000, by)) : next)
  const since = entry.inDoubtSince ?? new Date(now)
  const lasting = { since, dueAt, fault, unlisted, keepsLock: keepsLock(entry, now) }
  const recorded = await context.ledger.markInDoubt(
    entry,
    entry.fencingToken,
    lasting,
    new Date(now),
  )
  if (recorded.state === 'unknown') context.follow(entry, dueAt)
  return recorded
}

async function currentOutcome({ ledger }: ExecutionContext, entry: LedgerEntry): Promise<Outcome> {
  return (await ledger.read(entry))?.outcome ?? { state: 'pending' }
}

function refusalIn(error: unknown): Refusal {
  if (error instanceof BackendError) return error.refusal
  throw error
}
