import { beforeEach, expect, test } from 'vitest'
import type { Backend } from '#contract/backend/backend.ts'
import type { Clock } from '#contract/clock.ts'
import { BackendError, type Refusal } from '#contract/api/refusal.ts'
import { execute } from '#server/submissions/execute.ts'
import type { LedgerEntry, SubmissionKey, WriteOperation } from '#server/submissions/ledgerEntry.ts'
import type { ExecutionContext } from '#server/submissions/record.ts'
import { reconcile } from '#server/submissions/reconcile.ts'
import { aCreate, customer, workspaceOn } from '../../helpers/gateway.ts'
import { memoryBackend, type MemoryBackend } from '../../helpers/memoryBackend.ts'
import { memoryLedger, type MemoryLedger } from '../../tools/simulator/memoryLedger.ts'

let now: number
let ledger: MemoryLedger
let backend: MemoryBackend
let desk: ExecutionContext
/** The idempotency keys that came, in their order. */
let keys: (string | undefined)[]

const key = { workspace: 'desk', id: '01890000-0000-7000-8000-00000000000a' }

beforeEach(() => {
  now = Date.parse('2026-05-04T10:00:00Z')
  ledger = memoryLedger()
  backend = memoryBackend(customer, () => now)
  keys = []
  const clock: Clock = { now: () => now, random: () => 0, pause: () => new Promise(() => {}) }
  desk = { ledger, clock, follow: () => {} }
})

/** A billing system that is given keys, and does with them what `answers` say, one by one. */
function keyed(...answers: ('made' | Refusal)[]): Backend {
  return {
    ...backend,
    capabilities: { ...backend.capabilities, idempotency: 'key' },
    async create(id, values, options) {
      keys.push(options?.key)
      const answer = answers.shift() ?? 'made'
      if (answer === 'made') return backend.create(id, values)
      throw new BackendError(answer)
    },
  }
}

async function claimed(
  write: WriteOperation = aCreate(),
  at: SubmissionKey = key,
): Promise<LedgerEntry> {
  const written = {
    ...{
      person: 'pat',
      personName: 'Pat',
      role: null,
      reference: 'R',
      reason: null,
      revision: 1,
      fingerprint: 'f',
      payload: '{}',
    },
    ...{ write, undoes: null, contactFingerprint: null, lookFrom: null, takesLock: false },
  }
  const claim = await ledger.claim(at, written, new Date(now))
  if (claim.kind !== 'ours') throw new Error(claim.kind)
  return claim.entry
}

const first = { keyEpoch: 1, isFirstAttempt: true }

/** Somebody looks whenever it is due, for so many seconds. */
async function looks(on: Backend, seconds: number, at: SubmissionKey = key): Promise<void> {
  for (const until = now + seconds * 1000; now < until; now += 1000) {
    const entry = await ledger.takeOver(at, new Date(now))
    if (entry) await reconcile(desk, workspaceOn(on), entry)
  }
}

const state = async () => (await ledger.read(key))?.state

test('whoever stood still after saying that bytes leave sends none', async () => {
  const slow: ExecutionContext = {
    ...desk,
    ledger: {
      ...ledger,
      async markDispatched(...given) {
        const left = await ledger.markDispatched(...given)
        now += 6_000
        return left
      },
    },
  }
  const outcome = await execute(slow, workspaceOn(keyed()), await claimed(), first)
  expect(outcome.state).toBe('unknown')
  expect(keys).toEqual([])
})

test('a lost answer is asked for again under the same key', async () => {
  const on = keyed({ kind: 'outcomeUnknown', status: null })
  await execute(desk, workspaceOn(on), await claimed(), first)
  expect(await state()).toBe('unknown')
  await looks(on, 3)
  expect(await state()).toBe('succeeded')
  expect(new Set(keys).size).toBe(1)
})

test.each<[string, Refusal]>([
  ['a fault', { kind: 'outcomeUnknown', status: 500 }],
  ['a lost lock', { kind: 'busy', retryAfter: null }],
])('%s that is stored under a key burns it, and another key is taken', async (_, stored) => {
  const on = keyed({ kind: 'outcomeUnknown', status: null }, stored, stored, stored)
  await execute(desk, workspaceOn(on), await claimed(), first)
  await looks(on, 120)
  expect(await state()).toBe('succeeded')
  expect(keys).toHaveLength(5)
  expect(new Set(keys.slice(0, 4)).size).toBe(1)
  expect(keys[4]).not.toBe(keys[0])
  expect(backend.held).toHaveLength(1)
})

