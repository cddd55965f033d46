import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { receiptsPageSchema } from '#contract/api/history.ts'
import { BackendError, type Refusal } from '#contract/api/refusal.ts'
import { outcomeSchema, type Outcome } from '#contract/api/submission.ts'
import type { Database } from '#contract/backend/vendor.ts'
import {
  aCreate,
  customer,
  deskDatabase,
  openGateway,
  workspaceOn,
  writing,
  type Gateway,
} from '../../helpers/gateway.ts'
import { memoryBackend, type MemoryBackend } from '../../helpers/memoryBackend.ts'

let database: Database
let backend: MemoryBackend
let gateway: Gateway
let submissionId: string
let clock: number

beforeAll(async () => {
  database = await deskDatabase()
})

beforeEach(async () => {
  await database.query('delete from desk.submissions')
  await database.query('delete from desk.leases')
  backend = memoryBackend(customer)
  clock = Date.parse('2026-05-04T10:00:00Z')
  gateway = await gatewayNow()
  submissionId = randomUUID()
})

function gatewayNow() {
  return openGateway({
    database,
    workspaces: [workspaceOn(backend)],
    now: () => new Date(clock),
  })
}

/** The write is carried out and nobody hears of it. */
async function loseAnswer(status: number | null = null): Promise<void> {
  throw new BackendError({ kind: 'outcomeUnknown', status })
}

/** It never arrives, and nobody hears of that either. */
async function neverArrive(): Promise<void> {
  throw new BackendError({ kind: 'outcomeUnknown', status: null })
}

function healed() {
  backend.arriving = async () => {}
  backend.answering = async () => {}
}

async function outcome(ofSubmissionId = submissionId): Promise<Outcome> {
  const answer = await gateway.ask(`/api/workspaces/desk/submissions/${ofSubmissionId}`)
  return z.parse(outcomeSchema, await answer.json())
}

/** Time goes by, and whoever is on duty looks as often as is due. */
async function after(seconds: number): Promise<void> {
  const until = clock + seconds * 1000
  while (clock < until) {
    clock = Math.min(until, clock + 1000)
    await gateway.sweeper.sweep()
  }
}

const names = () => backend.held.map(({ name }) => name)

