import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Outcome } from '#contract/api/submission.ts'
import type { Key, Write, Written } from '#server/submissions/ledgerEntry.ts'
import { firstAudit, lease, type Doubt, type Ledger } from '#server/submissions/ledger.ts'
import { postgresLedger } from '#server/submissions/postgresLedger.ts'
import { deskDatabase } from '../../helpers/gateway.ts'
import { memoryLedger } from '../../simulator/memoryLedger.ts'

/** What every ledger promises: the simulator is worth as much as its ledger is like the real one. */
describe.each([
  ['in PostgreSQL', async () => postgresLedger(await deskDatabase())],
  ['in memory', async () => memoryLedger()],
] satisfies [string, () => Promise<Ledger>][])('%s', (_, newLedger) => {
  let ledger: Ledger
  let key: Key

  beforeEach(async () => {
    ledger = await newLedger()
    key = aKey()
  })

  /** Seconds after the first. */
  const at = (seconds: number) => new Date(Date.parse('2026-05-04T10:00:00Z') + seconds * 1000)
  const aKey = (): Key => ({ workspace: 'desk', intent: randomUUID() })
  const create: Write = { op: 'create', g: 1, customer: 'c', values: { name: 'Pat' } }

  function aWish(change: Partial<Written> = {}): Written {
    const { g: _, ...payload } = change.write ?? create
    return {
      person: 'pat',
      personName: 'Pat',
      role: 'editor',
      reference: 'REFEREN',
      generation: 1,
      fingerprint: 'pat-1',
      payload: JSON.stringify(payload),
      write: create,
      undoes: null,
      likeness: null,
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

  async function claimed(ofKey = key, wish = aWish(), now = at(0)) {
    const claim = await ledger.claim(ofKey, wish, now)
    if (claim.kind !== 'ours') throw new Error(`not ours: ${claim.kind}`)
    return claim.entry
  }

  /** Whoever writes has the wish as it stands. */
  const entryOf = async (ofKey: Key) => (await ledger.read(ofKey))!
  const settle = async (ofKey: Key, fence: number, outcome: Outcome, now: Date) =>
    ledger.settle(await entryOf(ofKey), fence, outcome, now)
  const doubt = async (ofKey: Key, fence: number, said: Doubt, now: Date) =>
    ledger.doubt(await entryOf(ofKey), fence, said, now)

  const departure = { round: 1, known: ['a'], before: null, holders: null }
  const doubtful = (seconds: number) => ({
    since: at(0),
    dueAt: at(seconds),
    fault: false,
    keepsLock: true,
  })

  test('a new wish is ours, with nothing sent yet', async () => {
    expect(await claimed()).toMatchObject({
      ...key,
      person: 'pat',
      write: create,
      state: 'pending',
      outcome: null,
      fence: 1,
      round: 1,
      departedAt: null,
      known: null,
      sentAt: at(0),
    })
  })

  test('the same wish is told what it came to', async () => {
    const { fence } = await claimed()
    expect(await ledger.claim(key, aWish(), at(1))).toEqual({
      kind: 'replay',
      outcome: { state: 'pending' },
    })
    await settle(key, fence, made('k'), at(2))
    expect(await ledger.claim(key, aWish(), at(3))).toEqual({ kind: 'replay', outcome: made('k') })
  })

  test('what was refused is ours again in the next generation, and all it knew is forgotten', async () => {
    const { fence } = await claimed()
    await ledger.depart(key, fence, departure, at(1))
    await settle(key, fence, rejected, at(2))
    // The customer was looked through since: whatever came of it has been seen.
    await ledger.audited(key, null, null)
    const next = aWish({ generation: 2, fingerprint: 'pat-2' })
    expect(await claimed(key, next, at(3))).toMatchObject({
      generation: 2,
      fence: 2,
      state: 'pending',
      known: null,
      departedAt: null,
      sentAt: at(3),
    })
  })

  test('after a doubt, what was there before the first generation still counts', async () => {
    const { fence } = await claimed()
    await ledger.depart(key, fence, departure, at(1))
    await doubt(key, fence, doubtful(2), at(1))
    await settle(key, fence, rejected, at(2))
    const next = aWish({ generation: 2, fingerprint: 'pat-2' })
    const again = await claimed(key, next, at(3))
    expect(again).toMatchObject({ known: ['a'], departedAt: null, doubtedAt: null })
    await settle(key, again.fence, made('k'), at(4))
    expect(await ledger.audits(['desk'], new Date(at(1).getTime() + firstAudit), 10)).toHaveLength(
      1,
    )
  })

  test('bytes leave only for whoever holds the wish', async () => {
    const { fence } = await claimed()
    expect(await ledger.depart(key, fence, departure, at(1))).toBe(true)
    const taken = await ledger.take(key, at(1 + lease / 1000))
    expect(taken).toMatchObject({ fence: fence + 1, known: ['a'], departedAt: at(1) })
    expect(await ledger.depart(key, fence, departure, at(62))).toBe(false)
    expect(await settle(key, fence, made('late'), at(62))).toEqual({ state: 'pending' })
    expect(await doubt(key, fence, doubtful(70), at(62))).toEqual({ state: 'pending' })
    expect(await settle(key, fence + 1, made('k'), at(63))).toEqual(made('k'))
  })

  test('what was known before the first departure stays, and a new round starts anew', async () => {
    const { fence } = await claimed()
    await ledger.depart(key, fence, departure, at(1))
    await doubt(key, fence, { ...doubtful(2), fault: true, keepsLock: true }, at(2))
    await ledger.depart(key, fence, { ...departure, known: ['b'] }, at(3))
    expect(await ledger.read(key)).toMatchObject({
      known: ['a'],
      departedAt: at(1),
      lastDepartedAt: at(3),
      faults: 1,
      looks: 1,
    })
    await ledger.depart(key, fence, { ...departure, round: 2 }, at(4))
    expect(await ledger.read(key)).toMatchObject({ round: 2, departedAt: at(4), faults: 0 })
  })

  test('a wish in doubt is due when it was said to be, for one at a time', async () => {
    const { fence } = await claimed()
    expect(await doubt(key, fence, doubtful(10), at(1))).toEqual({
      state: 'unknown',
      since: at(0).toISOString(),
    })
    expect(await ledger.due(['desk'], at(9), 10)).toEqual([])
    expect(await ledger.take(key, at(9))).toBeNull()
    expect(await ledger.due(['desk'], at(10), 10)).toEqual([key])
    const both = await Promise.all([ledger.take(key, at(10)), ledger.take(key, at(10))])
    expect(both.filter(Boolean)).toHaveLength(1)
    expect(await ledger.due(['desk'], at(10), 10)).toEqual([])
  })

  test('a wish that was left is due when its lease is over, and no settled one ever is', async () => {
    await claimed()
    const settled = aKey()
    const { fence } = await claimed(settled)
    await settle(settled, fence, rejected, at(1))
    expect(await ledger.due(['desk'], at(lease / 1000), 10)).toEqual([key])
    expect(await ledger.take(settled, at(1000))).toBeNull()
  })

  test('a wish is due at once when the clock was set back since', async () => {
    const { fence } = await claimed()
    await doubt(key, fence, doubtful(3600), at(3590))
    expect(await ledger.due(['desk'], at(0), 10)).toEqual([key])
    expect(await ledger.take(key, at(0))).toMatchObject({ fence: fence + 1 })
  })

  test('what is due elsewhere is none of our business', async () => {
    const { fence } = await claimed()
    await doubt(key, fence, doubtful(0), at(0))
    expect(await ledger.due(['elsewhere'], at(1), 10)).toEqual([])
    await settle(key, fence, made('k'), at(1))
    expect(await ledger.audits(['elsewhere'], at(100_000), 10)).toEqual([])
  })

  test('the longest due come first, as many as asked for', async () => {
    const keys = [aKey(), aKey(), aKey()]
    for (const [index, each] of keys.entries()) await claimed(each, aWish(), at(3 - index))
    expect(await ledger.due(['desk'], at(100), 2)).toEqual([keys[2], keys[1]])
  })

  test('an identical contact of one customer is one wish at a time', async () => {
    const alike = aWish({ likeness: 'same' })
    const { fence } = await claimed(key, alike)
    const second = aKey()
    expect(await ledger.claim(second, alike, at(1))).toEqual({ kind: 'twin' })
    expect(await ledger.read(second)).toBeNull()
    const elsewhere = aWish({ likeness: 'same', write: { ...create, customer: 'other' } })
    await claimed(aKey(), elsewhere)
    await doubt(key, fence, doubtful(10), at(2))
    expect(await ledger.claim(second, alike, at(3))).toEqual({ kind: 'twin' })
    await settle(key, fence, made('k'), at(4))
    await claimed(second, alike, at(5))
  })

  test('a mended wish waits for its twin, too', async () => {
    const { fence } = await claimed()
    await settle(key, fence, rejected, at(1))
    await claimed(aKey(), aWish({ likeness: 'same' }))
    const mended = aWish({ generation: 2, fingerprint: 'pat-2', likeness: 'same' })
    expect(await ledger.claim(key, mended, at(2))).toEqual({ kind: 'twin' })
  })

  describe('the customer lock', () => {
    const write: Write = { op: 'remove', g: 1, customer: 'c', contact: 'k' }
    const aTurn = (change: Partial<Written> = {}) =>
      aWish({
        write,
        payload: JSON.stringify({ op: 'remove', customer: 'c', contact: 'k' }),
        takesLock: true,
        ...change,
      })
    const locked = { kind: 'locked', person: 'pat', personName: 'Pat' }

    test('is held by one open entry, and freed when that is settled', async () => {
      const { fence, holdsLock } = await claimed(key, aTurn())
      expect(holdsLock).toBe(true)
      const second = aKey()
      expect(await ledger.claim(second, aTurn({ person: 'tom' }), at(1))).toEqual(locked)
      expect(await ledger.read(second)).toBeNull()
      await settle(key, fence, rejected, at(2))
      await claimed(second, aTurn({ person: 'tom' }), at(3))
    })

    test('is another one for another customer or workspace, and not for what takes no turns', async () => {
      await claimed(key, aTurn())
      await claimed({ ...aKey(), workspace: 'elsewhere' }, aTurn())
      const others = [aTurn({ write: { ...write, customer: 'd' } }), aWish()]
      for (const other of others)
        expect(await ledger.claim(aKey(), other, at(1))).toMatchObject({ kind: 'ours' })
    })

    test('is kept in doubt as long as is said, given up, and taken again when it is free', async () => {
      const { fence } = await claimed(key, aTurn())
      await doubt(key, fence, doubtful(1), at(0))
      const second = aKey()
      expect(await ledger.claim(second, aTurn(), at(1))).toEqual(locked)
      const taken = (await ledger.take(key, at(1)))!
      await doubt(key, taken.fence, { ...doubtful(3), keepsLock: false }, at(2))
      const other = await claimed(second, aTurn(), at(2))
      expect(await ledger.lock(key, taken.fence)).toBe(false)
      await settle(second, other.fence, rejected, at(3))
      expect(await ledger.lock(key, fence)).toBe(false)
      expect(await ledger.lock(key, taken.fence)).toBe(true)
      expect(await ledger.read(key)).toMatchObject({ holdsLock: true })
    })

    test('is waited for by a corrected revision, too', async () => {
      const { fence } = await claimed(key, aTurn())
      await settle(key, fence, rejected, at(1))
      await claimed(aKey(), aTurn(), at(1))
      const corrected = aTurn({ generation: 2, fingerprint: 'pat-2' })
      expect(await ledger.claim(key, corrected, at(2))).toEqual(locked)
    })

    test('with the holders that were there before the first dispatch, which stay', async () => {
      const { fence } = await claimed(key, aTurn())
      await ledger.depart(key, fence, { ...departure, holders: ['a'] }, at(1))
      await ledger.depart(key, fence, { ...departure, holders: ['b'] }, at(2))
      expect((await ledger.read(key))?.holders).toEqual(['a'])
    })
  })

  test('what was there before is dropped when no later look needs it', async () => {
    const { fence } = await claimed()
    await ledger.depart(key, fence, departure, at(0))
    await settle(key, fence, made('k'), at(1))
    await ledger.audited(key, at(100), null)
    expect((await ledger.read(key))?.known).toEqual(['a'])
    await ledger.audited(key, null, null)
    expect((await ledger.read(key))?.known).toBeNull()
  })

  test('a contact is made by one wish only', async () => {
    const { fence } = await claimed()
    await settle(key, fence, made('k'), at(1))
    const second = aKey()
    const other = await claimed(second)
    expect(await settle(second, other.fence, made('k'), at(2))).toBeNull()
    expect(await ledger.read(second)).toMatchObject({ state: 'pending' })
    expect([...(await ledger.made('desk', ['k', 'x']))]).toEqual(['k'])
    expect([...(await ledger.made('elsewhere', ['k']))]).toEqual([])
  })

  test('who tells of a second contact is known, until it is another one', async () => {
    const { fence } = await claimed()
    await settle(key, fence, made('k'), at(1))
    await ledger.audited(key, null, 'l')
    expect([...(await ledger.told('desk', ['k', 'l']))]).toEqual([[key.intent, 'l']])
    expect([...(await ledger.told('elsewhere', ['l']))]).toEqual([])
    await ledger.audited(key, null, 'm')
    expect([...(await ledger.told('desk', ['k', 'l']))]).toEqual([])
  })

  test('a change is taken back once, unless taking it back was refused', async () => {
    const of = randomUUID()
    const write: Write = { op: 'remove', g: 1, customer: 'c', contact: 'k' }
    const undo = aWish({ write, undoes: of, payload: JSON.stringify({ op: 'undo', of }) })
    const first = await claimed(key, undo)
    expect(first).toMatchObject({ write, undoes: of })
    const second = aKey()
    expect(await ledger.claim(second, undo, at(1))).toEqual({ kind: 'undone' })
    await settle(key, first.fence, rejected, at(2))
    await claimed(second, undo, at(3))
  })

  test('a create in doubt is looked after twice later, once it has an end', async () => {
    const { fence } = await claimed()
    await doubt(key, fence, doubtful(10), at(0))
    const first = new Date(at(0).getTime() + firstAudit)
    expect(await ledger.audits(['desk'], first, 10)).toEqual([])
    await settle(key, fence, made('k'), at(20))
    expect(await ledger.audits(['desk'], at(30), 10)).toEqual([])
    expect(await ledger.audits(['desk'], first, 10)).toMatchObject([key])
    await ledger.audited(key, null, 'twin')
    expect(await ledger.audits(['desk'], new Date(first.getTime() + 1), 10)).toEqual([])
  })

  test('a create that went without a key is looked after once, though nobody doubted it', async () => {
    const { fence } = await claimed()
    await ledger.depart(key, fence, departure, at(1))
    await settle(key, fence, made('k'), at(2))
    const due = new Date(at(2).getTime() + firstAudit)
    expect(await ledger.audits(['desk'], new Date(due.getTime() - 1), 10)).toEqual([])
    expect(await ledger.audits(['desk'], due, 10)).toEqual([{ ...key, customer: 'c' }])
  })

  test('what went under a key, or makes nothing, is looked after only where it was in doubt', async () => {
    const keyed = { ...departure, known: null }
    const remove: Write = { op: 'remove', g: 1, customer: 'c', contact: 'a' }
    const first = await claimed()
    await ledger.depart(key, first.fence, keyed, at(1))
    await settle(key, first.fence, made('k'), at(2))
    const other = aKey()
    const second = await claimed(other, aWish({ write: remove }))
    await ledger.depart(other, second.fence, keyed, at(1))
    await settle(other, second.fence, { state: 'succeeded', contact: null }, at(2))
    expect(await ledger.audits(['desk'], at(1_000_000), 10)).toEqual([])
  })

  test('what went without a key and was refused may still turn up, so what was there counts', async () => {
    const { fence } = await claimed()
    await ledger.depart(key, fence, departure, at(1))
    await settle(key, fence, rejected, at(2))
    const next = aWish({ generation: 2, fingerprint: 'pat-2' })
    expect(await claimed(key, next, at(3))).toMatchObject({ known: ['a'], departedAt: null })
  })

  test('a doubt that has an end is looked after when it was to be', async () => {
    const { fence } = await claimed()
    await ledger.depart(key, fence, departure, at(1))
    await doubt(key, fence, doubtful(2), at(1))
    await settle(key, fence, made('k'), at(100))
    const due = new Date(at(1).getTime() + firstAudit)
    expect(await ledger.audits(['desk'], due, 10)).toMatchObject([key])
  })
})
