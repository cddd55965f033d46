import type { Outcome } from '#contract/api/submission.ts'
import type { LedgerEntry, SubmissionKey, NewLedgerEntry } from '#server/submissions/ledgerEntry.ts'
import {
  duplicateScanDelayMs,
  maxDueAheadMs,
  leaseMs,
  type Claim,
  type Ledger,
} from '#server/submissions/ledger.ts'
import { unknownSince, decideClaim } from '#server/submissions/claimDecision.ts'

/** A row with what only the ledger itself looks at. */
export interface LedgerRow extends LedgerEntry {
  /** What it is about; of a create, what it made. */
  contact: string | null
  contactFingerprint: string | null
  dueAt: Date | null
  auditAt: Date | null
  settledAt: Date | null
  duplicate: string | null
}

export interface MemoryLedger extends Ledger {
  rows(): readonly Readonly<LedgerRow>[]
}

/**
 * What a ledger sees to. `fence`: only who took a submission on last may write it. `claims`: a contact is
 * what one submission made. `duplicates`: one submission at a time for the same contact. `turns`: writes about one
 * customer hold its lock. `order`: a change in doubt knows what was saved after it. `audits`: a create
 * without a key is looked after once more.
 */
export type LedgerGuard = 'fence' | 'claims' | 'duplicates' | 'turns' | 'order' | 'audits'

/**
 * The ledger without a database: as quick as a simulator needs it. It keeps the same promises as the
 * one in PostgreSQL (see the ledger's promises), with each method as one step that nothing divides.
 * @param written hears of every row as it stands after it was written
 * @param lacks what it does not see to, to find out whether anybody would notice
 */