describe('a create whose answer was lost', () => {
  test('and that was carried out is found, and is the contact that was made', async () => {
    backend.answering = loseAnswer
    await gateway.submit(aCreate(), submissionId)
    expect((await outcome()).state).toBe('unknown')
    healed()
    await after(2)
    expect(await outcome()).toMatchObject({
      state: 'succeeded',
      contact: { id: backend.held[0]!.id, name: 'Pat Plain' },
    })
    expect(names()).toEqual(['Pat Plain'])
  })

  test('and that was not carried out is made once nothing can come late any more', async () => {
    backend.arriving = neverArrive
    await gateway.submit(aCreate(), submissionId)
    healed()
    await after(79)
    expect((await outcome()).state).toBe('unknown')
    expect(names()).toEqual([])
    // Then at once, and not when the next look would have been.
    await after(2)
    expect((await outcome()).state).toBe('succeeded')
    expect(names()).toEqual(['Pat Plain'])
  })

  test('and that may come late still is not made anew because a clock was set forward', async () => {
    backend.arriving = neverArrive
    await gateway.submit(aCreate(), submissionId)
    healed()
    await after(3)
    clock += 60 * 60_000
    await after(50)
    expect(names()).toEqual([])
    await after(60)
    expect(names()).toEqual(['Pat Plain'])
  })

  test('and that is carried out late is found, and made no second time', async () => {
    backend.arriving = neverArrive
    await gateway.submit(aCreate(), submissionId)
    healed()
    await after(50)
    await backend.create(customer.id, { name: 'Pat Plain', is_primary: false })
    await after(100)
    expect(await outcome()).toMatchObject({ contact: { id: backend.held[0]!.id } })
    expect(names()).toEqual(['Pat Plain'])
  })

  test('is not taken for a contact that was there before', async () => {
    await backend.create(customer.id, { name: 'Pat Plain', is_primary: false })
    backend.arriving = neverArrive
    await gateway.submit(aCreate(), submissionId)
    healed()
    await after(120)
    expect(await outcome()).toMatchObject({ contact: { id: backend.held[1]!.id } })
    expect(names()).toEqual(['Pat Plain', 'Pat Plain'])
  })

  test('is not taken for the contact of another person’s submission', async () => {
    backend.arriving = neverArrive
    await gateway.submit(aCreate(), submissionId)
    // Another submission for the same contact, from before there were duplicates to wait for.
    await database.query(`update desk.submissions set contact_fingerprint = null where id = $1`, [
      submissionId,
    ])
    healed()
    const other = randomUUID()
    await gateway.submit(aCreate(), other)
    await after(120)
    const ids = [await outcome(), await outcome(other)].map(
      (each) => each.state === 'succeeded' && each.contact?.id,
    )
    expect(new Set(ids).size).toBe(2)
    expect(names()).toEqual(['Pat Plain', 'Pat Plain'])
  })

  test('stays unknown while the billing system cannot be asked, and ends when it can', async () => {
    backend.answering = loseAnswer
    const list = backend.contacts
    await gateway.submit(aCreate(), submissionId)
    backend.contacts = () => Promise.reject(new BackendError({ kind: 'backendUnreachable' }))
    await after(600)
    expect((await outcome()).state).toBe('unknown')
    backend.contacts = list
    healed()
    await after(40)
    expect((await outcome()).state).toBe('succeeded')
    expect(names()).toEqual(['Pat Plain'])
  })

  test('is looked after by another process when the first one died', async () => {
    backend.answering = () => new Promise(() => {})
    void gateway.submit(aCreate(), submissionId)
    while (backend.held.length === 0) await new Promise((resolve) => setImmediate(resolve))
    healed()
    gateway = await gatewayNow()
    await after(59)
    expect((await outcome()).state).toBe('pending')
    await after(5)
    expect((await outcome()).state).toBe('succeeded')
    expect(names()).toEqual(['Pat Plain'])
  })

  describe('that turns up twice later', () => {
    let late: string

    beforeEach(async () => {
      backend.arriving = neverArrive
      await gateway.submit(aCreate(), submissionId)
      healed()
      await after(120)
      // Carried out after all, much later than anybody expected.
      late = (await backend.create(customer.id, { name: 'Pat Plain', is_primary: false })).id
      clock += 15 * 60_000
      await after(1)
    })

    async function flagged() {
      const answer = await gateway.ask('/api/workspaces/desk/receipts')
      const { items } = z.parse(receiptsPageSchema, await answer.json())
      return items.filter(({ op }) => op === 'create').map(({ duplicate }) => duplicate)
    }

    test('is said to be there twice', async () => {
      expect(await flagged()).toEqual([late])
    })

    test('is no longer said to be there twice when both are wanted', async () => {
      const path = `/api/workspaces/desk/submissions/${submissionId}/duplicate`
      expect((await gateway.ask(path, writing({ keep: true }))).status).toBe(200)
      expect(await flagged()).toEqual([null])
      const nobodys = `/api/workspaces/desk/submissions/${randomUUID()}/duplicate`
      expect((await gateway.ask(nobodys, writing({ keep: true }))).status).toBe(404)
    })

    test('is looked for again later when the customer cannot be read', async () => {
      const list = backend.contacts
      let reads = 0
      backend.contacts = () => {
        reads++
        return Promise.reject(new BackendError({ kind: 'backendUnreachable' }))
      }
      clock += 24 * 60 * 60_000
      await after(60)
      expect(reads).toBe(1)
      backend.contacts = list
      await after(15 * 60)
      expect(await flagged()).toEqual([late])
    })

    test('is no longer said to be there twice when one of the two is gone', async () => {
      await gateway.submit({ op: 'remove', revision: 1, customer: customer.id, contact: late })
      expect(await flagged()).toEqual([null])
    })
  })
})

