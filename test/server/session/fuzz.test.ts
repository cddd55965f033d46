import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import * as z from 'zod/mini'
import type { Send } from '#contract/backend/send.ts'
import { outbound } from '#server/outbound/outbound.ts'
import { freePort } from '../../helpers/desk.ts'
import { origin } from '../../helpers/gateway.ts'
import {
  anotherKey,
  client,
  jwtOf,
  rsaSignature,
  startProvider,
  tokenIn,
  type TestProvider,
  type Token,
} from '../../helpers/provider.ts'
import type { Visitor } from '../../helpers/visitor.ts'
import { openSignInDesk, type SignInDesk } from './signInDesk.ts'

let provider: TestProvider
let desk: SignInDesk
/** Takes every request and answers none. */
let silent: Server

/** A port at which nobody listens. */
let closed: number

const discovery = '/.well-known/openid-configuration'

/** What must be in no answer of the desk and no line of its log. */
const canaries = new Set([client.secret, 'canary-mail@example.com', 'Canary Name', 'canary-sub'])

beforeAll(async () => {
  provider = await startProvider(origin)
  for (const person of ['canary-sub', 'tom'])
    provider.people[person] = {
      name: 'Canary Name',
      email: 'canary-mail@example.com',
      groups: ['chiefs'],
    }
  silent = createServer(() => {}).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  closed = await freePort()
  desk = await openSignInDesk(provider)
})

beforeEach(async () => {
  await desk.database.query('delete from desk.sessions')
  desk.log.length = 0
  desk.provider.between = watched
  desk.clock.ahead = 0
})

afterAll(async () => {
  silent.closeAllConnections()
  silent.close()
  await provider.stop()
})

/** Lets everything through, and remembers every secret that comes along. */
async function watched(request: Request, go: Send): Promise<Response> {
  if (request.method === 'POST')
    for (const [name, value] of new URLSearchParams(await request.clone().text()))
      if (['code', 'code_verifier'].includes(name)) canaries.add(value)
  const answer = await go(request)
  if (!request.url.endsWith('/token')) return answer
  const body = await answer.clone().json()
  for (const name of ['access_token', 'id_token']) if (body[name]) canaries.add(body[name])
  return answer
}

type Body = Record<string, unknown>

/** An answer of the provider as it comes to the desk, changed. */
function changing(path: string, change: (body: Body) => unknown, init?: ResponseInit) {
  return async (request: Request, go: Send) => {
    const answer = await watched(request, go)
    if (new URL(request.url).pathname !== path) return answer
    return Response.json(change(await answer.json()), init)
  }
}

/** Another ID token, signed by whom the attack says. */
function forging(
  change: (token: Token) => void,
  sign: (text: string) => string = (text) => rsaSignature(provider.key)(text),
) {
  return changing('/token', (body) => {
    const token = tokenIn(String(body['id_token']))
    change(token)
    return { ...body, id_token: jwtOf(token, sign) }
  })
}

function answering(path: string, answer: () => Response | Promise<Response>) {
  return async (request: Request, go: Send) =>
    new URL(request.url).pathname === path ? answer() : watched(request, go)
}