test('a key is used no longer than its backend surely knows it', async () => {
  const lost: Refusal = { kind: 'outcomeUnknown', status: null }
  const on = keyed(...Array.from({ length: 10_000 }, () => lost))
  await execute(desk, workspaceOn(on), await claimed(), first)
  now += 21 * 60 * 60_000
  await looks(on, 120)
  const [old, ...later] = keys
  expect(later).not.toContain(old)
  expect(new Set(later).size).toBe(1)
})

test('what was made, and cannot be told from others any more, is saved', async () => {
  const made: Refusal = { kind: 'outcomeUnknown', status: 200, createdIdUnknown: true }
  const on = keyed(...Array.from({ length: 20 }, () => made))
  await execute(desk, workspaceOn(on), await claimed(), first)
  await looks(on, 120)
  expect((await ledger.read(key))?.outcome).toEqual({ state: 'succeeded', contact: null })
  expect(backend.held).toHaveLength(0)
})

test.each([
  ['is the only one since', [-60_000, 1000], 1],
  ['is rather the first of two since', [1000, 2000], 0],
  ['is rather the last one before, where clocks disagree', [-60_000, -30_000], 1],
])('what was made without saying its id %s', async (_, times, expected) => {
  const entry = await claimed()
  const ids: string[] = []
  const sent = now
  for (const time of times) {
    now = sent + time
    ids.push((await backend.create(customer.id, aCreate().values)).id)
  }
  const made: Refusal = { kind: 'outcomeUnknown', status: 200, createdIdUnknown: true }
  const on = keyed(...Array.from({ length: 20 }, () => made))
  await execute(desk, workspaceOn(on), entry, first)
  await looks(on, 120)
  const outcome = (await ledger.read(key))?.outcome
  expect(outcome).toMatchObject({ state: 'succeeded', contact: { id: ids[expected] } })
})

test('what was made without saying its id is in doubt as long as the list cannot be read', async () => {
  const entry = await claimed()
  const { id } = await backend.create(customer.id, aCreate().values)
  const unread: Refusal = { kind: 'outcomeUnknown', status: 503 }
  let isDown = true
  const made: Refusal = { kind: 'outcomeUnknown', status: 200, createdIdUnknown: true }
  const on: Backend = {
    ...keyed(...Array.from({ length: 20 }, () => made)),
    contacts: async (...given) => {
      if (isDown) throw new BackendError(unread)
      return backend.contacts(...given)
    },
  }
  await execute(desk, workspaceOn(on), entry, first)
  await looks(on, 60)
  expect(await state()).toBe('unknown')
  isDown = false
  await looks(on, 60)
  expect((await ledger.read(key))?.outcome).toMatchObject({ state: 'succeeded', contact: { id } })
})

/** A write that reaches nobody for so long that every count of looks is used up. */
const unreached = Array.from({ length: 8 }, (): Refusal => ({
  kind: 'outcomeUnknown',
  status: null,
}))

test('what is made at last without saying its id is waited for in a list that is behind', async () => {
  const made: Refusal = { kind: 'outcomeUnknown', status: 200, createdIdUnknown: true }
  const answers = [...unreached]
  const listsAt = () => new Date(now - 20_000).toISOString()
  const on: Backend = {
    ...keyed(),
    async create(id, values) {
      const refusal = answers.shift()
      if (refusal) throw new BackendError(refusal)
      if (backend.held.length === 0) await backend.create(id, values)
      throw new BackendError(made)
    },
    async contacts(...given) {
      const page = await backend.contacts(...given)
      return { ...page, items: page.items.filter(({ madeAt }) => (madeAt ?? '') <= listsAt()) }
    },
  }
  await execute(desk, workspaceOn(on), await claimed(), first)
  await looks(on, 600)
  const contact = { id: backend.held[0]?.id }
  expect((await ledger.read(key))?.outcome).toMatchObject({ state: 'succeeded', contact })
})

test.each([
  ['is carried out at last is saved, although the list is behind', true, 'succeeded'],
  ['changes nothing is refused once later reads keep saying so', false, 'rejected'],
] as const)('a move that %s', async (_, isCarriedOut, expected) => {
  const { id: contact } = await backend.create(customer.id, { name: 'Pat' })
  const answers = [...unreached]
  let movedAt = Infinity
  const holders = () => (movedAt <= now - 20_000 ? [{ id: contact, name: 'Pat' }] : [])
  const on: Backend = {
    ...backend,
    holders: async () => holders(),
    async contacts(...given) {
      const page = await backend.contacts(...given)
      const primary = holders().length > 0
      return { ...page, items: page.items.map((it) => ({ ...it, primary })) }
    },
    async makePrimary(id) {
      const refusal = answers.shift()
      if (refusal) throw new BackendError(refusal)
      if (isCarriedOut) movedAt = Math.min(movedAt, now)
      if (holders().length === 0)
        throw new BackendError({ kind: 'outcomeUnknown', status: 200, notDone: true })
      return backend.makePrimary(id, contact)
    },
  }
  const write = { op: 'primary', revision: 1, customer: customer.id, contact } as const
  await execute(desk, workspaceOn(on), await claimed(write), first)
  await looks(on, 600)
  expect(await state()).toBe(expected)
})

