import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { origin } from '../../helpers/gateway.ts'
import {
  anotherKey,
  client,
  confirmSignOut,
  jwtOf,
  rsaSignature,
  startProvider,
  tokenIn,
  type TestProvider,
  type Token,
} from '../../helpers/provider.ts'
import type { Visitor } from '../../helpers/visitor.ts'
import { openSignInDesk, type SignInDesk } from './signInDesk.ts'

const minute = 60_000
const path = '/auth/backchannel-logout'

let provider: TestProvider
let desk: SignInDesk
/** Another gateway, as far as the two know: they share the database alone. */
let other: SignInDesk

beforeAll(async () => {
  provider = await startProvider(origin)
  provider.people['ann'] = { name: 'Canary Ann', groups: ['writers'] }
  provider.people['tom'] = { name: 'Tom Example', groups: ['lookers'] }
  desk = await openSignInDesk(provider)
  other = await openSignInDesk(provider, { database: desk.database })
})

beforeEach(async () => {
  await desk.database.query('delete from desk.sessions')
  await desk.database.query('delete from desk.logouts')
  desk.log.length = 0
  desk.clock.ahead = 0
  provider.tells = (request) => desk.raw(request)
})

afterAll(() => provider.stop())

async function statusOf(browser: Visitor): Promise<number> {
  return (await browser.ask('/api/workspaces')).status
}

/** Signs out at the provider itself, without coming by the desk. */
async function leaves(browser: Visitor): Promise<void> {
  const asks = await browser.go(`${provider.issuer}/session/end?client_id=${client.id}`)
  await confirmSignOut(browser, asks)
}

/** What the provider sends when this person leaves there, with nobody to hear it. */
async function tokenWhen(browser: Visitor): Promise<string> {
  let sent = ''
  provider.tells = async (request) => {
    sent = new URLSearchParams(await request.text()).get('logout_token') ?? ''
    return new Response()
  }
  await leaves(browser)
  return sent
}

function told(token: string, gateway = desk, body = new URLSearchParams({ logout_token: token })) {
  return gateway.raw(new Request(origin + path, { method: 'POST', body }))
}

const signed = (token: Token) => jwtOf(token, rsaSignature(provider.key))

/** Another token of the provider's. */
async function changed(token: string, change: (token: Token) => void): Promise<string> {
  const it = tokenIn(token)
  change(it)
  return signed(it)
}

test('who leaves at the provider is out of the desk at every gateway, and only there', async () => {
  const [here, elsewhere, tom] = [
    await desk.signedIn('ann'),
    await other.signedIn('ann'),
    await desk.signedIn('tom'),
  ]
  const answers: Response[] = []
  provider.tells = async (request) => {
    answers.push(await other.raw(request))
    return answers[0]!
  }
  await leaves(here)
  expect(await statusOf(here)).toBe(401)
  // Another session of the same person at the provider, which goes on there as well.
  expect([await statusOf(elsewhere), await statusOf(tom)]).toEqual([200, 200])
  expect(answers.map(({ status }) => status)).toEqual([200])
  expect(answers[0]?.headers.get('cache-control')).toBe('no-store')
  expect(await answers[0]?.text()).toBe('')
  const [line] = other.log.filter(({ security }) => security)
  expect(other.log.filter(({ route }) => route === path)).toMatchObject([
    { security: 'signed out by the provider', sessions: 1, level: 30 },
  ])
  expect(JSON.stringify([line, answers])).not.toMatch(/canary/i)
})

test('a token that names a person alone ends every session of theirs', async () => {
  const [one, two, tom] = [
    await desk.signedIn('ann'),
    await other.signedIn('ann'),
    await desk.signedIn('tom'),
  ]
  const token = await changed(await tokenWhen(one), ({ claims }) => delete claims['sid'])
  expect((await told(token)).status).toBe(200)
  expect([await statusOf(one), await statusOf(two), await statusOf(tom)]).toEqual([401, 401, 200])
})

test('a token that names a session alone ends that one', async () => {
  const [one, two] = [await desk.signedIn('ann'), await other.signedIn('ann')]
  const token = await changed(await tokenWhen(one), ({ claims }) => delete claims['sub'])
  expect((await told(token)).status).toBe(200)
  expect([await statusOf(one), await statusOf(two)]).toEqual([401, 200])
})

