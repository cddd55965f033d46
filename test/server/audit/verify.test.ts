import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { BackendError } from '#contract/api/refusal.ts'
import type { Database } from '#contract/backend/vendor.ts'
import { verifyChains, type ChainBreak } from '#server/audit/verify.ts'
import {
  aCreate,
  customer,
  deskDatabase,
  openGateway,
  workspaceOn,
  type Gateway,
} from '../../helpers/gateway.ts'
import { memoryBackend } from '../../helpers/memoryBackend.ts'

let database: Database
let gateway: Gateway

beforeAll(async () => {
  database = await deskDatabase()
  const backend = memoryBackend(customer)
  gateway = await openGateway({
    database,
    workspaces: [workspaceOn(backend), workspaceOn(backend, 'second')],
  })
  const contact = await savedContact()
  const submissionBody = { revision: 1, customer: customer.id, contact }
  const of = randomUUID()
  await gateway.submit({ ...submissionBody, op: 'update', values: { notes: 'Grüße\n日本 "‮' } }, of)
  await gateway.submit({ op: 'undo', revision: 1, customer: customer.id, of, reason: 'By mistake' })
  await gateway.submit(aCreate({ email: 'no' }))
  backend.arriving = async () => {
    throw new BackendError({ kind: 'outcomeUnknown', status: 503 })
  }
  await gateway.submit(aCreate())
  backend.arriving = async () => {}
  await gateway.submit({ ...submissionBody, op: 'primary' })
  await database.query(
    `create table kept as select * from desk.audit;
     create table kept_heads as select * from desk.audit_heads`,
  )
})

beforeEach(async () => {
  await database.query(
    `delete from desk.audit; insert into desk.audit select * from kept;
     delete from desk.audit_heads; insert into desk.audit_heads select * from kept_heads`,
  )
})

async function savedContact(): Promise<string> {
  await gateway.submit(aCreate(), randomUUID(), 'second')
  const answer = await gateway.submit(aCreate())
  const { contact }: { contact: { id: string } } = await answer.json()
  return contact.id
}

/** What is wrong with the log of the workspace `desk`, in its order. */
async function broken(): Promise<ChainBreak[]> {
  const checks = await verifyChains(database)
  const check = checks.find(({ workspace }) => workspace === 'desk')
  return check?.kind === 'broken' ? check.breaks : []
}

test('what nobody touched is whole, with its number of rows and the hash of the last one', async () => {
  expect(await verifyChains(database)).toEqual([
    { workspace: 'desk', kind: 'whole', rows: 6, head: expect.stringMatching(/^[0-9a-f]{64}$/) },
    { workspace: 'second', kind: 'whole', rows: 1, head: expect.stringMatching(/^[0-9a-f]{64}$/) },
  ])
})

test('whatever is changed in a row, be it one character, the row is named', async () => {
  const columns = await database.query<{ name: string; type: string }>(
    `select column_name as name, data_type as type from information_schema.columns
     where table_schema = 'desk' and table_name = 'audit'`,
  )
  const another: Record<string, (name: string) => string> = {
    text: (name) => `coalesce(overlay(${name} placing 'ø' from length(${name}) for 1), '')`,
    uuid: (name) => `coalesce(${name}, gen_random_uuid())`,
    integer: (name) => `coalesce(${name}, 0) + 1`,
    'timestamp with time zone': (name) => `${name} + interval '1 millisecond'`,
    bytea: (name) => `set_byte(${name}, 31, get_byte(${name}, 31) # 1)`,
  }
  // The place of a row is another matter, and who may not be called anything else is not checked here.
  const freely = columns.filter(({ name }) => name !== 'number' && name !== 'workspace')
  expect(freely).toHaveLength(22)
  await database.query('alter table desk.audit drop constraint audit_outcome_check')
  for (const { name, type } of freely) {
    const changed =
      name === 'undoes' || name === 'submission_id' ? 'gen_random_uuid()' : another[type]!(name)
    await database.query(
      `update desk.audit set ${name} = ${changed} where workspace = 'desk' and number = 3`,
    )
    expect([name, await broken()]).toEqual([name, [{ kind: 'changed', row: 3 }]])
    await database.query(`delete from desk.audit; insert into desk.audit select * from kept`)
  }
})

