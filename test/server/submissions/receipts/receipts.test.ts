import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { receiptsPageSchema } from '#contract/api/history.ts'
import type { Database } from '#contract/backend/vendor.ts'
import {
  aCreate,
  customer,
  deskDatabase,
  openGateway,
  workspaceOn,
  type Gateway,
} from '../../../helpers/gateway.ts'
import { memoryBackend, type MemoryBackend } from '../../../helpers/memoryBackend.ts'

let database: Database
let backend: MemoryBackend
let gateway: Gateway
let clock: number

beforeAll(async () => {
  database = await deskDatabase()
})

beforeEach(async () => {
  await database.query('delete from desk.submissions')
  backend = memoryBackend(customer)
  clock = Date.parse('2026-05-04T10:00:00.123Z')
  gateway = await openGateway({
    database,
    workspaces: [workspaceOn(backend)],
    now: () => new Date(clock),
  })
})

async function receipts(query = '') {
  const answer = await gateway.ask(`/api/workspaces/desk/receipts${query}`)
  expect(answer.status).toBe(200)
  return z.parse(receiptsPageSchema, await answer.json())
}

test('a receipt tells what was changed, by whom, when, and under which id', async () => {
  const submissionId = randomUUID()
  await gateway.submit(aCreate({ name: 'Priya Das' }), submissionId)
  expect(await receipts()).toEqual({
    items: [
      {
        submissionId,
        person: 'Local person',
        op: 'create',
        customer: customer.id,
        contact: backend.held[0]!.id,
        name: 'Priya Das',
        state: 'succeeded',
        at: new Date(clock).toISOString(),
        undo: 'possible',
        undoes: null,
        leavesDoubt: false,
        asked: null,
        duplicate: null,
      },
    ],
    next: null,
  })
})

test('what was refused has a receipt that says so', async () => {
  await gateway.submit({ op: 'remove', revision: 1, customer: customer.id, contact: 'x-1' })
  expect((await receipts()).items).toMatchObject([
    { op: 'remove', contact: 'x-1', name: null, state: 'rejected' },
  ])
})

test('what a process left behind is pending at first and unknown later', async () => {
  const arrived = new Promise<void>((resolve) => {
    backend.arriving = () => (resolve(), new Promise(() => {}))
  })
  void gateway.submit(aCreate())
  await arrived
  expect((await receipts()).items).toMatchObject([{ state: 'pending' }])
  clock += 60_000
  expect((await receipts()).items).toMatchObject([{ state: 'unknown' }])
})

test('pages run from the newest to the oldest, each receipt once, also at one instant', async () => {
  const submissionIds = Array.from({ length: 7 }, () => randomUUID())
  for (const [index, submissionId] of submissionIds.entries()) {
    if (index % 3 === 0) clock += 1
    await gateway.submit(aCreate(), submissionId)
  }
  const seen: string[] = []
  const instants: string[] = []
  for (let query = '?limit=2'; query;) {
    const page = await receipts(query)
    seen.push(...page.items.map((item) => item.submissionId))
    instants.push(...page.items.map((item) => item.at))
    query = page.next === null ? '' : `?limit=2&cursor=${page.next}`
  }
  expect(seen.toSorted()).toEqual(submissionIds.toSorted())
  expect(instants).toEqual(instants.toSorted().toReversed())
})

test('nothing yet is an empty page, and other workspaces stay out of it', async () => {
  const second = await openGateway({
    workspaces: [workspaceOn(backend), workspaceOn(backend, 'second')],
    database,
  })
  await second.submit(aCreate(), randomUUID(), 'second')
  expect(await receipts()).toEqual({ items: [], next: null })
})

test.each(['x', 'W10', 'eyJhIjoxfQ', 'WyJ4IiwieSJd', 'a'.repeat(2048)])(
  'a cursor that is not ours (%s) is refused by name',
  async (cursor) => {
    const answer = await gateway.ask(`/api/workspaces/desk/receipts?cursor=${cursor}`)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({
      error: { refusal: { kind: 'fields', problems: [{ field: 'cursor' }] } },
    })
  },
)
