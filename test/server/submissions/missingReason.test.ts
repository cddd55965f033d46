import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { workspacesSchema } from '#contract/api/api.ts'
import { logPageSchema, receiptsPageSchema } from '#contract/api/history.ts'
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

let database: Database
let backend: MemoryBackend
let gateway: Gateway
let contact: string

beforeAll(async () => {
  database = await deskDatabase()
})

beforeEach(async () => {
  await database.query('delete from desk.submissions')
  backend = memoryBackend(customer)
  const strict = { ...workspaceOn(backend), requiresReason: true }
  gateway = await openGateway({ database, workspaces: [strict, workspaceOn(backend, 'free')] })
  const made = await outcomeOf(aCreate())
  contact = made.state === 'succeeded' ? made.contact!.id : ''
})

async function outcomeOf(
  write: Record<string, unknown>,
  { id = randomUUID(), workspace = 'desk' }: { id?: string; workspace?: string } = {},
): Promise<Outcome> {
  const answer = await gateway.submit(write, id, workspace)
  return z.parse(outcomeSchema, await answer.json())
}

const about = () => ({ revision: 1, customer: customer.id, contact })

function needing(field: string) {
  return {
    state: 'rejected',
    refusal: { kind: 'fields', problems: [{ field, message: expect.stringContaining('reason') }] },
  }
}

test('deleting and moving the primary are refused without a reason, and carried out with one', async () => {
  for (const op of ['primary', 'remove'] as const)
    for (const reason of [undefined, '', '  \n '])
      expect(await outcomeOf({ ...about(), op, reason })).toMatchObject(needing('reason'))
  expect(backend.held).toMatchObject([{ primary: false }])
  expect(await outcomeOf({ ...about(), op: 'primary', reason: 'She asked' })).toMatchObject({
    state: 'succeeded',
    contact: { primary: true },
  })
  const made = await outcomeOf(aCreate({ name: 'Second' }))
  const second = made.state === 'succeeded' ? made.contact!.id : ''
  expect(await outcomeOf({ ...about(), contact: second, op: 'remove', reason: 'Left' })).toEqual({
    state: 'succeeded',
    contact: null,
  })
})

test('after a refusal the next revision with a reason is taken', async () => {
  const id = randomUUID()
  const write = { ...about(), op: 'remove' }
  expect(await outcomeOf(write, { id })).toMatchObject(needing('reason'))
  const again = { ...write, revision: 2, reason: 'Left the company' }
  expect(await outcomeOf(again, { id })).toMatchObject({ state: 'succeeded' })
  expect(backend.held).toEqual([])
})

test('a form that makes its contact primary is no way around it', async () => {
  expect(await outcomeOf(aCreate({ name: 'New', is_primary: true }))).toMatchObject(
    needing('is_primary'),
  )
  expect(backend.held).toMatchObject([{ primary: false }])
  const said = { ...aCreate({ name: 'New', is_primary: true }), reason: 'She asked' }
  expect(await outcomeOf(said)).toMatchObject({ state: 'succeeded', contact: { primary: true } })
})

test('an undo needs none: what it takes back says why', async () => {
  const of = randomUUID()
  await outcomeOf({ ...about(), op: 'remove', reason: 'By mistake' }, { id: of })
  expect(backend.held).toEqual([])
  expect(await outcomeOf({ op: 'undo', revision: 1, customer: customer.id, of })).toMatchObject({
    state: 'succeeded',
  })
  expect(backend.held).toHaveLength(1)
})

test('other changes, and other workspaces, need none', async () => {
  const update = { ...about(), op: 'update', values: { notes: 'x' } }
  expect(await outcomeOf(update)).toMatchObject({ state: 'succeeded' })
  for (const op of ['primary', 'remove'])
    expect(await outcomeOf({ ...about(), op }, { workspace: 'free' })).toMatchObject({
      state: 'succeeded',
    })
})

test('the reason stands in the log and in the receipt, as it was typed', async () => {
  const id = randomUUID()
  await outcomeOf({ ...about(), op: 'remove' }, { id })
  const reason = '  Left “ACME”, says =1+1\nZoë  '
  await outcomeOf({ ...about(), op: 'remove', revision: 2, reason }, { id })
  const read = async (path: string) => (await gateway.ask(`/api/workspaces/desk/${path}`)).json()
  const log = z.parse(logPageSchema, await read('log'))
  expect(log.items.slice(0, 2)).toMatchObject([
    { op: 'remove', outcome: 'saved', reason: reason.trim() },
    { op: 'remove', outcome: 'refused', refusal: 'fields', reason: null },
  ])
  const receipts = z.parse(receiptsPageSchema, await read('receipts'))
  expect(receipts.items[0]).toMatchObject({ op: 'remove', reason: reason.trim() })
  expect(receipts.items[1]).not.toHaveProperty('reason')
})

test('a page learns which workspaces ask for one', async () => {
  const listed = z.parse(workspacesSchema, await (await gateway.ask('/api/workspaces')).json())
  expect(listed.map(({ id, requiresReason }) => [id, requiresReason ?? false])).toEqual([
    ['desk', true],
    ['free', false],
  ])
})
