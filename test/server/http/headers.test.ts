import { CspEvaluator } from 'csp_evaluator/dist/evaluator.js'
import { Severity } from 'csp_evaluator/dist/finding.js'
import { CspParser } from 'csp_evaluator/dist/parser.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { BackendError, type Refusal } from '#contract/api/refusal.ts'
import {
  aCreate,
  customer,
  openGateway,
  origin,
  workspaceOn,
  writing,
} from '../../helpers/gateway.ts'
import { memoryBackend } from '../../helpers/memoryBackend.ts'
import { startProvider, type TestProvider } from '../../helpers/provider.ts'
import { openSignInDesk, type SignInDesk } from '../session/signInDesk.ts'

const policy = new Set([
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
  'report-uri /csp-reports',
  'report-to csp',
])

/** What is no page may load nothing, whoever opens it as one. */
const dataPolicy = new Set(["default-src 'none'", "frame-ancestors 'none'"])

function expectSafe(answer: Response, transport: string | null = null): void {
  const header = (name: string) => answer.headers.get(name)
  const isPage = header('content-type')?.startsWith('text/html') ?? false
  expect(new Set(header('content-security-policy')?.split('; '))).toEqual(
    isPage ? policy : dataPolicy,
  )
  expect(header('x-content-type-options')).toBe('nosniff')
  expect(header('referrer-policy')).toBe('no-referrer')
  expect(header('x-frame-options')).toBe('DENY')
  expect(header('cross-origin-resource-policy')).toBe('same-origin')
  expect(header('cross-origin-opener-policy')).toBe(isPage ? 'same-origin' : null)
  expect(header('permissions-policy') ?? '').toMatch(isPage ? /camera=\(\)/ : /^$/)
  for (const name of answer.headers.keys()) expect(name).not.toMatch(/^access-control|^x-powered/)
  expect(header('reporting-endpoints')).toBe(isPage ? 'csp="/csp-reports"' : null)
  expect(header('strict-transport-security')).toBe(transport)
  expect(header('server')).toBeNull()
}

async function openDesk() {
  const backend = memoryBackend(customer)
  let refusal: Refusal = { kind: 'permission' }
  const refuse = (kind: Refusal) => (refusal = kind)
  const refusing = {
    ...backend,
    customer: async (id: string) => {
      if (id === 'bug') throw new Error('a bug')
      throw new BackendError(refusal)
    },
  }
  const gateway = await openGateway({
    workspaces: [workspaceOn(refusing)],
    page: async () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } }),
    embedded: new Map([['memory', async () => new Response('embedded')]]),
  })
  return { gateway, refuse }
}

const at = '/api/workspaces/desk'
const submissionId = '01890000-0000-7000-8000-00000000abcd'
const refusals: [number, Refusal][] = [
  [400, { kind: 'fields', problems: [{ field: null, message: 'no' }] }],
  [409, { kind: 'rejected', message: 'no' }],
  [404, { kind: 'notFound', what: 'customer' }],
  [502, { kind: 'credentials' }],
  [403, { kind: 'permission' }],
  [429, { kind: 'busy', retryAfter: 3 }],
  [502, { kind: 'backendUnreachable' }],
  [502, { kind: 'outcomeUnknown', status: 500 }],
]

