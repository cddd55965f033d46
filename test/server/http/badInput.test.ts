import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { failureSchema } from '#contract/api/api.ts'
import { outcomeSchema } from '#contract/api/submission.ts'
import {
  aCreate,
  customer,
  openGateway,
  workspaceOn,
  writing,
  type Gateway,
} from '../../helpers/gateway.ts'
import { memoryBackend, type MemoryBackend } from '../../helpers/memoryBackend.ts'

let backend: MemoryBackend
let gateway: Gateway

beforeAll(async () => {
  backend = memoryBackend(customer)
  gateway = await openGateway({ workspaces: [workspaceOn(backend)] })
})

function put(body: string | Uint8Array, submissionId: string = randomUUID()) {
  const init = { ...writing(''), body: body as BodyInit }
  return gateway.ask(`/api/workspaces/desk/submissions/${submissionId}`, init)
}

async function problemsIn(answer: Response) {
  const { error } = z.parse(failureSchema, await answer.json())
  return error.refusal.kind === 'fields' ? error.refusal.problems : []
}

function nested(levels: number): string {
  return '['.repeat(levels) + ']'.repeat(levels)
}

const create = JSON.stringify(aCreate())

test.each<[string, string | Uint8Array, number, string | null]>([
  ['nothing', '', 400, null],
  ['half of it', create.slice(0, -5), 400, null],
  ['two of them', create + create, 400, null],
  ['a byte order mark before it', `\ufeff${create}`, 400, null],
  ['UTF-16', Buffer.from(create, 'utf16le'), 400, null],
  ['bytes that are no UTF-8', Buffer.from(create.replace('Pat', '\xff'), 'latin1'), 400, null],
  ['a number', '7', 400, null],
  ['null', 'null', 400, null],
  ['a list', '[]', 400, null],
  ['32 levels', nested(32), 400, null],
  ['33 levels', nested(33), 400, null],
  ['a hundred thousand levels', nested(100_000), 400, null],
  ['a hundred thousand items', `[${'0,'.repeat(99_999)}0]`, 400, null],
  ['an unknown op', JSON.stringify({ ...aCreate(), op: 'drop' }), 400, 'op'],
  ['a key of its own', JSON.stringify({ ...aCreate(), id: 'x' }), 400, null],
  ['no revision', JSON.stringify({ ...aCreate(), revision: undefined }), 400, 'revision'],
  ['revision 0', JSON.stringify({ ...aCreate(), revision: 0 }), 400, 'revision'],
  ['revision 1.5', JSON.stringify({ ...aCreate(), revision: 1.5 }), 400, 'revision'],
  ['revision 1e999', create.replace('"revision":1', '"revision":1e999'), 400, 'revision'],
  [
    'a customer that is a path',
    JSON.stringify({ ...aCreate(), customer: '../x' }),
    400,
    'customer',
  ],
  ['a customer that is a dot', JSON.stringify({ ...aCreate(), customer: '..' }), 400, 'customer'],
  [
    'a number as a value',
    JSON.stringify({ ...aCreate(), values: { name: 1 } }),
    400,
    'values.name',
  ],
  [
    'an object as a value',
    JSON.stringify({ ...aCreate(), values: { name: {} } }),
    400,
    'values.name',
  ],
  ['NUL in a value', create.replace('Pat', '\\u0000'), 400, 'values.name'],
  ['half a surrogate pair in a value', create.replace('Pat', '\\ud83d'), 400, 'values.name'],
  ['the halves in the wrong order', create.replace('Pat', '\\ude00\\ud83d'), 400, 'values.name'],
  ['NUL in a name', create.replace('"name"', '"na\\u0000me"'), 400, 'values'],
  ['__proto__ as a key', create.replace('{', '{"__proto__":{"revision":2},'), 400, null],
  ['__proto__ as a field', create.replace('"name"', '"__proto__":"x","name"'), 400, 'values'],
  ['256 KiB and one byte', `"${'x'.repeat(256 * 1024 - 1)}"`, 413, null],
])('%s is refused with the place that is wrong', async (_, body, status, place) => {
  const answer = await put(body)
  expect(answer.status).toBe(status)
  const problems = await problemsIn(answer)
  if (status === 400) expect(problems[0]).toMatchObject({ field: place })
  expect(backend.held).toHaveLength(0)
})