/** What whoever waits for the silent one gets. */
function waitedFor(): Promise<Response> {
  const address = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`
  return outbound({ origins: [address], timeout: 200 })(new Request(address))
}

const now = () => Math.floor(Date.now() / 1000)
const publicPem = () => provider.key.export({ format: 'pem', type: 'pkcs1' }).toString()
const hmac = (secret: string) => (text: string) =>
  createHmac('sha256', secret).update(text).digest('base64url')

/** What comes to the desk from the provider behind the browser's back. */
const behind: Record<string, (request: Request, go: Send) => Promise<Response>> = {
  'another nonce': forging(({ claims }) => (claims['nonce'] = 'a'.repeat(43))),
  'no nonce': forging(({ claims }) => delete claims['nonce']),
  'a token for another client': forging(({ claims }) => (claims['aud'] = 'another-desk')),
  'a token for several clients': forging(({ claims }) => (claims['aud'] = [client.id, 'another'])),
  'a token handed to another client': forging(({ claims }) => (claims['azp'] = 'another')),
  'a token for nobody': forging(({ claims }) => delete claims['aud']),
  'another issuer': forging(({ claims }) => (claims['iss'] = 'https://evil.example')),
  'nearly the issuer': forging(({ claims }) => (claims['iss'] = `${String(claims['iss'])}/`)),
  'no issuer': forging(({ claims }) => delete claims['iss']),
  'a token that is over': forging(({ claims }) => (claims['exp'] = now() - 60)),
  'a token that never ends': forging(({ claims }) => delete claims['exp']),
  'an end that is no number': forging(({ claims }) => (claims['exp'] = '9999999999')),
  'a token of tomorrow': forging(({ claims }) => (claims['nbf'] = now() + 600)),
  'a token of no time': forging(({ claims }) => delete claims['iat']),
  'no subject': forging(({ claims }) => delete claims['sub']),
  'an empty subject': forging(({ claims }) => (claims['sub'] = '')),
  'another subject with the same mail': forging(({ claims }) => (claims['sub'] = 'tom')),
  'no signature': forging(
    () => {},
    () => '',
  ),
  'alg none': forging(
    ({ header }) => (header['alg'] = 'none'),
    () => '',
  ),
  'alg None': forging(
    ({ header }) => (header['alg'] = 'None'),
    () => '',
  ),
  'HS256 with the public key': forging(
    ({ header }) => (header['alg'] = 'HS256'),
    (text) => hmac(publicPem())(text),
  ),
  'HS256 with the client’s secret': forging(
    ({ header }) => (header['alg'] = 'HS256'),
    hmac(client.secret),
  ),
  'an unknown key': forging(
    ({ header }) => (header['kid'] = 'unknown'),
    rsaSignature(anotherKey()),
  ),
  'another key under the known name': forging(() => {}, rsaSignature(anotherKey())),
  'a key in the token itself': forging(({ header }) => {
    header['jwk'] = anotherKey().export({ format: 'jwk' })
    delete header['kid']
  }, rsaSignature(anotherKey())),
  'something critical that nobody knows': forging(({ header }) => (header['crit'] = ['x'])),
  'claims changed after signing': changing('/token', (body) => {
    const [header, , signature] = String(body['id_token']).split('.')
    const { claims } = tokenIn(String(body['id_token']))
    const changed = Buffer.from(JSON.stringify({ ...claims, sub: 'tom' })).toString('base64url')
    return { ...body, id_token: [header, changed, signature].join('.') }
  }),
  'no ID token': changing('/token', ({ id_token: _, ...body }) => body),
  'an ID token that is none': changing('/token', (body) => ({ ...body, id_token: 'a.b.c' })),
  'an ID token that is a number': changing('/token', (body) => ({ ...body, id_token: 7 })),
  'no access token': changing('/token', ({ access_token: _, ...body }) => body),
  'a list of tokens': changing('/token', (body) => [body]),
  'tokens with status 500': changing('/token', (body) => body, { status: 500 }),
  'tokens with status 201': changing('/token', (body) => body, { status: 201 }),
  'a page instead of tokens': answering(
    '/token',
    async () => new Response('<h1>Welcome</h1>', { headers: { 'content-type': 'text/html' } }),
  ),
  'half an answer': answering(
    '/token',
    async () =>
      new Response('{"access_token":"a', { headers: { 'content-type': 'application/json' } }),
  ),
  'more than anybody reads': answering('/token', () =>
    outbound({ origins: [provider.issuer], mostBytes: 100 })(
      new Request(provider.issuer + discovery),
    ),
  ),
  'a redirect of the token endpoint': answering('/token', async () =>
    Response.redirect('https://evil.example/token', 307),
  ),
  'a token endpoint that says nothing': answering('/token', () => waitedFor()),
  'a provider that went away': answering('/token', () => fetch(`http://127.0.0.1:${closed}/`)),
  'no keys': answering('/jwks', async () => Response.json({ keys: [] })),
  'keys that cannot be had': answering('/jwks', async () => new Response('', { status: 500 })),
  'another person’s user info': changing('/me', (body) => ({ ...body, sub: 'tom' })),
  'nobody’s user info': changing('/me', ({ sub: _, ...body }) => body),
  'no user info': answering('/me', async () => new Response('', { status: 500 })),
  'user info for another token': answering('/me', async () =>
    Response.json({ error: 'invalid_token' }, { status: 401 }),
  ),
}