test('every answer of every status carries every security header, and nothing of the API is stored', async () => {
  const { gateway, refuse } = await openDesk()
  const seen = new Set<number>()
  async function check(status: number, path: string, init?: RequestInit): Promise<void> {
    const answer = await gateway.ask(path, init)
    expect([path, answer.status]).toEqual([path, status])
    seen.add(status)
    expectSafe(answer)
    if (path.startsWith('/api')) expect(answer.headers.get('cache-control')).toBe('no-store')
    if (path.startsWith('/api') && init?.method !== 'HEAD')
      expect(answer.headers.get('content-type')).toBe('application/json')
  }
  const submission = `${at}/submissions/${submissionId}`

  await check(200, '/')
  await check(200, '/w/desk/c/1')
  await check(200, '/healthz')
  await check(200, '/readyz')
  await check(200, '/metrics')
  await check(200, '/embedded/memory/anything')
  await check(200, '/api/session')
  await check(200, '/api/session', { method: 'HEAD' })
  await check(200, '/api/openapi.json')
  await check(200, submission, writing(aCreate()))
  await check(400, submission, writing('{'))
  await check(400, `${at}/customers?limit=0`)
  await check(403, submission, { ...writing(aCreate()), headers: {} })
  await check(404, '/api')
  await check(404, '/api/x.css')
  await check(404, '/api/workspaces/other/customers')
  await check(404, '/embedded/other/x')
  await check(405, '/', { method: 'DELETE' })
  await check(405, '/api/session', { method: 'OPTIONS' })
  await check(413, submission, writing('x'.repeat(300_000)))
  await check(415, submission, {
    ...writing('<x/>'),
    headers: { 'x-contact-desk': '1', 'content-type': 'text/xml' },
  })
  await check(422, submission, writing(aCreate({ name: 'Other' })))
  await check(500, `${at}/customers/bug`)
  for (const [status, refusal] of refusals) {
    refuse(refusal)
    await check(status, `${at}/customers/c-1`)
  }
  await gateway.database.query('alter table desk.submissions rename to gone')
  await check(503, submission, writing(aCreate()))
  await check(500, submission)

  const elsewhere = await gateway.raw(new Request('http://evil.example/api/session'))
  expect(elsewhere.status).toBe(421)
  expectSafe(elsewhere)
  expect(seen).toEqual(new Set([200, 400, 403, 404, 405, 409, 413, 415, 422, 429, 500, 502, 503]))
})

test('a page that brings a policy of its own keeps it', async () => {
  const gateway = await openGateway({
    page: async () => new Response('', { headers: { 'content-security-policy': 'own' } }),
  })
  const answer = await gateway.ask('/')
  expect(answer.headers.get('content-security-policy')).toBe('own')
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
})

test('a redirect of the page carries the headers too', async () => {
  const gateway = await openGateway({ page: async () => Response.redirect(`${origin}/there`, 302) })
  const answer = await gateway.ask('/here')
  expect(answer.status).toBe(302)
  expectSafe(answer)
})

test('the browser is told how long to wait', async () => {
  const { gateway, refuse } = await openDesk()
  refuse({ kind: 'busy', retryAfter: 2.5 })
  expect((await gateway.ask(`${at}/customers/c-1`)).headers.get('retry-after')).toBe('3')
  refuse({ kind: 'busy', retryAfter: null })
  expect((await gateway.ask(`${at}/customers/c-1`)).headers.has('retry-after')).toBe(false)
})

test('whoever came by https once is told to come by https only, on every answer', async () => {
  const overTls = 'max-age=31536000; includeSubDomains'
  const gateway = await openGateway({ page: aPage, isOverTls: true })
  for (const path of ['/', '/nothing', '/healthz', '/api/session', '/api/nothing', '/embedded/x'])
    expectSafe(await gateway.ask(path), overTls)
  expectSafe(await gateway.raw(new Request('http://evil.example/')), overTls)
})

test('a tool that knows how policies are got around finds none of it in ours', async () => {
  const gateway = await openGateway({ page: aPage })
  for (const path of ['/', '/api/session']) {
    const header = (await gateway.ask(path)).headers.get('content-security-policy')!
    const findings = new CspEvaluator(new CspParser(header).csp).evaluate()
    expect(findings.filter(({ severity }) => severity < Severity.MEDIUM_MAYBE)).toEqual([])
  }
  const lax = new CspEvaluator(new CspParser("script-src 'self' 'unsafe-inline'").csp).evaluate()
  expect(lax.some(({ severity }) => severity < Severity.MEDIUM_MAYBE)).toBe(true)
})

const aPage = async () =>
  new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } })

/*
 * Every route there is, taken from the API's own document, in every way it can end.
 */
let provider: TestProvider

beforeAll(async () => {
  provider = await startProvider(origin)
  provider.people['ann'] = { name: 'Ann Example', groups: ['writers'] }
  provider.people['tom'] = { name: 'Tom Example', groups: ['lookers'] }
})

afterAll(() => provider.stop())

interface Place {
  method: string
  path: string
}

const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
})

