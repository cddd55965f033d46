import type { Database, Queries } from '#contract/backend/vendor.ts'
import { breaks } from '#server/database/database.ts'
import { decideClaim } from './claimDecision.ts'
import { payloadOf } from './idempotencyKey.ts'
import { leaseMs, type Claim } from './ledger.ts'
import type { NewLedgerEntry, SubmissionKey } from './ledgerEntry.ts'
import { parseLedgerRow, readLedgerRow, type LedgerRow } from './ledgerRow.ts'
import {
  insertEntry,
  selectDuplicateInFlight,
  selectLockHolder,
  selectUndo,
  updateToNextRevision,
} from './ledgerSql.ts'

/** Inserts the entry of a submission, or says why it is not to be sent; `Ledger.claim`. */
export async function claimSubmission(
  database: Database,
  key: SubmissionKey,
  written: NewLedgerEntry,
  now: Date,
): Promise<Claim> {
  // One statement, so that the usual case is one round trip and one commit.
  const inserted = await database.query<LedgerRow>(insertEntry, [
    key.workspace,
    key.id,
    written.person,
    written.personName,
    ...revisionValues(written, now),
  ])
  if (inserted[0]) return { kind: 'ours', entry: parseLedgerRow(inserted[0], written) }
  try {
    return await database.transaction((queries) => claimAgain(queries, key, written, now))
  } catch (error) {
    if (!isLockTaken(error)) throw error
    return (await lockedBy(database, key, written)) ?? lockedBySelf(written)
  }
}

/**
 * Whether a statement failed because another entry holds the customer lock; also where the engine does
 * not say which unique index it was: then whoever asks looks, or asks again.
 */
export function isLockTaken(error: unknown): boolean {
  return breaks(error, 'submissions_customer_lock') !== false
}

/** The columns that every revision writes, in the order of `insertEntry` and `updateToNextRevision`. */
function revisionValues(written: NewLedgerEntry, now: Date): unknown[] {
  const { revision, fingerprint, payload, write, undoes } = written
  const { contactFingerprint, role, reference, lookFrom, takesLock } = written
  const contact = write.op === 'create' ? null : write.contact
  const leaseUntil = new Date(now.getTime() + leaseMs)
  // Differs for an undo, and where the backend spells ids in another case.
  const executed = payloadOf(write)
  const executedWrite = executed === payload ? null : executed
  const { op, customer } = write
  return [
    ...[revision, fingerprint, payload, op, customer, contact, leaseUntil, now],
    ...[executedWrite, undoes, contactFingerprint, role, reference, lookFrom, takesLock],
  ]
}

async function claimAgain(
  queries: Queries,
  key: SubmissionKey,
  written: NewLedgerEntry,
  now: Date,
): Promise<Claim> {
  const row = await readLedgerRow(queries, key, 'for update')
  const decision = row && decideClaim(parseLedgerRow(row), written, now)
  if (decision && decision.kind !== 'newRevision') return decision
  if (!row && (await isUndone(queries, key, written))) return { kind: 'undone' }
  if (await hasDuplicateInFlight(queries, key, written)) return { kind: 'duplicateInFlight' }
  const locked = await lockedBy(queries, key, written)
  if (locked) return locked
  const values = [...revisionValues(written, now)]
  const [next] = row
    ? await queries.query<LedgerRow>(updateToNextRevision, [key.workspace, key.id, ...values])
    : await queries.query<LedgerRow>(insertEntry, [
        ...[key.workspace, key.id, written.person, written.personName],
        ...values,
      ])
  if (next) return { kind: 'ours', entry: parseLedgerRow(next, written) }
  // The conflicting entry has ended meanwhile, and another one was inserted before this one.
  return written.takesLock ? lockedBySelf(written) : { kind: 'duplicateInFlight' }
}

/** The lock changed hands between two statements: the caller asks again. */
function lockedBySelf({ person, personName }: NewLedgerEntry) {
  return { kind: 'locked', person, personName } as const
}

async function isUndone(
  queries: Queries,
  { workspace }: SubmissionKey,
  { undoes }: NewLedgerEntry,
) {
  if (undoes === null) return false
  const undone = await queries.query(selectUndo, [workspace, undoes])
  return undone.length > 0
}

async function lockedBy(
  queries: Queries,
  key: SubmissionKey,
  { takesLock, write }: NewLedgerEntry,
) {
  if (!takesLock) return null
  const [holder] = await queries.query<{ person: string; person_name: string }>(selectLockHolder, [
    key.workspace,
    write.customer,
    key.id,
  ])
  if (!holder) return null
  return { kind: 'locked', person: holder.person, personName: holder.person_name } as const
}

/** Read before the insert, because a failed statement would roll back the shared transaction. */
async function hasDuplicateInFlight(
  queries: Queries,
  key: SubmissionKey,
  { contactFingerprint, write }: NewLedgerEntry,
) {
  if (contactFingerprint === null) return false
  const others = await queries.query(selectDuplicateInFlight, [
    key.workspace,
    write.customer,
    contactFingerprint,
    key.id,
  ])
  return others.length > 0
}
