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
import { contactOut } from '#server/workspaces/present.ts'
import { gatewayText } from '#text/gatewayText.ts'
import {
  isSince,
  mayExist,
  unclaimed,
  type Candidates,
} from '#server/submissions/matching/candidates.ts'
import { check } from './validateWrite.ts'
import { hasHeldLong, keepsLock, setsPrimary, takesTurns } from './customerLock.ts'
import type { Entry, Key, Write } from './ledgerEntry.ts'
import { upstreamKey } from './idempotencyKey.ts'
import type { Departure, Ledger } from './ledger.ts'
import { everyContact } from '#server/submissions/matching/listAllContacts.ts'
import { ignoredBy, readBack } from './readBack.ts'
import { theirs } from '#server/submissions/matching/compareValues.ts'
import type { Contact } from '#contract/fields/contact.ts'

/** What it takes to carry a wish out, or to find out what became of it. */
export interface Desk {
  ledger: Ledger
  clock: Clock
  /** Somebody of this process is to look again then. */
  follow(key: Key, dueAt: Date): void
}

/** How an attempt is made. */
export interface Manner {
  /** 1, or one more after it was proven that nothing was made. */
  round: number
  /** Nothing that left earlier can have been carried out, so a refusal says all there is to say. */
  fresh: boolean
  /** Part of one transaction with the backend: no bytes leave, and what fails has not happened. */
  together?: boolean
}

/**
 * Carries out a wish that is ours: checks it with the form's own rules, looks at what it is about,
 * writes down that bytes leave, asks the backend, and writes down what it came to. What a backend
 * does not throw as a refusal is a bug, and thrown on.
 */
export async function attempt(
  desk: Desk,
  workspace: OpenWorkspace,
  entry: Entry,
  manner: Manner,
): Promise<Outcome> {
  const { backend, form } = workspace
  const checked = check(form, entry.write)
  if ('problems' in checked)
    return refuse(desk, entry, { kind: 'fields', problems: checked.problems })
  let { values } = checked
  if (takesTurns(workspace, entry)) {
    const wait = await turn(desk, entry)
    if (wait) return wait
    entry = { ...entry, holdsLock: true }
  }
  try {
    values = await yielding(workspace, entry, values)
    const found = await lookedFor(desk, workspace, entry)
    if (found?.alike[0]) return await succeed(desk, workspace, entry, found.alike[0])
    if (found?.similar[0]) return await refuse(desk, entry, mayExist(form, found.similar[0]))
    const seen = await look(workspace, entry, values, manner)
    if ('refusal' in seen) return await refuse(desk, entry, inDoubt(entry, seen.refusal))
    const { before, holders } = entry
    entry = { ...entry, before: before ?? seen.before, holders: holders ?? seen.holders }
    const departure = { ...seen, round: manner.round }
    // Within one transaction no bytes leave; what was there before is to be written down all the same.
    const going = manner.together && !seen.before ? 'now' : await depart(desk, entry, departure)
    if (going === 'never') return await standing(desk, entry)
    entry = { ...entry, lastDepartedAt: new Date(desk.clock.now()) }
    if (going === 'late' && !manner.together) return await doubt(desk, entry)
  } catch (error) {
    // Only looked so far: nothing of this attempt has been sent.
    const refusal = refusalIn(error)
    if (!manner.fresh) return doubt(desk, entry)
    return refuse(desk, entry, mayHaveHappened(refusal) ? { kind: 'unreachable' } : refusal)
  }
  try {
    const key = manner.together ? undefined : upstreamKey(entry, manner.round)
    const answer = await send(backend, entry, values, key)
    const contact = answer && (await readBack(workspace, entry, answer))
    if (contact === 'ignored') return await refuse(desk, entry, ignoredBy(workspace.vendor.title))
    const stands = await settled(desk, workspace, entry, contact)
    if (stands) return stands
    // It was made; the one that looks like it is another wish's, so its own is changed or gone since.
    if (entry.looks >= enoughLooks) return await succeed(desk, workspace, entry, null)
    return await doubt(desk, entry)
  } catch (error) {
    const refusal = refusalIn(error)
    const notDone = notDoneIn(refusal)
    // In one transaction there is no read that is behind.
    if (notDone && (manner.together || entry.looks >= looksUntilNotDone))
      return refuse(desk, entry, notDone)
    if (manner.together && mayHaveHappened(refusal)) throw error
    if (leavesDoubt(refusal)) return refuse(desk, entry, refusal)
    if (isMade(refusal)) return await adopt(desk, workspace, entry)
    const isCreate = entry.write.op === 'create'
    if ((manner.fresh || isTold(refusal, isCreate)) && !mayHaveHappened(refusal))
      return refuse(desk, entry, refusal)
    return doubt(desk, entry, isCreate && isFault(refusal))
  }
}