async function placesOf(desk: SignInDesk): Promise<Place[]> {
  const ann = await desk.signedIn('ann')
  const answer = await ann.ask('/api/openapi.json')
  const { paths } = z.parse(documentSchema, await answer.json())
  const ids = { workspace: 'desk', customer: 'c-1', contact: 'none', id: submissionId }
  const api = Object.entries(paths).flatMap(([path, its]) =>
    Object.keys(its).map((method) => ({
      method: method.toUpperCase(),
      path: path.replace(/\{(\w+)\}/g, (_, name: keyof typeof ids) => ids[name]),
    })),
  )
  const other = ['/', '/w/desk', '/assets/x.js', '/healthz', '/readyz', '/metrics', '/embedded/x/y']
  return [
    ...api,
    ...other.map((path) => ({ method: 'GET', path })),
    ...['/auth/sign-in', '/auth/callback', '/auth/none', '/api/none', '/api/x.css'].map((path) => ({
      method: 'GET',
      path,
    })),
    { method: 'POST', path: '/auth/sign-out' },
    { method: 'POST', path: '/csp-reports' },
  ]
}

test('every route, in every way it can end, carries every header, and lets no other site read it', async () => {
  const backend = memoryBackend(customer)
  const breaking = { ...backend }
  const options = { page: aPage, workspaces: [workspaceOn(breaking)] }
  const desk = await openSignInDesk(provider, options)
  const tight = await openSignInDesk(provider, { ...options, rateLimits: 0.0001 })
  const places = await placesOf(desk)
  let [ann, tom] = [desk.visitor(), desk.visitor()]
  const json = JSON.stringify(aCreate())
  const seen = new Map<number, number>()

  const ways: Record<string, (place: Place) => Promise<Response>> = {
    'as it should be': ({ method, path }) => ann.ask(path, initOf(method, json)),
    'with nobody signed in': ({ method, path }) => desk.visitor().ask(path, initOf(method, json)),
    'by whoever may only look': ({ method, path }) => tom.ask(path, initOf(method, json)),
    'with a query that is not known': ({ method, path }) =>
      ann.ask(`${path}?nothing=1&nothing=2`, initOf(method, json)),
    'with a broken body': ({ method, path }) => ann.ask(path, initOf(method, '{')),
    'with a body of another type': ({ method, path }) =>
      ann.ask(path, initOf(method, '<x/>', 'text/xml')),
    'with too much': ({ method, path }) => ann.ask(path, initOf(method, 'x'.repeat(300_000))),
    'with something else under the same id': ({ method, path }) =>
      ann.ask(path, initOf(method, JSON.stringify(aCreate({ name: 'Other' })))),
    'without the desk’s header': ({ method, path }) =>
      ann.ask(path, { ...initOf(method, json), headers: { 'content-type': 'application/json' } }),
    'by OPTIONS, as another site would ask': ({ path }) =>
      desk.raw(
        new Request(origin + path, {
          method: 'OPTIONS',
          headers: { origin: 'https://evil.example', 'access-control-request-method': 'PUT' },
        }),
      ),
    'by another site': ({ path }) =>
      desk.raw(new Request(origin + path, { headers: { origin: 'https://evil.example' } })),
    'by DELETE': ({ path }) => ann.ask(path, { method: 'DELETE' }),
    'by HEAD': ({ path }) => ann.ask(path, { method: 'HEAD' }),
    'under another name': ({ method, path }) =>
      desk.raw(new Request(`http://evil.example${path}`, { method })),
    'too often': async ({ method, path }) => {
      for (let n = 0; n < 3; n++) await tight.visitor().ask(path, initOf(method, json))
      return tight.visitor().ask(path, initOf(method, json))
    },
  }

  async function walk(name: string, way: (place: Place) => Promise<Response>): Promise<void> {
    // One of the routes signs them out.
    ;[ann, tom] = [await desk.signedIn('ann'), await desk.signedIn('tom')]
    for (const place of places) {
      const answer = await way(place)
      seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1)
      expectSafe(answer)
      const { path } = place
      if (/^\/(api|auth)/.test(path)) expect(answer.headers.get('cache-control')).toBe('no-store')
      if (path.startsWith('/api') && answer.status >= 400)
        expect([name, path, answer.headers.get('content-type')]).toEqual([
          ...[name, path, 'application/json'],
        ])
      if (name.includes('OPTIONS'))
        expect([path, answer.status]).toEqual([path, expect.toBeOneOf([403, 404, 405])])
    }
  }

  for (const [name, way] of Object.entries(ways)) await walk(name, way)
  const refusing = async (): Promise<never> => {
    throw new BackendError({ kind: 'rejected', message: 'no' })
  }
  Object.assign(breaking, { customer: refusing, contacts: refusing })
  await walk('with a backend that refuses', ({ method, path }) =>
    ann.ask(path, initOf(method, json)),
  )
  // From here on nothing works.
  const broken = async (): Promise<never> => {
    throw new Error('secret')
  }
  Object.assign(breaking, {
    customers: broken,
    customer: broken,
    contacts: broken,
    contact: broken,
  })
  await walk('with a backend that throws', ({ method, path }) =>
    ann.ask(path, initOf(method, JSON.stringify(aCreate({ name: 'Third' })))),
  )
  await desk.database.query('alter table desk.submissions rename to gone')
  await walk('with half a database', ({ method, path }) => ann.ask(path, initOf(method, json)))

  for (const status of [200, 303, 400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503])
    expect([status, seen.get(status) ?? 0]).toEqual([
      status,
      expect.toSatisfy((n: number) => n > 0),
    ])
  expect(places.length).toBeGreaterThanOrEqual(24)
})

