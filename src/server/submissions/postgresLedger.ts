import * as z from 'zod/mini'
import { accessRoleSchema } from '#contract/api/accessRole.ts'
import { outcomeSchema, submissionSchema, type Outcome } from '#contract/api/submission.ts'
import type { Database, Queries } from '#contract/backend/vendor.ts'
import { auditRowOf } from './auditRowOf.ts'
import { chaining, chainingValues } from '#server/audit/chain.ts'
import { currentUpstreamTrace } from './upstreamTrace.ts'
import { brokenBy } from '#server/database/database.ts'
import type { AmbientTransaction } from '#server/database/ambientTransaction.ts'
import type { LedgerEntry, SubmissionKey, WriteOperation, NewLedgerEntry } from './ledgerEntry.ts'
import { payloadOf } from './idempotencyKey.ts'
import {
  duplicateScanDelayMs,
  maxDueAheadMs,
  leaseMs,
  UnreadableEntry,
  type DuplicateScan,
  type Claim,
  type Ledger,
} from './ledger.ts'
import { unknownSince, decideClaim } from './claimDecision.ts'
import type { Contact } from '#contract/fields/contact.ts'

/** The ledger in PostgreSQL. `joined`: the embedded backends are on the same database. */
export function postgresLedger(database: Database, ambient?: AmbientTransaction): Ledger {
  const ledger = ledgerOn(database)
  if (!ambient) return ledger
  return {
    ...ledger,
    inSharedTransaction: (turn, work) =>
      database.transaction(async (queries) => {
        if (turn) await queries.query(lockCustomer, [turn.workspace, turn.customer])
        // In a transaction already: what is one for itself is part of it.
        const within = ledgerOn({ ...queries, transaction: (inner) => inner(queries) })
        return ambient.run(queries, () => work(within))
      }),
  }
}

function ledgerOn(database: Database): Ledger {
  return {
    async claim(key, written, now) {
      // A statement of its own, so that the usual case is one round trip and one commit.
      const inserted = await database.query<Row>(insert, [
        key.workspace,
        key.id,
        written.person,
        written.personName,
        ...attemptOf(written, now),
      ])
      if (inserted[0]) return { kind: 'ours', entry: entryOf(inserted[0]) }
      try {
        return await database.transaction((queries) => claimAgain(queries, key, written, now))
      } catch (error) {
        if (brokenBy(error) !== 'submissions_customer_lock') throw error
        return (await lockedBy(database, key, written)) ?? lockedBySelf(written)
      }
    },

    async lock(key, fencingToken) {
      try {
        const locked = await database.query(lock, [key.workspace, key.id, fencingToken])
        return locked.length > 0
      } catch (error) {
        if (brokenBy(error) === 'submissions_customer_lock') return false
        throw error
      }
    },

    async markDispatched(key, fencingToken, { keyEpoch, knownIds, previous, holders }, now) {
      const dispatched = await database.query(markDispatched, [
        key.workspace,
        key.id,
        fencingToken,
        keyEpoch,
        knownIds && JSON.stringify(knownIds),
        previous && JSON.stringify(previous),
        now,
        new Date(now.getTime() + leaseMs),
        holders && JSON.stringify(holders),
      ])
      return dispatched.length > 0
    },

    async settle(entry, fencingToken, outcome, now) {
      const contact = outcome.state === 'succeeded' ? outcome.contact : null
      try {
        const settled = await database.query(settle, [
          entry.workspace,
          entry.id,
          fencingToken,
          outcome.state,
          JSON.stringify(outcome),
          contact?.id ?? null,
          contact?.name ?? null,
          now,
          new Date(now.getTime() + duplicateScanDelayMs),
          ...chainingValues(auditRowOf(entry, outcome, currentUpstreamTrace(), now)),
        ])
        if (settled.length > 0) return outcome
      } catch (error) {
        if (brokenBy(error) === 'submissions_claimed_contact') return null
        throw error
      }
      return currentOutcome(database, entry)
    },

    async markInDoubt(entry, fencingToken, doubt, now) {
      const { since, dueAt, fault, unconfirmed, unlisted, keepsLock } = doubt
      const outcome = unknownSince(since, unlisted)
      const doubted = await database.query(markInDoubt, [
        entry.workspace,
        entry.id,
        fencingToken,
        since,
        JSON.stringify(outcome),
        dueAt,
        fault ? 1 : 0,
        unconfirmed ? 1 : 0,
        new Date(now.getTime() + duplicateScanDelayMs),
        keepsLock,
        ...chainingValues(auditRowOf(entry, outcome, currentUpstreamTrace(), now)),
      ])
      return doubted.length > 0 ? outcome : currentOutcome(database, entry)
    },

    async takeOver({ workspace, id: submissionId }, now) {
      const until = new Date(now.getTime() + leaseMs)
      const [row] = await database.query<Row>(take, [
        workspace,
        submissionId,
        now,
        until,
        tooLate(now),
      ])
      return row ? entryOf(row) : null
    },

    due: (workspaces, now, limit) =>
      database.query<SubmissionKey>(due, [now, tooLate(now), limit, workspaces]),

    async claimedContacts(workspace, contacts) {
      const rows = await database.query<{ contact: string }>(claimedContacts, [workspace, contacts])
      return new Set(rows.map(({ contact }) => contact))
    },

    async reportedDuplicates(workspace, contacts) {
      const rows = await database.query<ReportedRow>(reportedDuplicates, [workspace, contacts])
      return new Map(rows.map(({ id: submissionId, duplicate }) => [submissionId, duplicate]))
    },

    read: async (key) => {
      const row = await readRow(database, key)
      return row ? entryOf(row) : null
    },

    dueDuplicateScans: (workspaces, now, limit) =>
      database.query<DuplicateScan>(dueDuplicateScans, [now, limit, workspaces]),

    async recordScan({ workspace, id: submissionId }, next, duplicate) {
      await database.query(recordScan, [workspace, submissionId, next, duplicate])
    },
  }
}