/** What the log says of each: that it was refused for what is wrong with it, and not for something else. */
const reasons: Record<string, readonly string[]> = {
  OAUTH_JWT_CLAIM_COMPARISON_FAILED: [
    'another nonce',
    'a token for another client',
    'a token for several clients',
    'another issuer',
    'nearly the issuer',
  ],
  Error: ['a token handed to another client'],
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED: ['a token that is over', 'a token of tomorrow'],
  ERR_INVALID_ARG_VALUE: ['an empty subject'],
  OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED: [
    'another subject with the same mail',
    'another person’s user info',
  ],
  OAUTH_KEY_SELECTION_FAILED: ['an unknown key', 'no keys'],
  OAUTH_UNSUPPORTED_OPERATION: ['something critical that nobody knows'],
  OAUTH_PARSE_ERROR: ['an ID token that is none', 'half an answer'],
  OAUTH_RESPONSE_IS_NOT_CONFORM: [
    'tokens with status 500',
    'tokens with status 201',
    'a redirect of the token endpoint',
    'keys that cannot be had',
    'no user info',
    'user info for another token',
  ],
  OAUTH_RESPONSE_IS_NOT_JSON: ['a page instead of tokens'],
  OAUTH_TIMEOUT: ['a token endpoint that says nothing'],
  TypeError: ['a provider that went away'],
  ClientError: ['more than anybody reads'],
}

/** Of all others: it is not built as it has to be, or the signature is not the provider's. */
const otherwise = 'OAUTH_INVALID_RESPONSE'

type Front = (callback: URL, browser: Visitor) => URL | Promise<URL>

const params =
  (change: (params: URLSearchParams) => void): Front =>
  (callback) => {
    change(callback.searchParams)
    return callback
  }

/** What comes to the desk through the browser. */
const through: Record<string, Front> = {
  'no state': params((it) => it.delete('state')),
  'another state': params((it) => it.set('state', 'a'.repeat(43))),
  'an empty state': params((it) => it.set('state', '')),
  'two states': params((it) => it.append('state', it.get('state')!)),
  'no code': params((it) => it.delete('code')),
  'another code': params((it) => it.set('code', 'a'.repeat(43))),
  'two codes': params((it) => it.append('code', it.get('code')!)),
  'no issuer': params((it) => it.delete('iss')),
  'another issuer': params((it) => it.set('iss', 'https://evil.example')),
  'a refusal beside the code': params((it) => it.set('error', 'access_denied')),
  'an ID token in the address': params((it) => it.set('id_token', 'a.b.c')),
  'an encrypted answer': params((it) => it.set('response', 'a.b.c')),
  nothing: (callback) => new URL(callback.pathname, callback),
  'the state of another browser': async (callback) => {
    const other = await arriving(desk.visitor())
    callback.searchParams.set('state', other.searchParams.get('state')!)
    return callback
  },
  'the whole answer of another browser': () => arriving(desk.visitor()),
  'the code of another browser': async (callback) => {
    const other = await arriving(desk.visitor(), 'tom')
    callback.searchParams.set('code', other.searchParams.get('code')!)
    return callback
  },
  'a browser that never began': (callback, browser) => {
    browser.cookies.clear()
    return callback
  },
  'a sign-in that was begun again': async (callback, browser) => {
    await browser.go('/auth/sign-in', () => true)
    return callback
  },
  'a planted sign-in': (callback, browser) => {
    browser.plant('__Host-desk-sign-in', 'a'.repeat(43))
    return callback
  },
  'a sign-in of eleven minutes ago': (callback) => {
    desk.clock.ahead = 11 * 60_000
    return callback
  },
}

