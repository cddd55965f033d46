import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Outcome } from '#contract/api/submission.ts'
import type { Database, Queries } from '#contract/backend/vendor.ts'
import type {
  SubmissionKey,
  WriteOperation,
  NewLedgerEntry,
} from '#server/submissions/ledgerEntry.ts'
import {
  duplicateScanDelayMs,
  leaseMs,
  type InDoubt,
  type Ledger,
} from '#server/submissions/ledger.ts'
import { postgresLedger } from '#server/submissions/postgresLedger.ts'
import { deskDatabase } from '../../helpers/gateway.ts'
import { memoryLedger } from '../../tools/simulator/memoryLedger.ts'

let shared: Promise<Database> | undefined

/** One database for all tests of this file, with nothing in it. */
async function emptied(): Promise<Database> {
  const database = await (shared ??= deskDatabase())
  await database.query(
    'truncate desk.submissions, desk.audit, desk.audit_heads, desk.customer_locks',
  )
  return database
}

/** As Citus answers: which unique index was broken is not said. */
function namingNoIndex(database: Database): Database {
  const unnamed = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await work
    } catch (error) {
      if (error instanceof pg.DatabaseError) error.constraint = undefined
      throw error
    }
  }
  const within = (queries: Queries): Queries => ({
    query: (sql, values) => unnamed(queries.query(sql, values)),
  })
  return {
    ...within(database),
    transaction: (work) => database.transaction((queries) => work(within(queries))),
  }
}