const columns = `workspace, id, person, person_name, role, reference, revision, fingerprint, payload, executed_write, undoes,
  state, outcome, sent_at, fencing_token, lease_until, previous, known_ids, key_epoch, faults, unconfirmed_answers, reconcile_attempts,
  dispatched_at, last_dispatched_at, in_doubt_since, given_back_at, restored_at, look_from,
  holders, holds_lock`

// Any of the unique indexes may stand in the way; which one it was is looked up afterwards.
const insert = `
  insert into desk.submissions
    (workspace, id, person, person_name, revision, fingerprint, payload, op, customer,
     contact, lease_until, sent_at, due_at, executed_write, undoes, contact_fingerprint, role, reference,
     look_from, holds_lock, state, fencing_token)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $11, $13, $14, $15, $16, $17, $18,
     $19, 'pending', 1)
  on conflict do nothing
  returning ${columns}`

// An earlier revision that is looked after may still turn up: then what was there before it counts.
const nextRevision = `
  update desk.submissions
  set revision = $3, fingerprint = $4, payload = $5, op = $6, customer = $7, contact = $8,
      lease_until = $9, sent_at = $10, due_at = $9, executed_write = $11, undoes = $12,
      contact_fingerprint = $13, role = $14, reference = $15, look_from = $16, holds_lock = $17, holders = null,
      given_back_at = null, restored_at = null, state = 'pending', fencing_token = fencing_token + 1, outcome = null, contact_name = null,
      settled_at = null, previous = null, key_epoch = 1, faults = 0, unconfirmed_answers = 0, reconcile_attempts = 0,
      known_ids = case when duplicate_scan_at is not null then known_ids end,
      dispatched_at = null, last_dispatched_at = null, in_doubt_since = null
  where workspace = $1 and id = $2
  returning ${columns}`

const lock = `
  update desk.submissions set holds_lock = true
  where workspace = $1 and id = $2 and fencing_token = $3 and state in ('pending', 'unknown')
  returning fencing_token`

const markDispatched = `
  update desk.submissions
  set dispatched_at = case when key_epoch = $4 then coalesce(dispatched_at, $7) else $7 end,
      faults = case when key_epoch = $4 then faults else 0 end,
      unconfirmed_answers = case when key_epoch = $4 then unconfirmed_answers else 0 end,
      key_epoch = $4, known_ids = coalesce(known_ids, $5), previous = coalesce(previous, $6),
      holders = case when key_epoch = $4 then coalesce(holders, $9) else $9 end,
      last_dispatched_at = $7, lease_until = $8, due_at = $8
  where workspace = $1 and id = $2 and fencing_token = $3 and state in ('pending', 'unknown')
  returning fencing_token`

// What was there before is known of a create that went without a key: a network may double it.
const settle = `
  with settled as (
    update desk.submissions
    set state = $4, outcome = $5, contact = coalesce($6, contact), contact_name = $7,
        settled_at = $8, due_at = null,
        duplicate_scan_at = case when op = 'create' and known_ids is not null
          then coalesce(duplicate_scan_at, $9) else duplicate_scan_at end
    where workspace = $1 and id = $2 and fencing_token = $3 and state in ('pending', 'unknown')
    returning fencing_token
  )${chaining('select from settled', 9)}
  select number from link`