/** Where a browser is sent back to after signing in at the provider, before it goes there. */
async function arriving(browser: Visitor, person: string | null = 'canary-sub'): Promise<URL> {
  provider.enters = person
  const isCallback = (address: string) => address.startsWith(`${origin}/auth/callback`)
  const { answer } = await browser.go('/auth/sign-in?returnTo=/w/desk', isCallback)
  const callback = new URL(answer.headers.get('location')!)
  for (const name of ['code', 'state']) canaries.add(callback.searchParams.get(name) ?? client.id)
  canaries.delete(client.id)
  canaries.add(browser.cookie('__Host-desk-sign-in')!)
  return callback
}

const samePage = new Set<string>()

/** Nobody is signed in, nobody learns why, and whoever runs the desk can read one line about it. */
async function expectNobody(browser: Visitor, address: URL): Promise<void> {
  desk.log.length = 0
  const { answer } = await browser.go(address.href)
  expect([400, 502]).toContain(answer.status)
  expect(desk.log).toMatchObject([{ route: address.pathname, refusal: 'signedOut' }])
  const page = await answer.text()
  samePage.add(page.replace(String(desk.log[0]!['reference']), 'CODE'))
  expect(samePage.size).toBe(1)
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(answer.headers.get('cache-control')).toBe('no-store')

  expect(browser.cookie('__Host-desk')).toBeUndefined()
  expect(browser.cookie('__Host-desk-sign-in')).toBeUndefined()
  expect(await (await browser.ask('/api/session')).json()).toMatchObject({ person: null })
  expect((await browser.ask('/api/workspaces')).status).toBe(401)
  expect(await desk.database.query('select id from desk.sessions')).toEqual([])
  expectNoCanary(JSON.stringify(desk.log), page, ...[...answer.headers.values()])
}

function expectNoCanary(...texts: string[]): void {
  for (const text of texts) for (const canary of canaries) expect(text).not.toContain(canary)
}

const lineSchema = z.object({
  error: z.object({ type: z.string(), code: z.nullable(z.string()) }),
})

const unchanged = {
  'nothing between': watched,
  'a token that is taken apart and put together': forging(() => {}),
  'answers that are': changing('/me', (body) => body),
}

test.for(Object.entries(unchanged))(
  'whoever comes back with %s is signed in',
  async ([, between]) => {
    const browser = desk.visitor()
    const callback = await arriving(browser)
    desk.provider.between = between
    await browser.go(callback.href)
    expect((await browser.ask('/api/workspaces')).status).toBe(200)
    canaries.add(browser.cookie('__Host-desk')!)
    expectNoCanary(JSON.stringify(desk.log))
  },
)

test.for(Object.entries(behind))('nobody is signed in by %s', async ([attack, between]) => {
  const browser = desk.visitor()
  const callback = await arriving(browser)
  desk.provider.between = between
  await expectNobody(browser, callback)
  const { type, code } = z.parse(lineSchema, desk.log[0]).error
  const [reason] = Object.entries(reasons).find(([, attacks]) => attacks.includes(attack)) ?? []
  expect(code ?? type).toBe(reason ?? otherwise)
  // It was good for one try.
  desk.provider.between = watched
  await expectNobody(browser, callback)
})

test.for(Object.entries(through))(
  'nobody is signed in by a callback with %s',
  async ([, change]) => {
    const browser = desk.visitor()
    await expectNobody(browser, await change(await arriving(browser), browser))
  },
)

