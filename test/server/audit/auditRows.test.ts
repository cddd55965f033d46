import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { BackendError } from '#contract/api/refusal.ts'
import { supportCodeOf } from '#contract/api/supportCode.ts'
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
import { logged } from './auditDesk.ts'

let database: Database
let backend: MemoryBackend
let gateway: Gateway
let clock: number

beforeAll(async () => {
  database = await deskDatabase()
})

beforeEach(async () => {
  await database.query('delete from desk.submissions; delete from desk.leases')
  await database.query('delete from desk.audit; delete from desk.audit_heads')
  backend = memoryBackend(customer)
  clock = Date.parse('2026-05-04T10:00:00.123Z')
  gateway = await openGateway({
    database,
    workspaces: [workspaceOn(backend)],
    now: () => new Date(clock),
  })
})

async function created(values: Record<string, string> = {}) {
  await gateway.submit(aCreate(values))
  return backend.held.at(-1)!.id
}

const submissionBody = { revision: 1, customer: customer.id }
const outcomes = async () => (await logged(gateway)).map(({ outcome }) => outcome)

test('a save leaves a row that says who, as what, what, to whom, and where to look further', async () => {
  const submissionId = randomUUID()
  const answer = await gateway.submit(
    { ...aCreate({ name: 'Priya Das', email: 'priya@example.com' }), reason: 'She called' },
    submissionId,
  )
  expect(answer.status).toBe(200)
  const asked = gateway.log.find(({ method }) => method === 'PUT')
  expect(await logged(gateway)).toEqual([
    {
      number: 1,
      at: new Date(clock).toISOString(),
      person: { id: 'local', name: 'Local person', role: 'admin' },
      op: 'create',
      customer: customer.id,
      contact: backend.held[0]!.id,
      name: 'Priya Das',
      changes: [
        { field: 'name', old: null, new: 'Priya Das' },
        { field: 'email', old: null, new: 'priya@example.com' },
      ],
      undoes: null,
      reason: 'She called',
      submissionId,
      revision: 1,
      code: supportCodeOf(submissionId),
      outcome: 'saved',
      refusal: null,
      upstream: { status: null, trackId: null, requestId: null, milliseconds: null },
      reference: asked!['reference'],
    },
  ])
})

test('what the log in the database says of people is not in the log of the server', async () => {
  const typed = { name: 'Priya Das', email: 'priya@example.com' }
  await gateway.submit({ ...aCreate(typed), reason: 'She called' })
  await logged(gateway, '?person=Local')
  expect(JSON.stringify(gateway.log)).not.toMatch(/Priya|priya|She called|Local/)
})

test('an update says what was there previous and what is there now, and leaves out what stayed', async () => {
  const contact = await created({ name: 'Pat', notes: 'Old' })
  const values = { name: 'Pat', notes: 'New', role: 'CFO' }
  await gateway.submit({ ...submissionBody, op: 'update', contact, values })
  expect((await logged(gateway))[0]).toMatchObject({
    op: 'update',
    contact,
    changes: [
      { field: 'notes', old: 'Old', new: 'New' },
      { field: 'role', old: null, new: 'CFO' },
    ],
  })
})

test('a delete says what is gone, and its undo what came back and what it takes back', async () => {
  const contact = await created({ name: 'Pat', notes: 'Kept' })
  const of = randomUUID()
  await gateway.submit({ ...submissionBody, op: 'remove', contact }, of)
  await gateway.submit({ ...submissionBody, op: 'undo', of, reason: 'By mistake' })
  expect((await logged(gateway)).slice(0, 2)).toMatchObject([
    {
      op: 'create',
      undoes: of,
      reason: 'By mistake',
      changes: [
        { field: 'name', old: null, new: 'Pat' },
        { field: 'notes', old: null, new: 'Kept' },
      ],
    },
    {
      op: 'remove',
      name: 'Pat',
      undoes: null,
      changes: [
        { field: 'name', old: 'Pat', new: null },
        { field: 'notes', old: 'Kept', new: null },
      ],
    },
  ])
})