// The log says once that nobody can tell.
const markInDoubt = `
  with doubted as (
    update desk.submissions
    set state = 'unknown', in_doubt_since = $4, outcome = $5, due_at = $6,
        faults = faults + $7, unconfirmed_answers = unconfirmed_answers + $8,
        reconcile_attempts = reconcile_attempts + 1, holds_lock = holds_lock and $10,
        duplicate_scan_at = case when op = 'create' then coalesce(duplicate_scan_at, $9) end
    where workspace = $1 and id = $2 and fencing_token = $3 and state in ('pending', 'unknown')
    returning reconcile_attempts
  )${chaining('select from doubted where reconcile_attempts = 1', 10)}
  select reconcile_attempts from doubted`

const take = `
  update desk.submissions
  set fencing_token = fencing_token + 1, lease_until = $4, due_at = $4
  where workspace = $1 and id = $2 and state in ('pending', 'unknown')
    and (due_at <= $3 or due_at > $5)
  returning ${columns}`

const due = `
  select workspace, id from desk.submissions
  where state in ('pending', 'unknown') and (due_at <= $1 or due_at > $2)
    and workspace = any($4)
  order by due_at
  limit $3`

const claimedContacts = `
  select contact from desk.submissions
  where workspace = $1 and op = 'create' and state = 'succeeded' and contact = any($2)`

const reportedDuplicates = `
  select id, duplicate from desk.submissions
  where workspace = $1 and duplicate is not null and duplicate = any($2)`

const dueDuplicateScans = `
  select workspace, id, customer from desk.submissions
  where duplicate_scan_at <= $1 and state in ('succeeded', 'rejected') and workspace = any($3)
  order by duplicate_scan_at
  limit $2`

// What was there before is of use to the later looks alone.
const recordScan = `
  update desk.submissions
  set duplicate_scan_at = $3, duplicate = coalesce($4, duplicate),
      known_ids = case when $3::timestamptz is not null then known_ids end
  where workspace = $1 and id = $2`

// Whoever comes second waits here until the first one's transaction has ended.
const lockCustomer = `
  insert into desk.customer_locks (workspace, customer) values ($1, $2)
  on conflict (workspace, customer) do update set customer = excluded.customer`

function tooLate(now: Date): Date {
  return new Date(now.getTime() + maxDueAheadMs)
}

/** The columns that every revision writes anew, in the order of both statements. */
function attemptOf(written: NewLedgerEntry, now: Date): unknown[] {
  const { revision, fingerprint, payload, write, undoes } = written
  const { contactFingerprint, role, reference, lookFrom, takesLock } = written
  const contact = write.op === 'create' ? null : write.contact
  const leaseUntil = new Date(now.getTime() + leaseMs)
  // An undo is another write, and ids may have been written in another case.
  const carriedOut = payloadOf(write)
  const instead = carriedOut === payload ? null : carriedOut
  const { op, customer } = write
  return [
    ...[revision, fingerprint, payload, op, customer, contact, leaseUntil, now],
    ...[instead, undoes, contactFingerprint, role, reference, lookFrom, takesLock],
  ]
}

async function claimAgain(
  queries: Queries,
  key: SubmissionKey,
  written: NewLedgerEntry,
  now: Date,
): Promise<Claim> {
  const row = await readRow(queries, key, 'for update')
  const decision = row && decideClaim(entryOf(row), written, now)
  if (decision && decision.kind !== 'newRevision') return decision
  if (!row && (await isUndone(queries, key, written))) return { kind: 'undone' }
  if (await hasDuplicateInFlight(queries, key, written)) return { kind: 'duplicateInFlight' }
  const locked = await lockedBy(queries, key, written)
  if (locked) return locked
  const values = [...attemptOf(written, now)]
  const [next] = row
    ? await queries.query<Row>(nextRevision, [key.workspace, key.id, ...values])
    : await queries.query<Row>(insert, [
        ...[key.workspace, key.id, written.person, written.personName],
        ...values,
      ])
  if (next) return { kind: 'ours', entry: entryOf(next) }
  // What stood in the way has ended by now, and another one came first again.
  return written.takesLock ? lockedBySelf(written) : { kind: 'duplicateInFlight' }
}

/** For a moment in which the lock changes hands: it is asked for again. */
function lockedBySelf({ person, personName }: NewLedgerEntry) {
  return { kind: 'locked', person, personName } as const
}

async function isUndone(
  queries: Queries,
  { workspace }: SubmissionKey,
  { undoes }: NewLedgerEntry,
) {
  if (undoes === null) return false
  const undone = await queries.query(
    `select 1 from desk.submissions where workspace = $1 and undoes = $2 and state <> 'rejected'`,
    [workspace, undoes],
  )
  return undone.length > 0
}