/** What every ledger promises: the simulator is worth as much as its ledger is like the real one. */
describe.each([
  ['in PostgreSQL', async () => postgresLedger(await emptied())],
  [
    'in an engine that distributes its tables',
    async () => postgresLedger(namingNoIndex(await emptied()), { isDistributed: true }),
  ],
  ['in memory', async () => memoryLedger()],
] satisfies [string, () => Promise<Ledger>][])('%s', (_, newLedger) => {
  let ledger: Ledger
  let key: SubmissionKey

  beforeEach(async () => {
    ledger = await newLedger()
    key = aKey()
  })

  /** Seconds after the first. */
  const at = (seconds: number) => new Date(Date.parse('2026-05-04T10:00:00Z') + seconds * 1000)
  const aKey = (): SubmissionKey => ({ workspace: 'desk', id: randomUUID() })
  const create: WriteOperation = {
    op: 'create',
    revision: 1,
    customer: 'c',
    values: { name: 'Pat' },
  }

  function aSubmission(change: Partial<NewLedgerEntry> = {}): NewLedgerEntry {
    const { revision: _, ...payload } = change.write ?? create
    return {
      person: 'pat',
      personName: 'Pat',
      role: 'editor',
      reference: 'REFEREN',
      reason: null,
      revision: 1,
      fingerprint: 'pat-1',
      payload: JSON.stringify(payload),
      write: create,
      undoes: null,
      contactFingerprint: null,
      lookFrom: null,
      takesLock: false,
      ...change,
    }
  }

  function made(id: string): Outcome {
    const contact = { id, name: 'Pat', primary: false, roles: [], changedAt: null, values: {} }
    return { state: 'succeeded', contact }
  }

  const rejected: Outcome = { state: 'rejected', refusal: { kind: 'permission' } }

  async function claimed(ofKey = key, submissionBody = aSubmission(), now = at(0)) {
    const claim = await ledger.claim(ofKey, submissionBody, now)
    if (claim.kind !== 'ours') throw new Error(`not ours: ${claim.kind}`)
    return claim.entry
  }

  /** Whoever writes has the submission as it stands. */
  const entryOf = async (ofKey: SubmissionKey) => (await ledger.read(ofKey))!
  const settle = async (ofKey: SubmissionKey, fencingToken: number, outcome: Outcome, now: Date) =>
    ledger.settle(await entryOf(ofKey), fencingToken, outcome, now)
  const doubt = async (ofKey: SubmissionKey, fencingToken: number, said: InDoubt, now: Date) =>
    ledger.markInDoubt(await entryOf(ofKey), fencingToken, said, now)

  const departure = { keyEpoch: 1, knownIds: ['a'], previous: null, holders: null }
  const doubtful = (seconds: number) => ({
    since: at(0),
    dueAt: at(seconds),
    fault: false,
    keepsLock: true,
  })

  test('knows what others saved about the customer since then', async () => {
    const rename = (name: string, of = 'c'): WriteOperation => ({
      ...{ op: 'update', revision: 1, customer: of, contact: 'k1', values: { name } },
    })
    const save = async (write: WriteOperation, end: Outcome, now: Date) => {
      const other = aKey()
      const { fencingToken } = await claimed(other, aSubmission({ write, fingerprint: other.id }))
      await settle(other, fencingToken, end, now)
    }
    await claimed()
    await save(rename('Before'), made('k1'), at(9))
    await save(rename('Later'), made('k1'), at(10))
    await save(rename('Refused'), rejected, at(11))
    await save(rename('Elsewhere', 'd'), made('k2'), at(11))
    expect(await ledger.savedSince(await entryOf(key), at(10))).toEqual([rename('Later')])
  })

  test('a new submission is ours, with nothing sent yet', async () => {
    expect(await claimed()).toMatchObject({
      ...key,
      person: 'pat',
      write: create,
      state: 'pending',
      outcome: null,
      fencingToken: 1,
      keyEpoch: 1,
      dispatchedAt: null,
      knownIds: null,
      sentAt: at(0),
    })
  })

  test('the same submission is told what it came to', async () => {
    const { fencingToken } = await claimed()
    expect(await ledger.claim(key, aSubmission(), at(1))).toEqual({
      kind: 'replay',
      outcome: { state: 'pending' },
    })
    await settle(key, fencingToken, made('k'), at(2))
    expect(await ledger.claim(key, aSubmission(), at(3))).toEqual({
      kind: 'replay',
      outcome: made('k'),
    })
  })

  test('what was refused is ours again in the next revision, and all it knew is forgotten', async () => {
    const { fencingToken } = await claimed()
    await ledger.markDispatched(key, fencingToken, departure, at(1))
    await settle(key, fencingToken, rejected, at(2))
    // The customer was looked through since: whatever came of it has been seen.
    await ledger.recordScan(key, null, null)
    const next = aSubmission({ revision: 2, fingerprint: 'pat-2' })
    expect(await claimed(key, next, at(3))).toMatchObject({
      revision: 2,
      fencingToken: 2,
      state: 'pending',
      knownIds: null,
      dispatchedAt: null,
      sentAt: at(3),
    })
  })

  test('after a doubt, what was there before the first revision still counts', async () => {
    const { fencingToken } = await claimed()
    await ledger.markDispatched(key, fencingToken, departure, at(1))
    await doubt(key, fencingToken, doubtful(2), at(1))
    await settle(key, fencingToken, rejected, at(2))
    const next = aSubmission({ revision: 2, fingerprint: 'pat-2' })
    const again = await claimed(key, next, at(3))
    expect(again).toMatchObject({ knownIds: ['a'], dispatchedAt: null, inDoubtSince: null })
    await settle(key, again.fencingToken, made('k'), at(4))
    expect(
      await ledger.dueDuplicateScans(
        ['desk'],
        new Date(at(1).getTime() + duplicateScanDelayMs),
        10,
      ),
    ).toHaveLength(1)
  })

  test('bytes leave only for whoever holds the submission', async () => {
    const { fencingToken } = await claimed()
    expect(await ledger.markDispatched(key, fencingToken, departure, at(1))).toBe(true)
    const taken = await ledger.takeOver(key, at(1 + leaseMs / 1000))
    expect(taken).toMatchObject({
      fencingToken: fencingToken + 1,
      knownIds: ['a'],
      dispatchedAt: at(1),
    })
    expect(await ledger.markDispatched(key, fencingToken, departure, at(62))).toBe(false)
    expect(await settle(key, fencingToken, made('late'), at(62))).toEqual({ state: 'pending' })
    expect(await doubt(key, fencingToken, doubtful(70), at(62))).toEqual({ state: 'pending' })
    expect(await settle(key, fencingToken + 1, made('k'), at(63))).toEqual(made('k'))
  })

  test('what was known before the first departure stays, and a new round starts anew', async () => {
    const { fencingToken } = await claimed()
    await ledger.markDispatched(key, fencingToken, departure, at(1))
    await doubt(key, fencingToken, { ...doubtful(2), fault: true, keepsLock: true }, at(2))
    await ledger.markDispatched(key, fencingToken, { ...departure, knownIds: ['b'] }, at(3))
    expect(await ledger.read(key)).toMatchObject({
      knownIds: ['a'],
      dispatchedAt: at(1),
      lastDispatchedAt: at(3),
      faults: 1,
      reconcileAttempts: 1,
    })
    await ledger.markDispatched(key, fencingToken, { ...departure, keyEpoch: 2 }, at(4))
    expect(await ledger.read(key)).toMatchObject({ keyEpoch: 2, dispatchedAt: at(4), faults: 0 })
  })

  test('a submission in doubt is due when it was said to be, for one at a time', async () => {
    const { fencingToken } = await claimed()
    expect(await doubt(key, fencingToken, doubtful(10), at(1))).toEqual({
      state: 'unknown',
      since: at(0).toISOString(),
    })
    expect(await ledger.due(['desk'], at(9), 10)).toEqual([])
    expect(await ledger.takeOver(key, at(9))).toBeNull()
    expect(await ledger.due(['desk'], at(10), 10)).toEqual([key])
    const both = await Promise.all([ledger.takeOver(key, at(10)), ledger.takeOver(key, at(10))])
    expect(both.filter(Boolean)).toHaveLength(1)
    expect(await ledger.due(['desk'], at(10), 10)).toEqual([])
  })

  test('a submission that was left is due when its lease is over, and no settled one ever is', async () => {
    await claimed()
    const settled = aKey()
    const { fencingToken } = await claimed(settled)
    await settle(settled, fencingToken, rejected, at(1))
    expect(await ledger.due(['desk'], at(leaseMs / 1000), 10)).toEqual([key])
    expect(await ledger.takeOver(settled, at(1000))).toBeNull()
  })

  test('a submission is due at once when the clock was set back since', async () => {
    const { fencingToken } = await claimed()
    await doubt(key, fencingToken, doubtful(3600), at(3590))
    expect(await ledger.due(['desk'], at(0), 10)).toEqual([key])
    expect(await ledger.takeOver(key, at(0))).toMatchObject({ fencingToken: fencingToken + 1 })
  })

  test('what is due elsewhere is none of our business', async () => {
    const { fencingToken } = await claimed()
    await doubt(key, fencingToken, doubtful(0), at(0))
    expect(await ledger.due(['elsewhere'], at(1), 10)).toEqual([])
    await settle(key, fencingToken, made('k'), at(1))
    expect(await ledger.dueDuplicateScans(['elsewhere'], at(100_000), 10)).toEqual([])
  })

  test('the longest due come first, as many as asked for', async () => {
    const keys = [aKey(), aKey(), aKey()]
    for (const [index, each] of keys.entries()) await claimed(each, aSubmission(), at(3 - index))
    expect(await ledger.due(['desk'], at(100), 2)).toEqual([keys[2], keys[1]])
  })

  test('an identical contact of one customer is one submission at a time', async () => {
    const alike = aSubmission({ contactFingerprint: 'same' })
    const { fencingToken } = await claimed(key, alike)
    const second = aKey()
    expect(await ledger.claim(second, alike, at(1))).toEqual({ kind: 'duplicateInFlight' })
    expect(await ledger.read(second)).toBeNull()
    const elsewhere = aSubmission({
      contactFingerprint: 'same',
      write: { ...create, customer: 'other' },
    })
    await claimed(aKey(), elsewhere)
    await doubt(key, fencingToken, doubtful(10), at(2))
    expect(await ledger.claim(second, alike, at(3))).toEqual({ kind: 'duplicateInFlight' })
    await settle(key, fencingToken, made('k'), at(4))
    await claimed(second, alike, at(5))
  })

  test('a mended submission waits for its duplicate, too', async () => {
    const { fencingToken } = await claimed()
    await settle(key, fencingToken, rejected, at(1))
    await claimed(aKey(), aSubmission({ contactFingerprint: 'same' }))
    const mended = aSubmission({ revision: 2, fingerprint: 'pat-2', contactFingerprint: 'same' })
    expect(await ledger.claim(key, mended, at(2))).toEqual({ kind: 'duplicateInFlight' })
  })

  describe('the customer lock', () => {
    const write: WriteOperation = { op: 'remove', revision: 1, customer: 'c', contact: 'k' }
    const aTurn = (change: Partial<NewLedgerEntry> = {}) =>
      aSubmission({
        write,
        payload: JSON.stringify({ op: 'remove', customer: 'c', contact: 'k' }),
        takesLock: true,
        ...change,
      })
    const locked = { kind: 'locked', person: 'pat', personName: 'Pat' }

    test('is held by one open entry, and freed when that is settled', async () => {
      const { fencingToken, holdsLock } = await claimed(key, aTurn())
      expect(holdsLock).toBe(true)
      const second = aKey()
      expect(await ledger.claim(second, aTurn({ person: 'tom' }), at(1))).toEqual(locked)
      expect(await ledger.read(second)).toBeNull()
      await settle(key, fencingToken, rejected, at(2))
      await claimed(second, aTurn({ person: 'tom' }), at(3))
    })

    test('is another one for another customer or workspace, and not for what takes no turns', async () => {
      await claimed(key, aTurn())
      await claimed({ ...aKey(), workspace: 'elsewhere' }, aTurn())
      const others = [aTurn({ write: { ...write, customer: 'd' } }), aSubmission()]
      for (const other of others)
        expect(await ledger.claim(aKey(), other, at(1))).toMatchObject({ kind: 'ours' })
    })

    test('is kept in doubt as long as is said, given up, and taken again when it is free', async () => {
      const { fencingToken } = await claimed(key, aTurn())
      await doubt(key, fencingToken, doubtful(1), at(0))
      const second = aKey()
      expect(await ledger.claim(second, aTurn(), at(1))).toEqual(locked)
      const taken = (await ledger.takeOver(key, at(1)))!
      await doubt(key, taken.fencingToken, { ...doubtful(3), keepsLock: false }, at(2))
      const other = await claimed(second, aTurn(), at(2))
      expect(await ledger.lock(key, taken.fencingToken)).toBe(false)
      await settle(second, other.fencingToken, rejected, at(3))
      expect(await ledger.lock(key, fencingToken)).toBe(false)
      expect(await ledger.lock(key, taken.fencingToken)).toBe(true)
      expect(await ledger.read(key)).toMatchObject({ holdsLock: true })
    })

    test('is waited for by a corrected revision, too', async () => {
      const { fencingToken } = await claimed(key, aTurn())
      await settle(key, fencingToken, rejected, at(1))
      await claimed(aKey(), aTurn(), at(1))
      const corrected = aTurn({ revision: 2, fingerprint: 'pat-2' })
      expect(await ledger.claim(key, corrected, at(2))).toEqual(locked)
    })

    test('with the holders that were there before the first dispatch, which stay', async () => {
      const { fencingToken } = await claimed(key, aTurn())
      await ledger.markDispatched(key, fencingToken, { ...departure, holders: ['a'] }, at(1))
      await ledger.markDispatched(key, fencingToken, { ...departure, holders: ['b'] }, at(2))
      expect((await ledger.read(key))?.holders).toEqual(['a'])
    })
  })

  test('what was there before is dropped when no later look needs it', async () => {
    const { fencingToken } = await claimed()
    await ledger.markDispatched(key, fencingToken, departure, at(0))
    await settle(key, fencingToken, made('k'), at(1))
    await ledger.recordScan(key, at(100), null)
    expect((await ledger.read(key))?.knownIds).toEqual(['a'])
    await ledger.recordScan(key, null, null)
    expect((await ledger.read(key))?.knownIds).toBeNull()
  })

  test('a contact is made by one submission only', async () => {
    const { fencingToken } = await claimed()
    await settle(key, fencingToken, made('k'), at(1))
    const second = aKey()
    const other = await claimed(second)
    expect(await settle(second, other.fencingToken, made('k'), at(2))).toBeNull()
    expect(await ledger.read(second)).toMatchObject({ state: 'pending' })
    expect([...(await ledger.claimedContacts('desk', ['k', 'x']))]).toEqual(['k'])
    expect([...(await ledger.claimedContacts('elsewhere', ['k']))]).toEqual([])
  })

  test('who tells of a second contact is known, until it is another one', async () => {
    const { fencingToken } = await claimed()
    await settle(key, fencingToken, made('k'), at(1))
    await ledger.recordScan(key, null, 'l')
    expect([...(await ledger.reportedDuplicates('desk', ['k', 'l']))]).toEqual([[key.id, 'l']])
    expect([...(await ledger.reportedDuplicates('elsewhere', ['l']))]).toEqual([])
    await ledger.recordScan(key, null, 'm')
    expect([...(await ledger.reportedDuplicates('desk', ['k', 'l']))]).toEqual([])
  })

  test('a change is taken back once, unless taking it back was refused', async () => {
    const of = randomUUID()
    const write: WriteOperation = { op: 'remove', revision: 1, customer: 'c', contact: 'k' }
    const undo = aSubmission({ write, undoes: of, payload: JSON.stringify({ op: 'undo', of }) })
    const first = await claimed(key, undo)
    expect(first).toMatchObject({ write, undoes: of })
    const second = aKey()
    expect(await ledger.claim(second, undo, at(1))).toEqual({ kind: 'undone' })
    await settle(key, first.fencingToken, rejected, at(2))
    await claimed(second, undo, at(3))
  })

  test('a create in doubt is looked after twice later, once it has an end', async () => {
    const { fencingToken } = await claimed()
    await doubt(key, fencingToken, doubtful(10), at(0))
    const first = new Date(at(0).getTime() + duplicateScanDelayMs)
    expect(await ledger.dueDuplicateScans(['desk'], first, 10)).toEqual([])
    await settle(key, fencingToken, made('k'), at(20))
    expect(await ledger.dueDuplicateScans(['desk'], at(30), 10)).toEqual([])
    expect(await ledger.dueDuplicateScans(['desk'], first, 10)).toMatchObject([key])
    await ledger.recordScan(key, null, 'duplicate')
    expect(await ledger.dueDuplicateScans(['desk'], new Date(first.getTime() + 1), 10)).toEqual([])
  })

  test('a create that went without a key is looked after once, though nobody doubted it', async () => {
    const { fencingToken } = await claimed()
    await ledger.markDispatched(key, fencingToken, departure, at(1))
    await settle(key, fencingToken, made('k'), at(2))
    const due = new Date(at(2).getTime() + duplicateScanDelayMs)
    expect(await ledger.dueDuplicateScans(['desk'], new Date(due.getTime() - 1), 10)).toEqual([])
    expect(await ledger.dueDuplicateScans(['desk'], due, 10)).toEqual([{ ...key, customer: 'c' }])
  })

  test('what went under a key, or makes nothing, is looked after only where it was in doubt', async () => {
    const keyed = { ...departure, knownIds: null }
    const remove: WriteOperation = { op: 'remove', revision: 1, customer: 'c', contact: 'a' }
    const first = await claimed()
    await ledger.markDispatched(key, first.fencingToken, keyed, at(1))
    await settle(key, first.fencingToken, made('k'), at(2))
    const other = aKey()
    const second = await claimed(other, aSubmission({ write: remove }))
    await ledger.markDispatched(other, second.fencingToken, keyed, at(1))
    await settle(other, second.fencingToken, { state: 'succeeded', contact: null }, at(2))
    expect(await ledger.dueDuplicateScans(['desk'], at(1_000_000), 10)).toEqual([])
  })

  test('what went without a key and was refused may still turn up, so what was there counts', async () => {
    const { fencingToken } = await claimed()
    await ledger.markDispatched(key, fencingToken, departure, at(1))
    await settle(key, fencingToken, rejected, at(2))
    const next = aSubmission({ revision: 2, fingerprint: 'pat-2' })
    expect(await claimed(key, next, at(3))).toMatchObject({ knownIds: ['a'], dispatchedAt: null })
  })

  test('a doubt that has an end is looked after when it was to be', async () => {
    const { fencingToken } = await claimed()
    await ledger.markDispatched(key, fencingToken, departure, at(1))
    await doubt(key, fencingToken, doubtful(2), at(1))
    await settle(key, fencingToken, made('k'), at(100))
    const due = new Date(at(1).getTime() + duplicateScanDelayMs)
    expect(await ledger.dueDuplicateScans(['desk'], due, 10)).toMatchObject([key])
  })
})