const lenient = {
  'no signature': forging(
    ({ header }) => (header['alg'] = 'none'),
    () => '',
  ),
  'the public key as a secret': behind['HS256 with the public key']!,
  'the client’s secret': behind['HS256 with the client’s secret']!,
}

test.for(Object.entries(lenient))(
  'whatever the provider says that it signs with, %s is no signature of its own',
  async ([, forged]) => {
    const fresh = await openSignInDesk(provider, { database: desk.database })
    const any = changing(discovery, (body) => ({
      ...body,
      id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
    }))
    fresh.provider.between = (request, go) => forged(request, (it) => any(it, go))
    const browser = fresh.visitor()
    provider.enters = 'canary-sub'
    const { answer } = await browser.go('/auth/sign-in')
    expect(answer.status).toBe(400)
    expect(fresh.log.at(-1)).toMatchObject({ error: { code: 'OAUTH_UNSUPPORTED_OPERATION' } })
    expect(browser.cookie('__Host-desk')).toBeUndefined()
  },
)

test('somebody who turns back at the provider is signed in as nobody', async () => {
  const browser = desk.visitor()
  const callback = await arriving(browser, null)
  expect(callback.searchParams.get('error')).toBe('access_denied')
  await expectNobody(browser, callback)
})

test('an answer is good once: a second time it signs in nobody, and takes nothing away', async () => {
  const browser = desk.visitor()
  const callback = await arriving(browser)
  await browser.go(callback.href)
  const again = desk.visitor()
  again.plant(
    '__Host-desk-sign-in',
    browser.visits[0]!.answer.headers.getSetCookie()[0]!.slice(20, 63),
  )
  expect((await again.go(callback.href)).answer.status).toBe(400)
  expect(again.cookie('__Host-desk')).toBeUndefined()
  expect((await browser.ask('/api/workspaces')).status).toBe(200)
})

test('a code that was used does not sign in whoever steals it, with a sign-in of their own', async () => {
  const browser = desk.visitor()
  const used = await arriving(browser)
  await browser.go(used.href)
  await browser.signOut()
  const thief = desk.visitor()
  const callback = await arriving(thief)
  callback.searchParams.set('code', used.searchParams.get('code')!)
  await expectNobody(thief, callback)
})

const away: Record<string, (request: Request, go: Send) => Promise<Response>> = {
  'is away': async () => fetch(`http://127.0.0.1:${closed}/`),
  'answers with an error': answering(discovery, async () => new Response('', { status: 503 })),
  'answers with a page': answering(discovery, async () => new Response('<h1>Hi</h1>')),
  'calls itself otherwise': changing(discovery, (body) => ({
    ...body,
    issuer: 'https://evil.example',
  })),
  'calls itself nearly so': changing(discovery, (body) => ({
    ...body,
    issuer: `${String(body['issuer'])}/`,
  })),
  'says nothing': () => waitedFor(),
}

test.for(Object.entries(away))(
  'while the provider %s nobody gets far, and the next one does',
  async ([, between]) => {
    const fresh = await openSignInDesk(provider, { database: desk.database })
    fresh.provider.between = between
    const browser = fresh.visitor()
    const { answer } = await browser.go('/auth/sign-in')
    expect(answer.status).toBe(502)
    expect(fresh.log).toMatchObject([{ route: '/auth/sign-in', status: 502, refusal: 'signedOut' }])
    expectNoCanary(JSON.stringify(fresh.log), await answer.text())

    // Whoever is signed in can sign out all the same.
    const out = await fresh.visitor().signOut()
    expect([out.status, await out.json()]).toEqual([200, { next: '/' }])

    fresh.provider.between = watched
    provider.enters = 'canary-sub'
    await browser.go('/auth/sign-in')
    expect((await browser.ask('/api/workspaces')).status).toBe(200)
  },
)