test('every place that cannot be stored is named at once, and so is every one that does not fit', async () => {
  const values = { name: '\0', email: '\ud83d', phone: 'fine', notes: '\ude00\ud83d' }
  const answer = await put(JSON.stringify(aCreate(values)))
  expect((await problemsIn(answer)).map(({ field }) => field)).toEqual([
    'values.name',
    'values.email',
    'values.notes',
  ])
  const misshapen = {
    op: 'update',
    revision: 0,
    customer: '..',
    contact: 7,
    values: { name: [] },
    of: 1,
  }
  const problems = await problemsIn(await put(JSON.stringify(misshapen)))
  expect(problems.map(({ field }) => field)).toEqual([
    'revision',
    'customer',
    'contact',
    'values.name',
    null,
  ])
  expect(problems.at(-1)?.message).toContain('of')
})

test('a body is refused as soon as it is too long, and no more of it is read', async () => {
  let pulled = 0
  const long = new ReadableStream({
    pull(controller) {
      // It ends some day, so that a broken limit fails here and does not fill the memory.
      if (++pulled > 100) controller.close()
      else controller.enqueue(new Uint8Array(16 * 1024).fill(32))
    },
  })
  const init: RequestInit & { duplex: 'half' } = { ...writing(''), body: long, duplex: 'half' }
  const answer = await gateway.ask(`/api/workspaces/desk/submissions/${randomUUID()}`, init)
  expect(answer.status).toBe(413)
  expect(pulled).toBeLessThan(25)
})

test('a body that breaks off is refused', async () => {
  const broken = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"op":'))
      controller.error(new Error('the cable was pulled'))
    },
  })
  const init: RequestInit & { duplex: 'half' } = { ...writing(''), body: broken, duplex: 'half' }
  const answer = await gateway.ask(`/api/workspaces/desk/submissions/${randomUUID()}`, init)
  expect(answer.status).toBe(400)
})

test('a compressed body is not taken', async () => {
  const { headers, ...rest } = writing(aCreate())
  const answer = await gateway.ask(`/api/workspaces/desk/submissions/${randomUUID()}`, {
    ...rest,
    headers: { ...headers, 'content-encoding': 'gzip' },
  })
  expect(answer.status).toBe(415)
})

test('of a key given twice the last one counts, here and in what is sent on', async () => {
  const answer = await put(create.replace('"name":', '"name":"First","name":'))
  expect(await answer.json()).toMatchObject({ state: 'succeeded', contact: { name: 'Pat Plain' } })
  backend.held.length = 0
})

test.each([
  ['customers?limit=0', 'limit'],
  ['customers?limit=1001', 'limit'],
  ['customers?limit=1e2', 'limit'],
  ['customers?limit=', 'limit'],
  ['customers?limit=5&limit=6', 'limit'],
  ['customers?search=%00', 'search'],
  [`customers?search=${'x'.repeat(201)}`, 'search'],
  ['customers?cursor=%0d%0ax', 'cursor'],
  ['customers?cursor=', 'cursor'],
  ['customers?offset=5', null],
  ['customers?__proto__=5', null],
  ['customers/c-1?expand=all', null],
  ['customers/c-1/contacts?search=x', null],
  ['receipts?limit=-1', 'limit'],
  ['submissions/not-a-uuid', 'id'],
  ['submissions/01890000-0000-7000-8000-00000000abcd?x=1', null],
])('GET %s is refused with the name of what is wrong', async (path, place) => {
  const answer = await gateway.ask(`/api/workspaces/desk/${path}`)
  expect(answer.status).toBe(400)
  expect(await problemsIn(answer)).toMatchObject(
    place === '__proto__' || place === null ? [{}] : [{ field: place }],
  )
})

test.each([
  ['/api/workspaces/nowhere/customers', 'workspace'],
  ['/api/workspaces/__proto__/customers', 'workspace'],
  ['/api/workspaces/constructor/receipts', 'workspace'],
  ['/api/workspaces/%00/customers', 'workspace'],
  ['/api/workspaces/desk/customers/%2e%2e%2fx', 'customer'],
  ['/api/workspaces/desk/customers/%00', 'customer'],
  ['/api/workspaces/desk/customers/%ff', 'customer'],
  ['/api/workspaces/desk/customers/..;', 'customer'],
  ['/api/workspaces/desk/customers/a%2fb', 'customer'],
  [`/api/workspaces/desk/customers/${'x'.repeat(129)}`, 'customer'],
  ['/api/workspaces/desk/customers/c-1/contacts/%0d%0a', 'contact'],
  ['/api/workspaces/desk/customers/c-1/contacts/x-1', 'contact'],
  ['/api/workspaces/desk/customers/', 'page'],
  ['/api/workspaces/desk//customers', 'page'],
  ['/api/x.css', 'page'],
  ['/api/../api/x', 'page'],
  ['/api/%2e%2e/session', 'page'],
  ['/api', 'page'],
])('%s is not there, and the answer says what', async (path, what) => {
  const answer = await gateway.ask(path)
  expect(answer.status).toBe(404)
  expect(await answer.json()).toMatchObject({ error: { refusal: { kind: 'notFound', what } } })
})