async function lockedBy(
  queries: Queries,
  key: SubmissionKey,
  { takesLock, write }: NewLedgerEntry,
) {
  if (!takesLock) return null
  const [holder] = await queries.query<{ person: string; person_name: string }>(
    `select person, person_name from desk.submissions
     where workspace = $1 and customer = $2 and id <> $3 and holds_lock
       and state in ('pending', 'unknown')`,
    [key.workspace, write.customer, key.id],
  )
  if (!holder) return null
  return { kind: 'locked', person: holder.person, personName: holder.person_name } as const
}

/** Looked up beforehand, as a statement that fails would take the whole transaction along. */
async function hasDuplicateInFlight(
  queries: Queries,
  key: SubmissionKey,
  { contactFingerprint, write }: NewLedgerEntry,
) {
  if (contactFingerprint === null) return false
  const others = await queries.query(
    `select 1 from desk.submissions
     where workspace = $1 and customer = $2 and contact_fingerprint = $3 and id <> $4
       and state in ('pending', 'unknown')`,
    [key.workspace, write.customer, contactFingerprint, key.id],
  )
  return others.length > 0
}

async function currentOutcome(queries: Queries, key: SubmissionKey): Promise<Outcome> {
  const row = await readRow(queries, key)
  return (row && entryOf(row).outcome) ?? { state: 'pending' }
}

interface Row extends SubmissionKey {
  person: string
  person_name: string
  role: string | null
  reference: string | null
  revision: number
  fingerprint: string
  payload: string
  executed_write: string | null
  undoes: string | null
  state: Outcome['state']
  outcome: string | null
  sent_at: Date
  fencing_token: number
  lease_until: Date
  previous: string | null
  known_ids: string | null
  key_epoch: number
  faults: number
  unconfirmed_answers: number
  reconcile_attempts: number
  dispatched_at: Date | null
  last_dispatched_at: Date | null
  in_doubt_since: Date | null
  given_back_at: Date | null
  restored_at: Date | null
  look_from: Date | null
  holders: string | null
  holds_lock: boolean
}

interface ReportedRow {
  id: string
  duplicate: string
}

async function readRow(
  queries: Queries,
  { workspace, id: submissionId }: SubmissionKey,
  locking: '' | 'for update' = '',
): Promise<Row | undefined> {
  const [row] = await queries.query<Row>(
    `select ${columns} from desk.submissions where workspace = $1 and id = $2 ${locking}`,
    [workspace, submissionId],
  )
  return row
}

function entryOf(row: Row): LedgerEntry {
  try {
    return parsed(row)
  } catch (cause) {
    throw new UnreadableEntry(row, { cause })
  }
}

function parsed(row: Row): LedgerEntry {
  return {
    workspace: row.workspace,
    id: row.id,
    person: row.person,
    personName: row.person_name,
    role: row.role === null ? null : z.parse(accessRoleSchema, row.role),
    reference: row.reference,
    reason: reasonIn(row),
    revision: row.revision,
    fingerprint: row.fingerprint,
    write: writeOf(row),
    undoes: row.undoes,
    state: row.state,
    outcome: row.outcome === null ? null : z.parse(outcomeSchema, JSON.parse(row.outcome)),
    sentAt: row.sent_at,
    fencingToken: row.fencing_token,
    leaseUntil: row.lease_until,
    previous: row.previous === null ? null : (JSON.parse(row.previous) as Contact),
    knownIds: idsIn(row.known_ids),
    holders: idsIn(row.holders),
    keyEpoch: row.key_epoch,
    faults: row.faults,
    unconfirmedAnswers: row.unconfirmed_answers,
    reconcileAttempts: row.reconcile_attempts,
    dispatchedAt: row.dispatched_at,
    lastDispatchedAt: row.last_dispatched_at,
    inDoubtSince: row.in_doubt_since,
    givenBackAt: row.given_back_at,
    restoredAt: row.restored_at,
    lookFrom: row.look_from,
    holdsLock: row.holds_lock,
  }
}

function idsIn(text: string | null): string[] | null {
  return text === null ? null : z.parse(z.array(z.string()), JSON.parse(text))
}

/** Of an undo it is not in what is carried out. */
function reasonIn({ payload }: Row): string | null {
  return z.parse(z.object({ reason: z.optional(z.string()) }), JSON.parse(payload)).reason || null
}

/** The payload is the submission without its revision. */
function writeOf({ payload, executed_write: write_instead, revision }: Row): WriteOperation {
  const text: unknown = JSON.parse(write_instead ?? payload)
  const write = z.parse(submissionSchema, { ...(text as object), revision: revision })
  if (write.op === 'undo') throw new Error('an undo was written down without what it comes to')
  return write
}