test('nothing is not the same as no text', async () => {
  await database.query(`update desk.audit set reason = '' where number = 1 and workspace = 'desk'`)
  expect(await broken()).toEqual([{ kind: 'changed', row: 1 }])
})

test('every row that is wrong is named, not only the first', async () => {
  await database.query(
    `update desk.audit set code = 'x' where workspace = 'desk' and number in (1, 2, 5)`,
  )
  expect(await broken()).toEqual([1, 2, 5].map((row) => ({ kind: 'changed', row })))
  await database.query(`delete from desk.audit where workspace = 'desk' and number in (3, 4)`)
  await database.query(`update desk.audit set code = 'x' where workspace = 'desk' and number = 6`)
  expect(await broken()).toEqual([
    { kind: 'changed', row: 1 },
    { kind: 'changed', row: 2 },
    { kind: 'missing', row: 3, to: 4 },
    { kind: 'unchecked', row: 5 },
    { kind: 'changed', row: 6 },
  ])
})

test('a row that is taken out is missed, also when the others close the gap', async () => {
  await database.query(`delete from desk.audit where workspace = 'desk' and number = 4`)
  expect(await broken()).toEqual([
    { kind: 'missing', row: 4, to: 4 },
    { kind: 'unchecked', row: 5 },
  ])
  await database.query(
    `update desk.audit set number = 4 where workspace = 'desk' and number = 5;
     update desk.audit set number = 5 where workspace = 'desk' and number = 6;
     update desk.audit_heads set rows = 5 where workspace = 'desk'`,
  )
  expect(await broken()).toEqual([4, 5].map((row) => ({ kind: 'changed', row })))
})

test('a tail that is cut off is missed, also when the count is made to fit', async () => {
  await database.query(`delete from desk.audit where workspace = 'desk' and number > 4`)
  expect(await broken()).toEqual([{ kind: 'missing', row: 5, to: 6 }])
  await database.query(`update desk.audit_heads set rows = 4 where workspace = 'desk'`)
  expect(await broken()).toEqual([{ kind: 'head', row: 4 }])
})

test('two rows that changed places are told', async () => {
  await database.query(
    `update desk.audit set number = 100 where workspace = 'desk' and number = 2;
     update desk.audit set number = 2 where workspace = 'desk' and number = 3;
     update desk.audit set number = 3 where workspace = 'desk' and number = 100`,
  )
  expect(await broken()).toEqual([2, 3, 4].map((row) => ({ kind: 'changed', row })))
})

test('a row of another workspace, a row too many, and an end that is not written down are told', async () => {
  await database.query(
    `update desk.audit set workspace = 'desk', number = 7 where workspace = 'second'`,
  )
  expect(await broken()).toEqual([
    { kind: 'changed', row: 7 },
    { kind: 'head', row: 7 },
  ])
  await database.query(`delete from desk.audit_heads where workspace = 'second'`)
  await database.query(`delete from desk.audit where number = 7`)
  await database.query(`delete from desk.audit_heads where workspace = 'desk'`)
  expect(await verifyChains(database)).toEqual([
    { workspace: 'desk', kind: 'broken', breaks: [{ kind: 'head', row: 6 }] },
  ])
})

test('on a log that was tampered with nothing is saved, rather than saved without a row', async () => {
  await database.query(`update desk.audit_heads set rows = 3 where workspace = 'desk'`)
  const answer = await gateway.submit(aCreate())
  expect(answer.status).toBe(202)
  expect(await broken()).toEqual([{ kind: 'head', row: 6 }])
})