function initOf(method: string, body: string, type = 'application/json'): RequestInit {
  const headers = { 'x-contact-desk': '1', 'content-type': type }
  return method === 'GET' ? { method } : { method, headers, body }
}

test('a fault in whatever handler is a reference and nothing more, and the next request is answered', async () => {
  const fault = () => {
    throw Object.assign(new Error('canary at work (/canary/path.ts:1:1)'), { detail: 'canary' })
  }
  const backend = memoryBackend(customer)
  const gateway = await openGateway({ page: aPage, workspaces: [workspaceOn(backend)] })
  const { database } = gateway
  const broken = {
    ...database,
    query: async (sql: string, values?: readonly unknown[]) =>
      sql === 'select 1' ? database.query<object>(sql, values) : fault(),
    transaction: async () => fault(),
  } as typeof database
  const methods = Object.fromEntries(
    Object.keys(backend).map((name) => [name, async () => fault()]),
  )
  const faulty = await openGateway({
    ...{ database: broken, page: async () => fault() },
    embedded: new Map([['memory', async () => fault()]]),
    workspaces: [workspaceOn({ ...backend, ...methods, capabilities: backend.capabilities })],
  })
  const at = '/api/workspaces/desk'
  const asked: [string, RequestInit?][] = [
    ...['', '/c-1', '/c-1/contacts', '/c-1/contacts/x'].map((path): [string] => [
      `${at}/customers${path}`,
    ]),
    ['/api/session/drafts-key'],
    ['/api/session/shortcuts'],
    ['/api/session/shortcuts', writing({ keys: {}, singleKeys: true })],
    [`${at}/receipts`],
    [`${at}/submissions/${submissionId}`],
    [`${at}/submissions/${submissionId}`, writing(aCreate())],
    [`${at}/submissions/${submissionId}/duplicate`, writing({ keep: true })],
    ['/'],
    ['/embedded/memory/x'],
  ]
  for (const [path, init] of asked) {
    const answer = await faulty.ask(path, init)
    const text = await answer.text()
    expect([path, answer.status]).toEqual([path, expect.toBeOneOf([500, 503])])
    expect(text).toMatch(/"reference":"[0-9A-Z]{7}"/)
    expect(text).not.toMatch(/canary|\.ts|\bat /)
    expectSafe(answer)
    expect((await faulty.ask('/healthz')).status).toBe(200)
  }
  expect(JSON.stringify(faulty.log)).not.toContain('canary')
})

test('a page that a browser has already keeps the headers that it came with', async () => {
  const gateway = await openGateway({
    page: async () => new Response(null, { status: 304, headers: { etag: 'W/"same"' } }),
  })
  const answer = await gateway.ask('/')
  expect(answer.status).toBe(304)
  expect(answer.headers.get('content-security-policy')).toBeNull()
})