/** What was dispatched before may be what is there now: then nobody says that another writer did it. */
function inDoubt({ departedAt, write }: Entry, refusal: Refusal): Refusal {
  if (refusal.kind !== 'changed' || departedAt === null || write.op === 'remove') return refusal
  return { ...refusal, maybeSaved: true }
}

/**
 * Sees to it that the entry holds the customer lock. One that has held it for long in doubt lets
 * others go first, and takes it again before it dispatches anything.
 * @returns what to answer where it does not hold it now; null where it does
 */
async function turn(desk: Desk, entry: Entry): Promise<Outcome | null> {
  if (!entry.holdsLock) {
    if (await desk.ledger.lock(entry, entry.fence)) return null
    return doubt(desk, entry)
  }
  const now = desk.clock.now()
  if (!hasHeldLong(entry, now)) return null
  return doubt(desk, entry, false, keepsLock(entry, now) ? Infinity : now + gap)
}

/** How long others may take the customer lock that was given up, in milliseconds. */
const gap = 5_000

/**
 * What was deleted and is made anew takes the invoices from nobody, whatever it had before: somebody
 * was chosen for them since.
 */
async function yielding(
  { form, backend }: OpenWorkspace,
  { write, undoes }: Entry,
  values: Values,
): Promise<Values> {
  const flag = form.fields.find(({ kind }) => kind === 'primary')?.name
  if (undoes === null || write.op !== 'create' || flag === undefined || values[flag] !== true)
    return values
  return (await isTaken(backend, write.customer)) ? { ...values, [flag]: false } : values
}

/** How long after saying that bytes leave they may still do, in milliseconds. */
const punctual = 5_000

/**
 * Says that bytes leave. `never`: the wish is no longer ours. `late`: so much time has passed
 * meanwhile (this process was stopped, or the database slow) that others may have drawn conclusions.
 */
async function depart(
  { ledger, clock }: Desk,
  entry: Entry,
  departure: Departure,
): Promise<'now' | 'late' | 'never'> {
  const now = clock.now()
  if (!(await ledger.depart(entry, entry.fence, departure, new Date(now)))) return 'never'
  return Math.abs(clock.now() - now) < punctual ? 'now' : 'late'
}

/**
 * Whether what a repeat is told is as true of the first try. Anything else only says why nobody could
 * ask. Whoever changes what is there has looked before: the first try was not carried out by then.
 */
function isTold(refusal: Refusal, isCreate: boolean): boolean {
  if (refusal.kind === 'rule') return !refusal.between
  return ['fields', 'half'].includes(refusal.kind) || (refusal.kind === 'missing' && !isCreate)
}

/**
 * An answer that a backend with keys may have stored under this key, and would give for ever. Not
 * when nobody was reached, and when the first try is said to be under way still.
 */
function isFault(refusal: Refusal): boolean {
  // What somebody in between answers is stored under no key.
  if (refusal.kind !== 'unclear') return !['unreachable', 'setup'].includes(refusal.kind)
  return refusal.status !== null && (refusal.status >= 500 || refusal.status === 422)
}

