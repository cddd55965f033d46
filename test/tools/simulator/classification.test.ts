import { describe, expect, it } from 'vitest'
import type { Send } from '#contract/backend/send.ts'
import { BackendError, type Refusal } from '#contract/api/refusal.ts'
import { failed } from './faultyPipe.ts'
import { simulatedDayZero, simulatedZuora, type SimulatedVendor } from './vendors.ts'
import { newWorld } from './world.ts'
import { failing } from './zuoraKeys.ts'
import { responseOf, type Told } from './wire.ts'

/*
 * Every outcome that a create can meet on its way, and what the real adapters make of it. A refusal
 * that says "not executed" of what may have been makes a second contact; one that says "perhaps" of
 * what certainly was not keeps somebody waiting for nothing.
 */

type Kind = Refusal['kind'] | 'made'

/** What happens to one arrival of a create. */
type Step = (really: () => Promise<Response>) => Promise<Response>

interface Row {
  outcome: string
  /** To the first create, the second and so on; the last one goes on for ever. */
  steps: readonly Step[]
  expected: Kind
}

const breaking =
  (code: string, more: object = {}): Step =>
  () =>
    Promise.reject(
      new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code, ...more }) }),
    )

const answering =
  (told: Told): Step =>
  async () =>
    responseOf(told)

const raw =
  (status: number, body: string | null, headers: Record<string, string> = {}): Step =>
  async () =>
    new Response(body, { status, headers })

const truly: Step = (really) => really()

/** The true answer, changed. */
const changed =
  (change: (answer: Response) => Promise<Response>): Step =>
  async (really) =>
    change(await really())

const cut = changed(async ({ status }) => {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"id":'))
      controller.error(failed('UND_ERR_SOCKET'))
    },
  })
  return new Response(body, { status })
})

const page = '<!doctype html><title>Sign in</title>'

function always(outcome: string, step: Step, expected: Kind): Row {
  return { outcome, steps: [step], expected }
}