export function memoryLedger(
  written: (row: LedgerRow) => void = () => {},
  lacks?: LedgerGuard,
): MemoryLedger {
  const rows = new Map<string, LedgerRow>()
  const find = (key: SubmissionKey) => rows.get(idOf(key))
  const say = (row: LedgerRow) => written({ ...row })

  /** The row, as long as it is this fence's to write. */
  function held(key: SubmissionKey, fencingToken: number): LedgerRow | undefined {
    const row = find(key)
    return row && (row.fencingToken === fencingToken || lacks === 'fence') && isOpen(row)
      ? row
      : undefined
  }

  function hasDuplicateInFlight(
    key: SubmissionKey,
    { contactFingerprint, write }: NewLedgerEntry,
  ): boolean {
    if (contactFingerprint === null || lacks === 'duplicates') return false
    return [...rows.values()].some(
      (row) =>
        idOf(row) !== idOf(key) &&
        row.workspace === key.workspace &&
        row.write.customer === write.customer &&
        row.contactFingerprint === contactFingerprint &&
        isOpen(row),
    )
  }

  /** The open row of another submission that holds the customer lock. */
  function lockHolder(key: SubmissionKey, customer: string): LedgerRow | undefined {
    if (lacks === 'turns') return undefined
    return [...rows.values()].find(
      (row) =>
        idOf(row) !== idOf(key) &&
        row.workspace === key.workspace &&
        row.write.customer === customer &&
        row.holdsLock &&
        isOpen(row),
    )
  }

  function isUndone({ workspace }: SubmissionKey, { undoes }: NewLedgerEntry): boolean {
    if (undoes === null) return false
    return [...rows.values()].some(
      (row) => row.workspace === workspace && row.undoes === undoes && row.state !== 'rejected',
    )
  }

  const status = (key: SubmissionKey): Outcome => find(key)?.outcome ?? { state: 'pending' }

  return {
    rows: () => [...rows.values()],

    async claim(key, written, now): Promise<Claim> {
      const there = find(key)
      if (there) {
        const result = decideClaim(there, written, now)
        if (result.kind !== 'newRevision') return result
      } else if (isUndone(key, written)) return { kind: 'undone' }
      if (hasDuplicateInFlight(key, written)) return { kind: 'duplicateInFlight' }
      const holder = written.takesLock && lockHolder(key, written.write.customer)
      if (holder) return { kind: 'locked', person: holder.person, personName: holder.personName }
      const row = newRow(key, written, (there?.fencingToken ?? 0) + 1, now)
      // An earlier revision that is looked after may still turn up.
      row.auditAt = there?.auditAt ?? null
      row.knownIds = there?.auditAt ? there.knownIds : null
      rows.set(idOf(key), row)
      say(row)
      return { kind: 'ours', entry: { ...row } }
    },

    async lock(key, fencingToken) {
      const row = held(key, fencingToken)
      if (!row || lockHolder(key, row.write.customer)) return false
      row.holdsLock = true
      say(row)
      return true
    },

    async markDispatched(key, fencingToken, { keyEpoch, knownIds, previous, holders }, now) {
      const row = held(key, fencingToken)
      if (!row) return false
      const isNew = row.keyEpoch !== keyEpoch
      row.dispatchedAt = isNew ? now : (row.dispatchedAt ?? now)
      row.faults = isNew ? 0 : row.faults
      row.unconfirmedAnswers = isNew ? 0 : row.unconfirmedAnswers
      row.keyEpoch = keyEpoch
      row.knownIds ??= knownIds
      row.previous ??= previous
      row.holders = isNew ? holders : (row.holders ?? holders)
      row.lastDispatchedAt = now
      row.leaseUntil = row.dueAt = later(now, leaseMs)
      say(row)
      return true
    },

    async settle(key, fencingToken, outcome, now) {
      const row = held(key, fencingToken)
      if (!row) return status(key)
      const made = outcome.state === 'succeeded' && row.write.op === 'create' && outcome.contact
      if (made && makers(key.workspace).has(made.id)) return null
      row.state = outcome.state
      row.outcome = outcome
      row.dueAt = null
      row.settledAt = now
      // What was there before is known of a create that went without a key.
      if (row.write.op === 'create' && row.knownIds && lacks !== 'audits')
        row.auditAt ??= later(now, duplicateScanDelayMs)
      if (outcome.state === 'succeeded') row.contact = outcome.contact?.id ?? row.contact
      say(row)
      return outcome
    },

    async confirm(entry, outcome) {
      const row = find(entry)
      if (!row || row.state !== 'rejected') return status(entry)
      const made = outcome.state === 'succeeded' && outcome.contact
      if (made && makers(entry.workspace).has(made.id)) return null
      row.state = outcome.state
      row.outcome = outcome
      say(row)
      return outcome
    },

    async markInDoubt(key, fencingToken, doubt, now) {
      const { since, dueAt, fault, unconfirmed, keepsLock } = doubt
      const row = held(key, fencingToken)
      if (!row) return status(key)
      row.state = 'unknown'
      row.outcome = unknownSince(since)
      row.inDoubtSince = since
      row.dueAt = dueAt
      row.faults += fault ? 1 : 0
      row.unconfirmedAnswers += unconfirmed ? 1 : 0
      row.reconcileAttempts += 1
      row.holdsLock &&= keepsLock
      if (row.write.op === 'create') row.auditAt ??= later(now, duplicateScanDelayMs)
      say(row)
      return row.outcome
    },

    async takeOver(key, now) {
      const row = find(key)
      if (!row || !isOpen(row) || !isDue(row, now)) return null
      row.fencingToken += 1
      row.leaseUntil = row.dueAt = later(now, leaseMs)
      say(row)
      return { ...row }
    },

    async due(workspaces, now, limit) {
      return [...rows.values()]
        .filter((row) => workspaces.includes(row.workspace) && isOpen(row) && isDue(row, now))
        .toSorted((one, other) => Number(one.dueAt) - Number(other.dueAt))
        .slice(0, limit)
        .map(({ workspace, id: submissionId }) => ({ workspace, id: submissionId }))
    },

    async claimedContacts(workspace, contacts) {
      const all = makers(workspace)
      return new Set(contacts.filter((id) => all.has(id)))
    },

    async reportedDuplicates(workspace, contacts) {
      const told = [...rows.values()].flatMap(({ id: submissionId, duplicate, ...row }) =>
        row.workspace === workspace && duplicate !== null && contacts.includes(duplicate)
          ? [[submissionId, duplicate] as const]
          : [],
      )
      return new Map(told)
    },

    async savedSince(entry, since) {
      if (lacks === 'order') return []
      return [...rows.values()]
        .filter((row) => row.workspace === entry.workspace && idOf(row) !== idOf(entry))
        .filter((row) => row.write.customer === entry.write.customer && row.state === 'succeeded')
        .filter(({ settledAt }) => settledAt !== null && settledAt >= since)
        .map(({ write }) => write)
    },

    async read(key) {
      const row = find(key)
      return row ? { ...row } : null
    },

    async dueDuplicateScans(workspaces, now, limit) {
      return [...rows.values()]
        .filter((row) => workspaces.includes(row.workspace) && !isOpen(row))
        .filter((row) => row.auditAt && row.auditAt <= now)
        .toSorted((one, other) => Number(one.auditAt) - Number(other.auditAt))
        .slice(0, limit)
        .map(({ workspace, id: submissionId, write }) => ({
          workspace,
          id: submissionId,
          customer: write.customer,
        }))
    },

    async recordScan(key, next, duplicate) {
      const row = find(key)
      if (!row) return
      row.auditAt = next
      if (next === null) row.knownIds = null
      row.duplicate = duplicate ?? row.duplicate
      say(row)
    },
  }

  /** Ids of the contacts that submissions of this workspace made. */
  function makers(workspace: string): ReadonlySet<string> {
    if (lacks === 'claims') return new Set()
    const ids = [...rows.values()].flatMap((row) =>
      row.workspace === workspace &&
      row.write.op === 'create' &&
      row.outcome?.state === 'succeeded' &&
      row.outcome.contact
        ? [row.outcome.contact.id]
        : [],
    )
    return new Set(ids)
  }
}