/** So many looks take half a minute: a list may be behind for some of that. */
const looksUntilNotDone = 5

/** What to tell once reads keep saying that the backend did not do what it says it did. */
function notDoneIn(refusal: Refusal): Refusal | null {
  if (refusal.kind !== 'unclear' || refusal.notDone === undefined) return null
  return { kind: 'rule', message: refusal.notDone }
}

/** So many looks, and a contact that was made is taken for changed or gone since. */
const enoughLooks = 3

function isMade(refusal: Refusal): boolean {
  return refusal.kind === 'unclear' && refusal.made === true
}

/**
 * For an answer that says that a contact was made, and not which: the one that was made since its
 * bytes left. Where clocks disagree, or somebody else made the same meanwhile, it is the likeliest.
 */
async function adopt(desk: Desk, workspace: OpenWorkspace, entry: Entry): Promise<Outcome> {
  let candidates: readonly Contact[] = []
  try {
    const { alike, similar } = await unclaimed(desk.ledger, workspace, entry)
    candidates = alike.length > 0 ? alike : similar.filter((contact) => isSince(entry, contact))
  } catch (error) {
    const refusal = refusalIn(error)
    // Where contacts are not listed, no later look tells which it is.
    if (isAbsent(refusal)) return succeed(desk, workspace, entry, null)
    // A customer that is gone has taken it along.
    if (refusal.kind !== 'missing') return doubt(desk, entry)
  }
  const [likeliest] = candidates
  const isOnly = candidates.filter((contact) => isSince(entry, contact)).length === 1
  if (likeliest && isOnly) return succeed(desk, workspace, entry, likeliest)
  // A list may be behind.
  if (entry.looks < enoughLooks) return doubt(desk, entry)
  return succeed(desk, workspace, entry, likeliest ?? null)
}

/**
 * What a create made that was pressed before a restore: the backup may have forgotten that it was
 * carried out. Undefined when there is nothing like it, or it is known that nothing was sent before.
 */
async function lookedFor(
  { ledger }: Desk,
  workspace: OpenWorkspace,
  entry: Entry,
): Promise<Candidates | null> {
  const { lookFrom } = entry
  if (lookFrom === null || entry.departedAt !== null) return null
  return unclaimed(ledger, workspace, { ...entry, sentAt: lookFrom })
}

interface Seen {
  known: readonly string[] | null
  before: Contact | null
  holders: readonly string[] | null
}