/** Any UTF-16 unit, so halves of surrogate pairs too; often one that some layer treats specially. */
const unit = fc.oneof(
  fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code)),
  fc.constantFrom(
    '\0',
    '\ud800',
    '\udc00',
    '\ufeff',
    '\u2028',
    '\u202e',
    '\n',
    '"',
    '\\',
    "'",
    '%',
  ),
)

const anything = fc.anything({
  maxDepth: 5,
  key: fc.oneof(
    fc.constantFrom(
      'op',
      'revision',
      'customer',
      'contact',
      'values',
      'name',
      '__proto__',
      'constructor',
    ),
    fc.string({ unit }),
  ),
  values: [
    fc.constantFrom('create', 'update', 'remove', 'primary', 1, customer.id, null, true),
    fc.string({ unit, maxLength: 40 }),
    fc.double(),
  ],
})

const nearly = fc.record(
  {
    op: fc.constantFrom('create', 'update', 'remove', 'primary', 'x'),
    revision: fc.oneof(fc.integer({ min: -1, max: 3 }), anything),
    customer: fc.oneof(fc.constant(customer.id), fc.string({ unit })),
    contact: fc.oneof(fc.constant('x-1'), fc.string({ unit })),
    values: fc.oneof(
      fc.dictionary(
        fc.constantFrom('name', 'email', 'phone', 'role', 'notes', 'is_primary', '__proto__'),
        fc.oneof(fc.string({ unit }), fc.boolean(), fc.constant(null)),
      ),
      anything,
    ),
  },
  { requiredKeys: [] },
)

test('whatever is sent as a submission, the answer is one of ours and never a fault', async () => {
  const submissionIds = Array.from({ length: 5 }, () => randomUUID())
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(nearly, anything),
      fc.constantFrom(...submissionIds, 'fresh'),
      async (body, submissionId) => {
        const answer = await put(
          JSON.stringify(body) ?? '',
          submissionId === 'fresh' ? randomUUID() : submissionId,
        )
        expect(answer.status).toBeLessThan(500)
        const reply: unknown = await answer.json()
        z.parse(answer.ok ? outcomeSchema : failureSchema, reply)
      },
    ),
    { numRuns: 500 },
  )
  expect({}).not.toHaveProperty('revision')
  expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(12)
})

test('whatever text is saved is held as it was typed, or a message names its field', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit, minLength: 1, maxLength: 300 }), async (typed) => {
      backend.held.length = 0
      const answer = await put(JSON.stringify(aCreate({ name: typed, notes: typed })))
      if (answer.status === 400) {
        expect((await problemsIn(answer))[0]?.field).toMatch(/^values\.(name|notes)$/)
        return
      }
      const outcome = z.parse(outcomeSchema, await answer.json())
      if (outcome.state === 'succeeded')
        expect(backend.held[0]!.values).toMatchObject({ name: typed.trim(), notes: typed.trim() })
      else
        expect(outcome).toMatchObject({
          state: 'rejected',
          refusal: { problems: [{ field: 'name' }] },
        })
    }),
    { numRuns: 300 },
  )
})

const piece = fc.oneof(
  fc.constantFrom(
    'api',
    'workspaces',
    'desk',
    'customers',
    'contacts',
    'c-1',
    'submissions',
    'receipts',
  ),
  fc.constantFrom(
    '..',
    '.',
    '',
    '%2e%2e',
    '..;',
    '%2f',
    '%00',
    '%',
    '%ff',
    'x.css',
    '@',
    '\\',
    '*',
  ),
  fc.string({ unit: 'binary', maxLength: 10 }).map((text) => encodeURIComponent(text)),
)
const path = fc
  .tuple(fc.array(piece, { maxLength: 8 }), fc.array(fc.tuple(piece, piece), { maxLength: 3 }))
  .map(([pieces, query]) => `/${pieces.join('/')}?${query.map((pair) => pair.join('=')).join('&')}`)
const method = fc.constantFrom('GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'FOO')

test('whatever address is asked for by whatever method, the answer is never a fault', async () => {
  await fc.assert(
    fc.asyncProperty(path, method, async (path, method) => {
      const headers = { 'x-contact-desk': '1', 'content-type': 'application/json' }
      const body = method === 'GET' || method === 'HEAD' ? undefined : create
      if (!URL.canParse(`http://localhost:3000${path}`)) return
      const answer = await gateway.ask(path, { method, headers, body })
      expect(answer.status).toBeLessThan(500)
    }),
    { numRuns: 1000 },
  )
})
