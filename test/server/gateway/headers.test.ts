import { expect, test } from 'vitest'
import { BackendError, type Refusal } from '#contract/refusal.ts'
import {
  aCreate,
  customer,
  openGateway,
  origin,
  workspaceOn,
  writing,
} from '../../helpers/gateway.ts'
import { memoryBackend } from '../../helpers/memoryBackend.ts'

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
    embedded: new Map([['memory', async () => new Response('twin')]]),
  })
  return { gateway, refuse }
}

const at = '/api/workspaces/desk'
const intent = '01890000-0000-7000-8000-00000000abcd'
const refusals: [number, Refusal][] = [
  [400, { kind: 'fields', problems: [{ field: null, message: 'no' }] }],
  [409, { kind: 'rule', message: 'no' }],
  [404, { kind: 'missing', what: 'customer' }],
  [502, { kind: 'credentials' }],
  [403, { kind: 'permission' }],
  [429, { kind: 'busy', retryAfter: 3 }],
  [502, { kind: 'unreachable' }],
  [502, { kind: 'unclear', status: 500 }],
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
  const submission = `${at}/submissions/${intent}`

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