/** What is there before anything is sent: to find out later, to take it back, and to compare. */
async function look(
  { backend, form }: OpenWorkspace,
  { write, known, holders, undoes }: Entry,
  values: Values,
  { together = false }: Manner,
): Promise<Seen | { refusal: Refusal }> {
  const { customer } = write
  switch (write.op) {
    case 'create': {
      const isBlind = backend.capabilities.idempotency === 'none' && !together
      const isPrimary = setsPrimary(form, values)
      if (!isBlind || (known && (holders || !isPrimary)))
        return { known, before: null, holders: isPrimary ? await primaries() : null }
      const all = await listedOr(null, everyContact(backend, customer))
      // Where contacts are not listed, an answer that is lost stays in doubt: `findOut.ts`.
      if (!all) return { known, before: null, holders: isPrimary ? (holders ?? []) : null }
      const held = isPrimary ? all.filter(({ primary }) => primary).map(({ id }) => id) : null
      return { known: known ?? all.map(({ id }) => id), before: null, holders: holders ?? held }
    }
    case 'update':
    case 'remove': {
      const before = await backend.contact(customer, write.contact)
      const wanted = write.op === 'update' ? write.values : {}
      const changed = theirs(form.fields, before, write.before ?? {}, wanted)
      if (Object.keys(changed).length > 0) return { refusal: { kind: 'changed', theirs: changed } }
      const leavesNobody = write.op === 'remove' && undoes !== null && before.primary
      if (leavesNobody && (await everyContact(backend, customer)).length > 1)
        return { refusal: { kind: 'rule', message: gatewayText.undo.holder(before.name) } }
      return { known, before, holders: null }
    }
    default:
      return lookAtHolders(backend, write, known)
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
  write: Write & { op: 'primary' | 'role' },
  known: readonly string[] | null,
): Promise<Seen | { refusal: Refusal }> {
  const role = write.op === 'role' ? write.role : null
  const now = await backend.holders(write.customer, role)
  const ids = now.map(({ id }) => id)
  const { from, contact } = write
  const isAsSeen = from === null ? ids.length === 0 : from === undefined || ids.includes(from)
  if (isAsSeen || ids.includes(contact)) return { known, before: null, holders: ids }
  // A contact that is gone is the better reason.
  await backend.contact(write.customer, contact)
  return { refusal: { kind: 'changed', theirs: {}, holder: now[0] ?? null } }
}

/** Whether somebody else of the customer gets the invoices by now. */
async function isTaken(backend: Backend, customer: string): Promise<boolean> {
  return (await backend.holders(customer, null)).length > 0
}

async function send(
  backend: Backend,
  { write, holders }: Entry,
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

/** Writes down that it is done. A contact that is known to be another wish's is none of ours. */
export async function succeed(
  desk: Desk,
  workspace: OpenWorkspace,
  entry: Entry,
  contact: Contact | null,
): Promise<Outcome> {
  return (await settled(desk, workspace, entry, contact)) ?? doubt(desk, entry)
}

/** What stands there then; null for a contact that is another wish's. */
function settled(
  { ledger, clock }: Desk,
  { form }: OpenWorkspace,
  entry: Entry,
  contact: Contact | null,
): Promise<Outcome | null> {
  const outcome: Outcome = { state: 'succeeded', contact: contact && contactOut(form, contact) }
  return ledger.settle(entry, entry.fence, outcome, new Date(clock.now()))
}

export async function refuse(desk: Desk, entry: Entry, refusal: Refusal): Promise<Outcome> {
  const outcome: Outcome = { state: 'rejected', refusal }
  const stands = await desk.ledger.settle(entry, entry.fence, outcome, new Date(desk.clock.now()))
  return stands ?? outcome
}

/** Seconds until somebody looks again, the first time and so on. */
const looksAfter = [1, 2, 4, 8, 15, 30]

/**
 * Writes down that nobody can tell, and has it looked at again.
 * @param fault the answer was one that may be stored under its key
 * @param by milliseconds since 1970: when there will be something to see
 * @param unlisted the billing system lists no contacts, so a look may never tell
 */
export async function doubt(
  desk: Desk,
  entry: Entry,
  fault = false,
  by = Infinity,
  unlisted = false,
): Promise<Outcome> {
  const now = desk.clock.now()
  // Soon after a fault: it takes some of them until a key is taken to be burnt.
  const seconds = fault ? 2 : looksAfter[Math.min(entry.looks, looksAfter.length - 1)]!
  const next = now + seconds * 1000
  const dueAt = new Date(by > now ? Math.min(next, Math.max(now + 1000, by)) : next)
  const since = entry.doubtedAt ?? new Date(now)
  const lasting = { since, dueAt, fault, unlisted, keepsLock: keepsLock(entry, now) }
  const told = await desk.ledger.doubt(entry, entry.fence, lasting, new Date(now))
  if (told.state === 'unknown') desk.follow(entry, dueAt)
  return told
}

async function standing({ ledger }: Desk, entry: Entry): Promise<Outcome> {
  return (await ledger.read(entry))?.outcome ?? { state: 'pending' }
}

function refusalIn(error: unknown): Refusal {
  if (error instanceof BackendError) return error.refusal
  throw error
}