/** The same of both vendors. */
const common: Row[] = [
  ...['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'].map((code) =>
    always(`${code} before anything was sent`, breaking(code), 'backendUnreachable'),
  ),
  always('a connect timeout', breaking('UND_ERR_CONNECT_TIMEOUT'), 'backendUnreachable'),
  // What Node says when none of several addresses answered in time.
  always(
    'ETIMEDOUT while connecting',
    breaking('ETIMEDOUT', { syscall: 'connect' }),
    'backendUnreachable',
  ),
  ...['CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'DEPTH_ZERO_SELF_SIGNED_CERT'].map(
    (code) => always(`${code} in the TLS handshake`, breaking(code), 'backendUnreachable'),
  ),

  ...[
    ...['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'UND_ERR_SOCKET'],
    ...['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'HPE_INVALID_HEADER_TOKEN'],
  ].map((code) => always(`${code} after it may have been sent`, breaking(code), 'outcomeUnknown')),
  always(
    'the timeout of the pipe',
    () => Promise.reject(new DOMException('timed out', 'TimeoutError')),
    'outcomeUnknown',
  ),

  always('a success whose body is cut', cut, 'outcomeUnknown'),
  always(
    'a success whose body is a page',
    changed(async ({ status }) => new Response(page, { status })),
    'outcomeUnknown',
  ),
  always(
    'a success without a body',
    changed(async ({ status }) => new Response(null, { status })),
    'outcomeUnknown',
  ),
  always('200 with a page of somebody in between', raw(200, page), 'outcomeUnknown'),
  always('202', answering({ status: 202, body: {} }), 'outcomeUnknown'),
  always('204', raw(204, null), 'outcomeUnknown'),
  always('the true answer', truly, 'made'),

  always('400 with a sentence', answering({ status: 400, body: { detail: 'No' } }), 'rejected'),
  always('400 with a page', raw(400, page), 'rejected'),
  always('403', raw(403, page), 'permission'),
  always('404 of somebody in between', raw(404, page), 'setup'),
  always('405', raw(405, page), 'setup'),
  always('413', raw(413, page), 'rejected'),
  always('415', raw(415, page), 'rejected'),
  always('408', raw(408, page), 'outcomeUnknown'),
  always('401, time and again', raw(401, page), 'credentials'),
  always('429 for longer than a call waits', raw(429, page, { 'retry-after': '60' }), 'busy'),
  ...[500, 501, 502, 503, 504, 520, 524].map((status) =>
    always(String(status), raw(status, page), 'outcomeUnknown'),
  ),
  always('503 with Retry-After', raw(503, page, { 'retry-after': '5' }), 'outcomeUnknown'),
  ...[301, 302, 303, 307, 308].map((status) =>
    always(
      `${status}, which is never followed`,
      raw(status, null, { location: 'https://elsewhere.example/' }),
      'rejected',
    ),
  ),
]

const dayZeroRows: Row[] = [
  ...common,
  always('404', answering({ status: 404, body: { detail: 'Customer not found' } }), 'notFound'),
  always('404 of its router', answering({ status: 404, body: { detail: 'Not Found' } }), 'setup'),
  always('422 with a list', answering({ status: 422, body: { detail: [] } }), 'fields'),
  always('422 with a sentence', answering({ status: 422, body: { detail: 'No' } }), 'fields'),
  always('409', answering({ status: 409, body: { detail: 'No' } }), 'rejected'),
  always('431', raw(431, page), 'rejected'),
  always(
    'a success without an id',
    changed(async ({ status }) => responseOf({ status, body: { name: 'Pat' } })),
    'outcomeUnknown',
  ),
  { outcome: '429 once', steps: [raw(429, '', { 'retry-after': '1' }), truly], expected: 'busy' },
]

const running = answering(failing(409, 50, 'still being processed'))

const zuoraRows: Row[] = [
  ...common,
  always('404', answering(failing(404, 40, 'No.')), 'notFound'),
  ...(
    [
      [10, 'permission'],
      [20, 'fields'],
      [21, 'fields'],
      [22, 'fields'],
      [30, 'rejected'],
      [40, 'notFound'],
      [45, 'rejected'],
      [50, 'busy'],
      [90, 'rejected'],
    ] as const
  ).flatMap(([category, expected]) => [
    always(
      `200 with success false and category ${category}`,
      answering(failing(200, category, 'No.')),
      expected,
    ),
  ]),
  always(
    '200 with success false and no reason',
    answering({ status: 200, body: { success: false } }),
    'rejected',
  ),
  always('200 without success', answering({ status: 200, body: { id: 'a' } }), 'outcomeUnknown'),
  always(
    '422, the key was used for something else',
    answering(failing(422, 30, 'No.')),
    'outcomeUnknown',
  ),
  always('431', raw(431, page), 'rejected'),
  always('409, an earlier try is being carried out, for ever', running, 'outcomeUnknown'),
  { outcome: '409, and then its result', steps: [running, truly], expected: 'made' },
  {
    outcome: '409, and then nobody there',
    steps: [running, breaking('ECONNREFUSED')],
    expected: 'outcomeUnknown',
  },
  {
    outcome: '409, and then too many requests',
    steps: [running, raw(429, '')],
    expected: 'outcomeUnknown',
  },
  {
    outcome: '409, and then a wrong field',
    steps: [running, answering(failing(400, 20, 'No.'))],
    expected: 'fields',
  },
  { outcome: '401 once', steps: [raw(401, ''), truly], expected: 'made' },
  {
    outcome: '401, and then a reset',
    steps: [raw(401, ''), breaking('ECONNRESET')],
    expected: 'outcomeUnknown',
  },
  { outcome: '429 once', steps: [raw(429, '', { 'retry-after': '1' }), truly], expected: 'made' },
  {
    outcome: '429, and then a reset',
    steps: [raw(429, '', { 'retry-after': '1' }), breaking('ECONNRESET')],
    expected: 'outcomeUnknown',
  },
]

describe.each([
  [simulatedDayZero, dayZeroRows],
  [simulatedZuora, zuoraRows],
] as const)('$title', (vendor, rows) => {
  it.each(rows)('$outcome: $expected', async (row) => {
    const { refusal, keys } = await met(vendor, row.steps)
    expect(refusal?.kind ?? 'made').toBe(row.expected)
    expect(new Set(keys).size).toBe(1)
    // Only an outcome that says "not executed", or that a key makes harmless, is worth another try.
    if (row.expected === 'outcomeUnknown' && row.steps.length === 1 && row.steps[0] !== running)
      expect(keys).toHaveLength(1)
  })
})

describe('Zuora’s token', () => {
  it.each([
    ['a reset', breaking('ECONNRESET'), 'backendUnreachable'],
    [
      'the timeout of the pipe',
      () => Promise.reject(new DOMException('', 'TimeoutError')),
      'backendUnreachable',
    ],
    ['500', raw(500, page), 'backendUnreachable'],
    ['a page', raw(200, page), 'backendUnreachable'],
    ['401', raw(401, page), 'credentials'],
    ['400', raw(400, page), 'credentials'],
    ['429 for long', raw(429, page, { 'retry-after': '60' }), 'busy'],
  ] as [string, Step, Kind][])(
    'that cannot be had for %s: nothing was sent',
    async (_, step, expected) => {
      const { refusal, keys } = await met(simulatedZuora, [truly], step)
      expect(refusal?.kind).toBe(expected)
      expect(keys).toEqual([])
    },
  )

  it('that cannot be renewed after a 401: nothing was carried out', async () => {
    let tokens = 0
    const { refusal } = await met(simulatedZuora, [raw(401, '')], (really) =>
      ++tokens === 1 ? really() : breaking('ECONNRESET')(really),
    )
    expect(refusal?.kind).toBe('backendUnreachable')
  })
})

describe('Zuora, which tells no id', () => {
  const silent = (steps: readonly Step[], list: Step) =>
    met(simulatedZuora, steps, truly, { list, tellsId: false })

  it('is asked for the list, and the contact is found there', async () => {
    expect(await silent([truly], truly)).toMatchObject({ refusal: null, made: 1 })
  })

  it.each([
    ['cannot be had', raw(503, page)],
    ['is not there', breaking('ECONNREFUSED')],
    ['is somebody’s page', raw(200, page)],
    ['knows it not yet', answering({ status: 200, body: { data: [] } })],
  ])('leaves it unclear where the list %s', async (_, list) => {
    const { refusal, made } = await silent([truly], list)
    expect(refusal?.kind).toBe('outcomeUnknown')
    expect(made).toBe(1)
  })
})

interface More {
  list?: Step
  tellsId?: boolean
}

/** One create by the real adapter: what it came to, and the keys it left with. */
async function met(
  vendor: SimulatedVendor,
  steps: readonly Step[],
  token: Step = truly,
  { list = truly, tellsId }: More = {},
) {
  const world = newWorld(1)
  const wire = vendor.wire(world, { tellsId })
  const customer = wire.truth.newCustomer('Acme').id
  const keys: (string | null)[] = []
  const send: Send = (request) => {
    const really = () => wire.send(request)
    const { pathname } = new URL(request.url)
    if (pathname === '/oauth/token') return token(really)
    if (request.method === 'GET') return list(really)
    const step = steps[Math.min(keys.length, steps.length - 1)]!
    keys.push(request.headers.get('idempotency-key'))
    return step(really)
  }
  const backend = vendor.backend(send, world.actor('gateway').clock)
  const asked = backend.create(customer, vendor.valuesOf('Plain'), { key: 'key' }).then(
    () => null,
    (error: unknown) => {
      if (error instanceof BackendError) return error.refusal
      throw error
    },
  )
  await world.run()
  return { refusal: await asked, keys, made: wire.truth.contacts().length }
}