test('a move says from whom and to whom', async () => {
  const [one, other] = [await created({ name: 'One' }), await created({ name: 'Other' })]
  await gateway.submit({ ...submissionBody, op: 'primary', contact: one })
  await gateway.submit({ ...submissionBody, op: 'primary', contact: other, from: one })
  expect((await logged(gateway))[0]).toMatchObject({
    op: 'primary',
    contact: other,
    name: 'Other',
    changes: [{ field: 'primary', old: one, new: other }],
  })
})

test('what was refused says what was asked for and how it was refused, not in whose words', async () => {
  backend.arriving = async () => {
    throw new BackendError({ kind: 'rejected', message: 'priya@example.com is taken' })
  }
  await gateway.submit(aCreate({ name: 'Priya Das' }))
  const rows = await logged(gateway)
  expect(rows).toMatchObject([
    { outcome: 'refused', refusal: 'rejected', contact: null, changes: [{ new: 'Priya Das' }] },
  ])
  expect(JSON.stringify(rows)).not.toContain('is taken')
})

test('a repeat of what was said leaves no second row, and a mended submission leaves its own', async () => {
  const submissionId = randomUUID()
  for (let count = 0; count < 3; count++)
    await gateway.submit(aCreate({ email: 'no' }), submissionId)
  for (let count = 0; count < 3; count++) await gateway.submit(aCreate({}, 2), submissionId)
  expect(await logged(gateway)).toMatchObject([
    { number: 2, revision: 2, outcome: 'saved', code: supportCodeOf(submissionId) },
    { number: 1, revision: 1, outcome: 'refused', refusal: 'fields' },
  ])
})

test('a doubt is said once however long it lasts, and then what it came to', async () => {
  backend.arriving = async () => {
    throw new BackendError({ kind: 'outcomeUnknown', status: null })
  }
  await gateway.submit(aCreate())
  const until = clock + 60_000
  for (; clock < until; clock += 1000) await gateway.sweeper.sweep()
  expect(await outcomes()).toEqual(['unknown'])
  backend.arriving = async () => {}
  for (const later = clock + 60_000; clock < later; clock += 1000) await gateway.sweeper.sweep()
  expect(await outcomes()).toEqual(['saved', 'unknown'])
  expect(backend.held).toHaveLength(1)
})

test('what was settled without this row’s words is not logged: it is one transaction', async () => {
  await database.query('alter table desk.audit rename to audit_elsewhere')
  try {
    await gateway.submit(aCreate())
    const [row] = await database.query<{ state: string }>('select state from desk.submissions')
    expect(row).toEqual({ state: 'pending' })
  } finally {
    await database.query('alter table desk.audit_elsewhere rename to audit')
  }
})

test('what cannot be stored as it came is stored so that its row still fits', async () => {
  backend.answering = async () => {}
  const contact = await created()
  backend.held[0]!.name = 'Half \ud83d of a pair'
  backend.held[0]!.values = { name: 'Half \ud83d of a pair' }
  await gateway.submit({ ...submissionBody, op: 'remove', contact })
  expect((await logged(gateway))[0]).toMatchObject({ name: 'Half \ufffd of a pair' })
})

test('a hundred saves at once leave a hundred rows, numbered without a gap', async () => {
  await Promise.all(
    Array.from({ length: 100 }, (_, index) => gateway.submit(aCreate({ name: `Pat ${index}` }))),
  )
  const rows = await logged(gateway, '?limit=1000')
  const numbers = rows.map(({ number }) => number).toSorted((one, other) => one - other)
  expect(numbers).toEqual(Array.from({ length: 100 }, (_, index) => index + 1))
  expect(rows.filter(({ outcome }) => outcome === 'saved')).toHaveLength(100)
})
