import { beforeEach, expect, test } from 'vitest'
import type { Submission } from '#contract/api/submission.ts'
import { aCreate, customer, openGateway, workspaceOn, type Gateway } from '../helpers/gateway.ts'
import { memoryBackend, type MemoryBackend } from '../helpers/memoryBackend.ts'

let backend: MemoryBackend
let gateway: Gateway
let held: string

const submissionId = '01890000-0000-7000-8000-00000000abcd'

beforeEach(async () => {
  backend = memoryBackend(customer)
  gateway = await openGateway({ workspaces: [workspaceOn(backend)] })
  await gateway.submit(aCreate(), submissionId)
  held = JSON.stringify(backend.held)
})

/** What a billing system, a ledger or a session knows, and nobody may say. */
const strangers = [
  ...['id', 'entity_id', 'entity_type', 'customer_id', 'business_id', 'created_at', 'updated_at'],
  ...['is_deleted', 'success', 'accountId', 'accountNumber', 'contactId', 'billToContactId'],
  ...[
    'person',
    'personName',
    'workspace',
    'generation',
    'fingerprint',
    'outcome',
    'state',
    'fence',
  ],
  ...['undoes', 'before_', 'roles', 'admin', 'isAdmin', 'changedAt', 'madeAt', 'primary', 'key'],
  ...[
    'constructor',
    'prototype',
    'toString',
    'Name',
    'NAME',
    'name ',
    ' name',
    'name[]',
    'na.me',
    '',
  ],
]

function everySubmission(): Submission[] {
  const { id } = backend.held[0]!
  const about = { revision: 1, customer: customer.id, contact: id }
  return [
    aCreate({ name: 'Other' }),
    { op: 'update', ...about, values: { name: 'Other' } },
    { op: 'remove', ...about },
    { op: 'primary', ...about },
    { op: 'role', ...about, role: 'billTo' },
    { op: 'undo', revision: 1, customer: customer.id, of: submissionId },
  ]
}

test('no submission may say more than a submission says, and the refusal names what is too much', async () => {
  for (const submissionBody of everySubmission())
    for (const name of strangers) {
      const answer = await gateway.submit({ ...submissionBody, [name]: 'x' })
      const said = (await answer.json()) as { error: { refusal: object } }
      expect([submissionBody.op, name, answer.status]).toEqual([submissionBody.op, name, 400])
      expect(said.error.refusal).toMatchObject({
        kind: 'fields',
        problems: [{ field: null, message: expect.stringContaining(` ${name}`) as string }],
      })
    }
  expect(JSON.stringify(backend.held)).toBe(held)
})

test('no field can be written that the form does not have, or not for this', async () => {
  for (const submissionBody of everySubmission()) {
    if (!('values' in submissionBody)) continue
    const others = submissionBody.op === 'update' ? [...strangers, 'is_primary'] : strangers
    for (const name of others) {
      const values = { ...submissionBody.values, [name]: 'x' }
      const answer = await gateway.submit({ ...submissionBody, values })
      expect([submissionBody.op, name, await answer.json()]).toMatchObject([
        submissionBody.op,
        name,
        {
          state: 'rejected',
          refusal: {
            kind: 'fields',
            problems: [{ field: null, message: expect.stringContaining(name) as string }],
          },
        },
      ])
    }
  }
  expect(JSON.stringify(backend.held)).toBe(held)
})
