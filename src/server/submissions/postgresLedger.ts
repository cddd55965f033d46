import type { Outcome } from '#contract/api/submission.ts'
import type { Database, Queries } from '#contract/backend/vendor.ts'
import { appendToChain, chainingValues } from '#server/audit/chain.ts'
import type { AuditRow } from '#server/audit/auditRow.ts'
import type { AmbientTransaction } from '#server/database/ambientTransaction.ts'
import { breaks } from '#server/database/database.ts'
import { auditRowOf } from './auditRowOf.ts'
import { unknownSince } from './claimDecision.ts'
import {
  duplicateScanDelayMs,
  leaseMs,
  maxDueAheadMs,
  type DuplicateScan,
  type Ledger,
} from './ledger.ts'
import type { SubmissionKey } from './ledgerEntry.ts'
import { parseLedgerRow, readLedgerRow, type LedgerRow } from './ledgerRow.ts'
import {
  takeLock,
  updateDispatched,
  updateSettled,
  updateConfirmed,
  updateInDoubt,
  updateLease,
  selectDue,
  selectClaimedContacts,
  selectReportedDuplicates,
  selectSavedSince,
  selectDueScans,
  updateScan,
  type LoggedWrite,
  lockCustomerRow,
} from './ledgerSql.ts'
import { claimSubmission, isLockTaken } from './postgresClaim.ts'
import { currentUpstreamTrace } from './upstreamTrace.ts'

interface LedgerOptions {
  /** Routes the queries of embedded backends on the same database into the ledger's transaction. */
  ambient?: AmbientTransaction
  /**
   * The tables are distributed by workspace: then a result and its row in the log are written statement
   * by statement, since one for both would need every machine. Left out: one, which is quicker.
   */
  isDistributed?: boolean
}

/** The ledger in PostgreSQL. */
export function postgresLedger(
  database: Database,
  { ambient, isDistributed = false }: LedgerOptions = {},
): Ledger {
  const ledger = ledgerOn(database, isDistributed)
  if (!ambient) return ledger
  return {
    ...ledger,
    inSharedTransaction: (turn, work) =>
      database.transaction(async (queries) => {
        if (turn) await queries.query(lockCustomerRow, [turn.workspace, turn.customer])
        // A transaction inside of this one is part of it.
        const within = ledgerOn(
          { ...queries, transaction: (inner) => inner(queries) },
          isDistributed,
        )
        return ambient.run(queries, () => work(within))
      }),
  }
}