describe('a create without a key', () => {
  let second: string

  async function flagged(): Promise<Record<string, string | null>> {
    const answer = await gateway.ask('/api/workspaces/desk/receipts')
    const { items } = z.parse(receiptsPageSchema, await answer.json())
    return Object.fromEntries(items.map((it) => [it.submissionId, it.duplicate]))
  }

  /** The network delivers it once more. */
  async function twice() {
    second = (await backend.create(customer.id, { name: 'Pat Plain', is_primary: false })).id
  }

  test('that the network delivered twice is said to be there twice, though it was answered', async () => {
    expect((await gateway.submit(aCreate(), submissionId)).status).toBe(200)
    await twice()
    clock += 15 * 60_000 - 1
    await gateway.sweeper.sweep()
    expect(await flagged()).toEqual({ [submissionId]: null })
    await after(1)
    expect(await flagged()).toEqual({ [submissionId]: second })
  })

  test('that ended after a long doubt is looked after once more, for its last bytes', async () => {
    backend.arriving = neverArrive
    const list = backend.contacts
    await gateway.submit(aCreate(), submissionId)
    backend.contacts = () => Promise.reject(new BackendError({ kind: 'backendUnreachable' }))
    clock += 30 * 60_000
    await after(40)
    backend.contacts = list
    healed()
    await after(40)
    expect((await outcome()).state).toBe('succeeded')
    expect(await flagged()).toEqual({ [submissionId]: null })
    await twice()
    clock += 15 * 60_000
    await after(1)
    expect(await flagged()).toEqual({ [submissionId]: second })
  })

  test('costs one look at its customer, however many others were made there', async () => {
    for (const name of ['Ann Lee', 'Bob Lee', 'Cem Lee', 'Dan Lee', 'Eve Lee'])
      await gateway.submit(aCreate({ name }))
    let reads = 0
    const list = backend.contacts
    backend.contacts = (...given) => {
      reads++
      return list(...given)
    }
    clock += 15 * 60_000
    await after(60)
    clock += 24 * 60 * 60_000
    await after(60)
    expect(reads).toBe(1)
  })

  test('whose row cannot be read any more keeps nobody else’s from being looked after', async () => {
    const unreadable = randomUUID()
    await gateway.submit(aCreate({ name: 'Ann Lee' }), unreadable)
    await database.query(
      `update desk.submissions set payload = '{"op":"mail"}', sent_at = sent_at - interval '1 hour',
         duplicate_scan_at = duplicate_scan_at - interval '1 minute' where id = $1`,
      [unreadable],
    )
    await gateway.submit(aCreate(), submissionId)
    await twice()
    clock += 15 * 60_000
    await after(60)
    expect(await flagged()).toEqual({ [submissionId]: second, [unreadable]: null })
    const said = gateway.log.filter(({ msg }) => msg === 'a duplicate scan failed')
    expect(said).toHaveLength(1)
  })
})

test('one gateway sweeps, and another one when the first is gone', async () => {
  backend.answering = loseAnswer
  await gateway.submit(aCreate(), submissionId)
  healed()
  const second = await gatewayNow()
  await gateway.sweeper.sweep()
  clock += 2000
  await second.sweeper.sweep()
  expect((await outcome()).state).toBe('unknown')
  await database.query(`update desk.leases set until = now() - interval '1 second'`)
  await second.sweeper.sweep()
  expect((await outcome()).state).toBe('succeeded')
})

describe('two submissions for the same contact', () => {
  test('go one after the other: the second waits, and says why', async () => {
    backend.answering = loseAnswer
    await gateway.submit(aCreate({ email: 'pat@plain.example' }), submissionId)
    const second = await gateway.submit(
      aCreate({ name: ' Pat  Plain', email: 'PAT@plain.example' }),
    )
    expect([second.status, await second.json()]).toEqual([
      202,
      { state: 'pending', duplicateInFlight: true },
    ])
    const other = await gateway.submit(aCreate({ name: 'Tom Lee' }))
    expect(other.status).toBe(202)
    expect(names()).toEqual(['Pat Plain', 'Tom Lee'])
  })

  test('the second one is made when the first has an end', async () => {
    backend.answering = loseAnswer
    await gateway.submit(aCreate(), submissionId)
    healed()
    await after(2)
    const second = await gateway.submit(aCreate())
    expect(second.status).toBe(200)
    expect(names()).toEqual(['Pat Plain', 'Pat Plain'])
  })
})