function newRow(
  key: SubmissionKey,
  written: NewLedgerEntry,
  fencingToken: number,
  now: Date,
): LedgerRow {
  const leaseUntil = later(now, leaseMs)
  return {
    workspace: key.workspace,
    id: key.id,
    person: written.person,
    personName: written.personName,
    role: written.role,
    reference: written.reference,
    reason: written.reason,
    revision: written.revision,
    fingerprint: written.fingerprint,
    write: written.write,
    undoes: written.undoes,
    contactFingerprint: written.contactFingerprint,
    contact: written.write.op === 'create' ? null : written.write.contact,
    state: 'pending',
    outcome: null,
    sentAt: now,
    fencingToken,
    leaseUntil,
    dueAt: leaseUntil,
    previous: null,
    knownIds: null,
    holders: null,
    holdsLock: written.takesLock,
    keyEpoch: 1,
    faults: 0,
    unconfirmedAnswers: 0,
    reconcileAttempts: 0,
    dispatchedAt: null,
    lastDispatchedAt: null,
    inDoubtSince: null,
    givenBackAt: null,
    restoredAt: null,
    lookFrom: written.lookFrom,
    auditAt: null,
    settledAt: null,
    duplicate: null,
  }
}

function isOpen({ state }: Pick<LedgerRow, 'state'>): boolean {
  return state === 'pending' || state === 'unknown'
}

function isDue({ dueAt }: LedgerRow, now: Date): boolean {
  return dueAt !== null && (dueAt <= now || dueAt > later(now, maxDueAheadMs))
}

function idOf({ workspace, id: submissionId }: SubmissionKey): string {
  return JSON.stringify([workspace, submissionId])
}

function later(now: Date, milliseconds: number): Date {
  return new Date(now.getTime() + milliseconds)
}