test('a session of which the provider named none of its own ends with any of that person', async () => {
  const one = await desk.signedIn('ann')
  await desk.database.query('update desk.sessions set sid = null')
  expect((await told(await tokenWhen(one))).status).toBe(200)
  expect(await statusOf(one)).toBe(401)
})

test('the same token again is answered as before, and ends nothing that began since', async () => {
  const before = await desk.signedIn('ann')
  const token = await changed(await tokenWhen(before), ({ claims }) => {
    delete claims['sid']
    claims['exp'] = Number(claims['iat']) + 3600
  })
  expect((await told(token)).status).toBe(200)
  desk.clock.ahead = minute
  const since = await desk.signedIn('ann')
  for (const gateway of [desk, other]) expect((await told(token, gateway)).status).toBe(200)
  expect([await statusOf(before), await statusOf(since)]).toEqual([401, 200])
})

test('somebody who is nobody here any more is out', async () => {
  const ann = await desk.signedIn('ann')
  const token = await tokenWhen(ann)
  await ann.signOut()
  expect((await told(token)).status).toBe(200)
})

test('a sign-in that was under way when its session at the provider ended signs in nobody', async () => {
  const ann = desk.visitor()
  provider.enters = 'ann'
  const late = await desk.signedIn('ann')
  const token = await tokenWhen(late)
  // Its code is redeemed after the provider has said that this session is over.
  const { claims } = tokenIn(token)
  desk.provider.between = async (request, go) => {
    const answer = await go(request)
    if (!request.url.endsWith('/token')) return answer
    const body: Record<string, unknown> = await answer.json()
    const it = tokenIn(String(body['id_token']))
    it.claims['sid'] = claims['sid']
    return Response.json({ ...body, id_token: signed(it) })
  }
  expect((await told(token)).status).toBe(200)
  const { answer } = await ann.go('/auth/sign-in')
  expect(answer.status).toBe(400)
  expect(await statusOf(ann)).toBe(401)
  expect(await desk.database.query('select id from desk.sessions')).toEqual([])
  desk.provider.between = (request, go) => go(request)
})

test('tokens that are over are thrown away', async () => {
  const rows = () => desk.database.query('select id from desk.logouts')
  await told(await tokenWhen(await desk.signedIn('ann')))
  expect(await rows()).toHaveLength(1)
  const next = await changed(await tokenWhen(await desk.signedIn('tom')), ({ claims }) => {
    claims['exp'] = Number(claims['exp']) + 3 * 3600
  })
  desk.clock.ahead = 2 * 60 * minute
  expect((await told(next)).status).toBe(200)
  expect(await rows()).toHaveLength(1)
})

const seconds = () => Math.floor(Date.now() / 1000)
const event = 'http://schemas.openid.net/event/backchannel-logout'

/** Each with one thing that is not as it has to be. */
const wrong: Record<string, (token: Token) => void> = {
  'another issuer': ({ claims }) => (claims['iss'] = 'https://evil.example'),
  'nearly the issuer': ({ claims }) => (claims['iss'] = `${String(claims['iss'])}/`),
  'no issuer': ({ claims }) => delete claims['iss'],
  'another client': ({ claims }) => (claims['aud'] = 'another-desk'),
  'nobody to read it': ({ claims }) => delete claims['aud'],
  'no time of issue': ({ claims }) => delete claims['iat'],
  'a time of issue that is to come': ({ claims }) => (claims['iat'] = seconds() + 600),
  'an end that is over': ({ claims }) => (claims['exp'] = seconds() - 120),
  'no end': ({ claims }) => delete claims['exp'],
  'an end that is no number': ({ claims }) => (claims['exp'] = '9999999999'),
  'a time that has not begun': ({ claims }) => (claims['nbf'] = seconds() + 600),
  'no id of its own': ({ claims }) => delete claims['jti'],
  'an empty id of its own': ({ claims }) => (claims['jti'] = ''),
  'no event': ({ claims }) => delete claims['events'],
  'another event': ({ claims }) => (claims['events'] = { [`${event}2`]: {} }),
  'an event that is no object': ({ claims }) => (claims['events'] = { [event]: true }),
  'an event that is a list': ({ claims }) => (claims['events'] = { [event]: [] }),
  'a list of events': ({ claims }) => (claims['events'] = [event]),
  'a nonce, as an ID token': ({ claims }) => (claims['nonce'] = 'a'.repeat(43)),
  'an empty nonce': ({ claims }) => (claims['nonce'] = null),
  'neither person nor session': ({ claims }) => (delete claims['sub'], delete claims['sid']),
  'an empty person': ({ claims }) => (claims['sub'] = ''),
  'a session that is a number': ({ claims }) => (claims['sid'] = 7),
  'another kind of token': ({ header }) => (header['typ'] = 'at+jwt'),
  'something critical that nobody knows': ({ header }) => (header['crit'] = ['x']),
}

