import { beforeAll, beforeEach, expect, test } from 'vitest'
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

beforeAll(async () => {
  database = await deskDatabase()
})

beforeEach(async () => {
  backend = memoryBackend(customer)
  gateway = await openGateway({ database, workspaces: [workspaceOn(backend)] })
})

function anUpdate(values: Record<string, unknown>) {
  return { op: 'update', revision: 1, customer: customer.id, contact: 'x-1', values }
}

test.each([
  ['no name', aCreate({ name: '  ' }), 'name', 'Enter the name'],
  ['a wrong address', aCreate({ email: 'pat@' }), 'email', /correct format/],
  ['a name that is too long', aCreate({ name: 'x'.repeat(256) }), 'name', /at most 255/],
  ['a flag that is text', aCreate({ is_primary: 'yes' }), 'is_primary', /Tick or untick/],
  ['a field that does not exist', aCreate({ id: 'x' }), null, /no such field: id/],
  ['constructor as a field', aCreate({ constructor: 'x' }), null, /no such field: constructor/],
  ['an update that empties the name', anUpdate({ name: null }), 'name', 'Enter the name'],
  [
    'an edit made on a field that does not exist',
    { ...anUpdate({ name: 'Pat' }), before: { nickname: 'x' } },
    null,
    /no such field: nickname/,
  ],
  [
    'a deletion made on a field that does not exist',
    { op: 'remove', revision: 1, customer: customer.id, contact: 'x-1', before: { id: 'x-1' } },
    null,
    /no such field: id/,
  ],
  [
    'a name that would be cut in half',
    aCreate({ ['x'.repeat(39) + '😀😀']: '' }),
    null,
    /: x{39}😀$/,
  ],
  ['an update of what only a create asks', anUpdate({ is_primary: true }), null, /is_primary/],
])(
  '%s is refused in the form’s own words, and nothing is sent',
  async (_, submissionBody, field, message) => {
    const answer = await gateway.submit(submissionBody)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      state: 'rejected',
      refusal: {
        kind: 'fields',
        problems: [{ field, message: expect.stringMatching(message) as string }],
      },
    })
    expect(backend.held).toHaveLength(0)
  },
)

test('every field that is wrong is named at once', async () => {
  const answer = await gateway.submit(aCreate({ name: '', email: 'x', role: 'y'.repeat(101) }))
  const { refusal } = (await answer.json()) as { refusal: { problems: { field: string }[] } }
  expect(refusal.problems.map((problem) => problem.field)).toEqual(['name', 'email', 'role'])
})

test('what the form would tidy up is tidied up here too', async () => {
  await gateway.submit(aCreate({ name: '  Pat  ', phone: '', notes: 'one\ntwo ' }))
  expect(backend.held[0]!.values).toMatchObject({ name: 'Pat', phone: null, notes: 'one\ntwo' })
})

test('an update touches nothing that it does not name', async () => {
  await gateway.submit(aCreate({ email: 'pat@plain.example', role: 'Billing' }))
  const { id } = backend.held[0]!
  await gateway.submit({ ...anUpdate({ role: null }), contact: id })
  expect(backend.held[0]!.values).toMatchObject({ email: 'pat@plain.example', role: null })
})

test('a move to a contact that is not there says so, not that somebody changed something', async () => {
  await gateway.submit(aCreate())
  const { id } = backend.held[0]!
  const submissionBody = {
    op: 'primary',
    revision: 1,
    customer: customer.id,
    contact: 'x-1',
    from: id,
  }
  const refusalOf = async (change: object) =>
    (await (await gateway.submit({ ...submissionBody, ...change })).json()) as unknown
  expect(await refusalOf({})).toMatchObject({ refusal: { kind: 'notFound', what: 'contact' } })
  expect(await refusalOf({ customer: 'c-2' })).toMatchObject({
    refusal: { kind: 'notFound', what: 'customer' },
  })
  expect(await refusalOf({ contact: id, from: 'x-1' })).toMatchObject({
    refusal: { kind: 'conflict' },
  })
})

test('a submission refused by the form can be mended as the next revision', async () => {
  const submissionId = '01890000-0000-7000-8000-00000000abcd'
  await gateway.submit(aCreate({ name: '' }), submissionId)
  const answer = await gateway.submit(aCreate({ name: 'Pat' }, 2), submissionId)
  expect(await answer.json()).toMatchObject({ state: 'succeeded' })
  expect(backend.held).toHaveLength(1)
})
