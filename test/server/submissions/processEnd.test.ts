import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { outcomeSchema, type Outcome } from '#contract/api/submission.ts'
import type { Database } from '#contract/backend/vendor.ts'
import {
  aCreate,
  customer,
  deskDatabase,
  openGateway,
  workspaceOn,
  type Gateway,
} from '../../helpers/gateway.ts'
import { memoryBackend, type MemoryBackend } from '../../helpers/memoryBackend.ts'

/*
 * A gateway that ends on purpose, in the middle of a save, and the next one on the same database. The
 * clock stands still unless a test moves it: nothing here waits until a lease has run out.
 */

let database: Database
let backend: MemoryBackend
let ending: Gateway
let next: Gateway
let submissionId: string
let clock: number

beforeAll(async () => {
  database = await deskDatabase()
})

beforeEach(async () => {
  await database.query('delete from desk.submissions')
  await database.query('delete from desk.leases')
  clock = Date.parse('2026-05-04T10:00:00Z')
  backend = memoryBackend(customer, () => clock)
  submissionId = randomUUID()
  const open = () =>
    openGateway({
      database,
      workspaces: [workspaceOn(backend)],
      now: () => new Date(clock),
    })
  ending = await open()
  next = await open()
})

/** Holds whatever comes next at this place. */
function holding(place: 'arriving' | 'answering') {
  let letGo = () => {}
  const arrived = new Promise<void>((resolve) => {
    backend[place] = () => {
      backend[place] = async () => {}
      resolve()
      return new Promise<void>((go) => (letGo = go))
    }
  })
  return { arrived, letGo: () => letGo() }
}

async function outcome(at: Gateway = next): Promise<Outcome> {
  const answer = await at.ask(`/api/workspaces/desk/submissions/${submissionId}`)
  return z.parse(outcomeSchema, await answer.json())
}

async function after(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    clock += 1000
    await next.sweeper.sweep()
  }
}

const names = () => backend.held.map(({ name }) => name)

test('a create that was carried out is told by the next gateway at its first look', async () => {
  const held = holding('answering')
  const saving = ending.submit(aCreate(), submissionId)
  await held.arrived
  expect(await ending.giveBack()).toBe(1)
  expect(await outcome()).toMatchObject({ state: 'unknown' })
  await next.sweeper.sweep()
  expect(await outcome()).toMatchObject({ state: 'succeeded', contact: { name: 'Pat Plain' } })
  held.letGo()
  expect(await (await saving).json()).toMatchObject({ state: 'succeeded' })
  expect(names()).toEqual(['Pat Plain'])
})

test('a create that is still on its way is looked for and not sent again', async () => {
  const held = holding('arriving')
  const saving = ending.submit(aCreate(), submissionId)
  await held.arrived
  await ending.giveBack()
  await after(30)
  expect(await outcome()).toMatchObject({ state: 'unknown' })
  expect(names()).toEqual([])
  held.letGo()
  await saving
  await after(60)
  expect(await outcome()).toMatchObject({ state: 'succeeded' })
  expect(names()).toEqual(['Pat Plain'])
})

test('a create of which nothing has left is begun by the next gateway, and by it alone', async () => {
  const list = backend.contacts
  let letGo = () => {}
  const looking = new Promise<void>((resolve) => {
    backend.contacts = async (...asked) => {
      backend.contacts = list
      resolve()
      await new Promise<void>((go) => (letGo = go))
      return list(...asked)
    }
  })
  const saving = ending.submit(aCreate(), submissionId)
  await looking
  expect(await ending.giveBack()).toBe(1)
  await next.sweeper.sweep()
  expect(await outcome()).toMatchObject({ state: 'succeeded' })
  letGo()
  expect(await (await saving).json()).toMatchObject({ state: 'succeeded' })
  expect(names()).toEqual(['Pat Plain'])
})

test('an edit that may still be on its way is not sent beside itself', async () => {
  await ending.submit(aCreate({ phone: '1' }))
  const { id } = backend.held[0]!
  const sent: string[] = []
  const { update } = backend
  backend.update = (...asked) => {
    sent.push(String(asked[2]['phone']))
    return update(...asked)
  }
  const held = holding('arriving')
  const edit = {
    op: 'update',
    revision: 1,
    customer: customer.id,
    contact: id,
    values: { phone: '2' },
  }
  const saving = ending.submit({ ...edit, before: { phone: '1' } }, submissionId)
  await held.arrived
  await ending.giveBack()
  await after(15)
  expect([await outcome(), sent]).toMatchObject([{ state: 'unknown' }, ['2']])
  held.letGo()
  await saving
  await after(30)
  expect([await outcome(), sent]).toMatchObject([{ state: 'succeeded' }, ['2']])
})

test('an edit that was lost on its way is carried out once no gateway can be waiting for it', async () => {
  await ending.submit(aCreate({ phone: '1' }))
  const { id } = backend.held[0]!
  const held = holding('arriving')
  const edit = {
    op: 'update',
    revision: 1,
    customer: customer.id,
    contact: id,
    values: { phone: '2' },
  }
  void ending.submit(edit, submissionId)
  await held.arrived
  await ending.giveBack()
  await after(40)
  expect(await outcome()).toMatchObject({ state: 'succeeded' })
  expect(backend.held[0]?.values['phone']).toBe('2')
})

test('the browser that asks again at another gateway need not wait for its sweep', async () => {
  const held = holding('answering')
  void ending.submit(aCreate(), submissionId)
  await held.arrived
  await ending.giveBack()
  await next.submit(aCreate(), submissionId)
  await expect.poll(outcome).toMatchObject({ state: 'succeeded' })
  expect(names()).toEqual(['Pat Plain'])
})

test('the next gateway may sweep at once', async () => {
  await ending.sweeper.sweep()
  const holder = () => database.query('select holder from desk.leases')
  const [before] = await holder()
  await next.sweeper.sweep()
  expect(await holder()).toEqual([before])
  await ending.giveBack()
  await next.sweeper.sweep()
  const [after] = await holder()
  expect(after).toBeDefined()
  expect(after).not.toEqual(before)
})

test('what is settled, in doubt, or held by another gateway is not given back', async () => {
  await ending.submit(aCreate({ name: 'Settled' }))
  backend.answering = () => Promise.reject(new Error('a bug'))
  await ending.submit(aCreate({ name: 'Doubted' }))
  backend.answering = async () => {}
  const held = holding('arriving')
  void ending.submit(aCreate({ name: 'Taken' }), submissionId)
  await held.arrived
  clock += 61_000
  await next.sweeper.sweep()
  const rows = () =>
    database.query('select id, state, fencing_token, due_at from desk.submissions order by id')
  const before = await rows()
  expect(await ending.giveBack()).toBe(0)
  expect(await rows()).toEqual(before)
})