const hmac = (secret: string) => (text: string) =>
  createHmac('sha256', secret).update(text).digest('base64url')
const publicPem = () => provider.key.export({ format: 'pem', type: 'pkcs1' }).toString()

/** Each not signed by the provider. */
const unsigned: Record<string, [(token: Token) => void, (text: string) => string]> = {
  'no signature': [() => {}, () => ''],
  'no signature, and saying so': [({ header }) => (header['alg'] = 'none'), () => ''],
  'the public key as a secret': [
    ({ header }) => (header['alg'] = 'HS256'),
    (text) => hmac(publicPem())(text),
  ],
  'the client’s secret': [({ header }) => (header['alg'] = 'HS256'), hmac(client.secret)],
  'another key under the known name': [() => {}, rsaSignature(anotherKey())],
  'a key that is not known': [({ header }) => (header['kid'] = 'new'), rsaSignature(anotherKey())],
}

async function expectRefused(answer: Response, why?: string): Promise<void> {
  expect([why, answer.status, await answer.text()]).toEqual([
    ...[why, 400, '{"error":"invalid_request"}'],
  ])
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(await desk.database.query('select id from desk.sessions')).toHaveLength(1)
  expect(await desk.database.query('select id from desk.logouts')).toEqual([])
  expect(desk.log.at(-1)).toMatchObject({ security: 'logout refused', level: 40 })
}

test('a token with one thing that is not as it has to be ends nothing', async () => {
  const ann = await desk.signedIn('ann')
  const token = await tokenWhen(ann)
  for (const [what, change] of Object.entries(wrong))
    await expectRefused(await told(await changed(token, change)), what)
  for (const [what, [change, sign]] of Object.entries(unsigned)) {
    const it = tokenIn(token)
    change(it)
    await expectRefused(await told(jwtOf(it, sign)), what)
  }
  expect(JSON.stringify(desk.log)).not.toMatch(/canary/i)
  expect(await statusOf(ann)).toBe(200)
  // It was that one thing alone.
  expect((await told(await changed(token, () => {}))).status).toBe(200)
  expect(await statusOf(ann)).toBe(401)
})

test('an ID token is no logout token', async () => {
  const idTokens: string[] = []
  desk.provider.between = async (request, go) => {
    const answer = await go(request)
    if (request.url.endsWith('/token')) idTokens.push((await answer.clone().json()).id_token)
    return answer
  }
  await desk.signedIn('ann')
  await expectRefused(await told(idTokens[0]!))
  desk.provider.between = (request, go) => go(request)
})

test('what is no token at all, twice or too long ends nothing', async () => {
  const ann = await desk.signedIn('ann')
  const token = await tokenWhen(ann)
  const twice = new URLSearchParams([
    ['logout_token', token],
    ['logout_token', token],
  ])
  const bodies = [new URLSearchParams(), twice, new URLSearchParams({ token })]
  for (const body of bodies) await expectRefused(await told('', desk, body))
  for (const sent of ['', 'a.b.c', `${token}x`, 'x'.repeat(70_000)])
    await expectRefused(await told(sent))
  const json = { 'content-type': 'application/json' }
  const body = JSON.stringify({ logout_token: token })
  await expectRefused(
    await desk.raw(new Request(origin + path, { method: 'POST', headers: json, body })),
  )
  expect((await desk.visitor().ask(path)).status).toBe(405)
})

test('while the provider’s keys cannot be read nothing ends, and it may say so again', async () => {
  const ann = await other.signedIn('ann')
  const token = await tokenWhen(ann)
  const fresh = await openSignInDesk(provider, { database: desk.database })
  fresh.provider.between = async (request, go) =>
    request.url.endsWith('/jwks') ? new Response('', { status: 500 }) : go(request)
  expect((await told(token, fresh)).status).toBe(400)
  expect(await statusOf(ann)).toBe(200)
  fresh.provider.between = (request, go) => go(request)
  expect((await told(token, fresh)).status).toBe(200)
  expect(await statusOf(ann)).toBe(401)
})