test.each([
  ['a move', { op: 'primary' }, { theirs: {}, holder: null }],
  ['an update', { op: 'update', values: { phone: '2' } }, { theirs: { phone: '1' } }],
] as const)(
  '%s whose repeat is ignored may have been done by the first try',
  async (_, asked, told) => {
    const pat = await backend.create(customer.id, { name: 'Pat', phone: '1' })
    let tries = 0
    const once = async () => {
      // Done and put back by others after the first try; the second one is ignored.
      if (++tries === 1) throw new BackendError({ kind: 'outcomeUnknown', status: null })
      if (asked.op === 'update') return pat
      throw new BackendError({ kind: 'rejected', message: 'Ignored', ignored: true })
    }
    const on: Backend = { ...backend, update: once, makePrimary: once }
    const write = { ...asked, revision: 1, customer: customer.id, contact: pat.id }
    await execute(desk, workspaceOn(on), await claimed(write), first)
    await looks(on, 5)
    expect((await ledger.read(key))?.outcome).toEqual({
      state: 'rejected',
      refusal: { kind: 'conflict', maybeSaved: true, ...told },
    })
  },
)

test('a create that is found and is not the only primary is told with the other one', async () => {
  const other = { id: 'other', name: 'Another application’s' }
  const on: Backend = {
    ...backend,
    holders: async () => [...(await backend.holders(customer.id, null)), ...others],
  }
  const others: (typeof other)[] = []
  backend.answering = async () => {
    others.push(other)
    throw new BackendError({ kind: 'outcomeUnknown', status: null })
  }
  const write = aCreate()
  const values = { ...write.values, is_primary: true }
  await execute(desk, workspaceOn(on), await claimed({ ...write, values }), first)
  await looks(on, 120)
  const contact = { primary: true, alsoPrimary: other }
  expect((await ledger.read(key))?.outcome).toMatchObject({ state: 'succeeded', contact })
})

test('a repeat that is only turned away says nothing about the first try', async () => {
  const on = keyed({ kind: 'outcomeUnknown', status: null }, { kind: 'permission' })
  await execute(desk, workspaceOn(on), await claimed(), first)
  await looks(on, 2)
  expect(await state()).toBe('unknown')
})

test('what was made, and looks like another submission’s contact only, is saved', async () => {
  const pat = await backend.create(customer.id, { name: 'Pat' })
  const on: Backend = { ...keyed(), create: async () => pat }
  await execute(desk, workspaceOn(on), await claimed(), first)
  const other = { workspace: 'desk', id: '01890000-0000-7000-8000-00000000000b' }
  await execute(desk, workspaceOn(on), await claimed(aCreate(), other), first)
  await looks(on, 30, other)
  expect((await ledger.read(other))?.outcome).toEqual({ state: 'succeeded', contact: null })
})

test.each([
  ['of the backend’s', undefined, 'rejected'],
  ['of somebody in between, which says nothing about the first try', true, 'unknown'],
] as const)('a repeat is told a rule %s', async (_, between, expected) => {
  const on = keyed(
    { kind: 'outcomeUnknown', status: null },
    { kind: 'rejected', message: 'No', viaProxy: between },
  )
  await execute(desk, workspaceOn(on), await claimed(), first)
  await looks(on, 2)
  expect(await state()).toBe(expected)
})

test('a move to a contact that is gone by now ends, and is not asked for time and again', async () => {
  const contact = 'gone'
  const on: Backend = {
    ...backend,
    makePrimary: async () => {
      throw new BackendError(answers.shift() ?? { kind: 'notFound', what: 'contact' })
    },
  }
  const answers: Refusal[] = [
    { kind: 'outcomeUnknown', status: null },
    { kind: 'busy', retryAfter: null },
  ]
  const write = { op: 'primary', revision: 1, customer: customer.id, contact } as const
  await execute(desk, workspaceOn(on), await claimed(write), first)
  await looks(on, 2)
  // Of a move no fault is stored: there is no reason to be in a hurry.
  const entry = await ledger.read(key)
  expect(entry).toMatchObject({ state: 'unknown', faults: 0 })
  await looks(on, 10)
  expect(await state()).toBe('rejected')
})