describe('another write whose answer was lost', () => {
  let pat: string
  const at = () => ({ revision: 1, customer: customer.id, contact: pat })

  beforeEach(async () => {
    pat = (await backend.create(customer.id, { name: 'Pat Plain', is_primary: false })).id
  })

  test.each([
    ['update', { op: 'update', values: { phone: '123' } }],
    ['remove', { op: 'remove' }],
    ['primary', { op: 'primary' }],
  ])('(%s) and that was carried out is found to be', async (_, write) => {
    backend.answering = loseAnswer
    await gateway.submit({ ...at(), ...write }, submissionId)
    expect((await outcome()).state).toBe('unknown')
    healed()
    let writes = 0
    backend.arriving = async () => void writes++
    await after(2)
    expect((await outcome()).state).toBe('succeeded')
    expect(writes).toBe(0)
  })

  test.each([
    ['update', { op: 'update', values: { phone: '123' } }],
    ['remove', { op: 'remove' }],
    ['primary', { op: 'primary' }],
  ])('(%s) and that was not is carried out', async (_, write) => {
    backend.arriving = neverArrive
    await gateway.submit({ ...at(), ...write }, submissionId)
    healed()
    await after(2)
    expect((await outcome()).state).toBe('succeeded')
    const [held] = backend.held
    expect([held?.values['phone'], held?.primary]).toEqual(
      { update: ['123', false], remove: [undefined, undefined], primary: [undefined, true] }[
        write.op
      ],
    )
  })

  test('does not write over what another person wrote meanwhile', async () => {
    backend.arriving = neverArrive
    await gateway.submit({ op: 'update', ...at(), values: { phone: '123' } }, submissionId)
    healed()
    await backend.update(customer.id, pat, { phone: '999' })
    await after(120)
    expect(await outcome()).toEqual({
      state: 'rejected',
      refusal: { kind: 'conflict', theirs: { phone: '999' }, maybeSaved: true },
    })
    expect(backend.held[0]!.values['phone']).toBe('999')
  })

  test('does not move the invoices back from whom another person gave them to', async () => {
    const tom = await backend.create(customer.id, { name: 'Tom Lee', is_primary: false })
    backend.arriving = neverArrive
    await gateway.submit({ op: 'primary', ...at(), from: null }, submissionId)
    healed()
    await backend.makePrimary(customer.id, tom.id)
    await after(120)
    expect(await outcome()).toMatchObject({ state: 'rejected', refusal: { kind: 'conflict' } })
    expect(backend.held.map(({ primary }) => primary)).toEqual([false, true])
  })

  test('that left two primaries is finished', async () => {
    const tom = await backend.create(customer.id, { name: 'Tom Lee', is_primary: true })
    backend.arriving = neverArrive
    await gateway.submit({ op: 'primary', ...at(), from: tom.id }, submissionId)
    healed()
    // The first of the two steps that it takes.
    backend.held[0]!.primary = true
    await after(2)
    expect((await outcome()).state).toBe('succeeded')
    expect(backend.held.map(({ primary }) => primary)).toEqual([true, false])
  })

  test('of a contact that is gone by now has failed, with the reason', async () => {
    backend.arriving = neverArrive
    await gateway.submit({ op: 'update', ...at(), values: { phone: '123' } }, submissionId)
    healed()
    await backend.remove(customer.id, pat)
    await after(2)
    const refusal: Refusal = { kind: 'notFound', what: 'contact' }
    expect(await outcome()).toEqual({ state: 'rejected', refusal })
  })
})