function ledgerOn(database: Database, isDistributed: boolean): Ledger {
  /** Changes a submission and, where a row that it returns is worth it, says so in the log. */
  async function logged<Row extends object>(
    { together, alone }: LoggedWrite<Row>,
    values: readonly unknown[],
    audit: AuditRow,
  ): Promise<Row[]> {
    if (!isDistributed) return database.query<Row>(together, [...values, ...chainingValues(audit)])
    return database.transaction(async (queries) => {
      const rows = await queries.query<Row>(alone.sql, values)
      if (rows.some(alone.isLogged)) await appendToChain(queries, audit)
      return rows
    })
  }

  return {
    claim: (key, written, now) => claimSubmission(database, key, written, now),

    async lock(key, fencingToken) {
      try {
        const locked = await database.query(takeLock, [key.workspace, key.id, fencingToken])
        return locked.length > 0
      } catch (error) {
        if (isLockTaken(error)) return false
        throw error
      }
    },

    async markDispatched(key, fencingToken, { keyEpoch, knownIds, previous, holders }, now) {
      const dispatched = await database.query(updateDispatched, [
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
        const settled = await logged(
          updateSettled,
          [
            entry.workspace,
            entry.id,
            fencingToken,
            outcome.state,
            JSON.stringify(outcome),
            contact?.id ?? null,
            contact?.name ?? null,
            now,
            new Date(now.getTime() + duplicateScanDelayMs),
          ],
          auditRowOf(entry, outcome, currentUpstreamTrace(), now),
        )
        if (settled.length > 0) return outcome
      } catch (error) {
        const isClaimed =
          breaks(error, 'submissions_claimed_contact') ??
          (await isMade(database, entry.workspace, contact?.id))
        if (isClaimed) return null
        throw error
      }
      return currentOutcome(database, entry)
    },

    async confirm(entry, outcome, now) {
      const contact = outcome.state === 'succeeded' ? outcome.contact : null
      try {
        const confirmed = await logged(
          updateConfirmed,
          [
            entry.workspace,
            entry.id,
            entry.fencingToken,
            JSON.stringify(outcome),
            contact?.id ?? null,
            contact?.name ?? null,
            now,
          ],
          auditRowOf(entry, outcome, currentUpstreamTrace(), now),
        )
        if (confirmed.length > 0) return outcome
      } catch (error) {
        const isClaimed =
          breaks(error, 'submissions_claimed_contact') ??
          (await isMade(database, entry.workspace, contact?.id))
        if (isClaimed) return null
        throw error
      }
      return currentOutcome(database, entry)
    },

    async markInDoubt(entry, fencingToken, doubt, now) {
      const { since, dueAt, fault, unconfirmed, unlisted, keepsLock } = doubt
      const outcome = unknownSince(since, unlisted)
      const doubted = await logged(
        updateInDoubt,
        [
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
        ],
        auditRowOf(entry, outcome, currentUpstreamTrace(), now),
      )
      return doubted.length > 0 ? outcome : currentOutcome(database, entry)
    },

    async takeOver({ workspace, id: submissionId }, now) {
      const until = new Date(now.getTime() + leaseMs)
      const [row] = await database.query<LedgerRow>(updateLease, [
        workspace,
        submissionId,
        now,
        until,
        tooLate(now),
      ])
      return row ? parseLedgerRow(row) : null
    },

    due: (workspaces, now, limit) =>
      database.query<SubmissionKey>(selectDue, [now, tooLate(now), limit, workspaces]),

    async claimedContacts(workspace, contacts) {
      const rows = await database.query<{ contact: string }>(selectClaimedContacts, [
        workspace,
        contacts,
      ])
      return new Set(rows.map(({ contact }) => contact))
    },

    async reportedDuplicates(workspace, contacts) {
      const rows = await database.query<ReportedRow>(selectReportedDuplicates, [
        workspace,
        contacts,
      ])
      return new Map(rows.map(({ id: submissionId, duplicate }) => [submissionId, duplicate]))
    },

    async savedSince({ workspace, id: submissionId, write }, since) {
      const values = [workspace, write.customer, submissionId, since]
      const rows = await database.query<LedgerRow>(selectSavedSince, values)
      return rows.map((row) => parseLedgerRow(row).write)
    },

    read: async (key) => {
      const row = await readLedgerRow(database, key)
      return row ? parseLedgerRow(row) : null
    },

    dueDuplicateScans: (workspaces, now, limit) =>
      database.query<DuplicateScan>(selectDueScans, [now, limit, workspaces]),

    async recordScan({ workspace, id: submissionId }, next, duplicate) {
      await database.query(updateScan, [workspace, submissionId, next, duplicate])
    },
  }
}

function tooLate(now: Date): Date {
  return new Date(now.getTime() + maxDueAheadMs)
}

/** Whether a contact is known to be made by a submission. */
async function isMade(queries: Queries, workspace: string, contact: string | undefined) {
  if (contact === undefined) return false
  return (await queries.query(selectClaimedContacts, [workspace, [contact]])).length > 0
}

async function currentOutcome(queries: Queries, key: SubmissionKey): Promise<Outcome> {
  const row = await readLedgerRow(queries, key)
  return (row && parseLedgerRow(row).outcome) ?? { state: 'pending' }
}

interface ReportedRow {
  id: string
  duplicate: string
}
