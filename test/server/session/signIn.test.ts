import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { deskHeader } from '#contract/api/api.ts'
import { origin, writing } from '../../helpers/gateway.ts'
import { confirmSignOut, startProvider, type TestProvider } from '../../helpers/provider.ts'
import type { Visitor } from '../../helpers/visitor.ts'
import { openSignInDesk, type SignInDesk } from './signInDesk.ts'

const minute = 60_000

let provider: TestProvider
let desk: SignInDesk

beforeAll(async () => {
  provider = await startProvider(origin)
  const email = 'shared@example.com'
  provider.people['ann'] = { name: 'Ann Example', email, groups: ['writers', 'canary-group'] }
  // Another person, of whom the provider says the same.
  provider.people['ann-too'] = provider.people['ann']
  provider.people['tom'] = { name: 'Tom Example', email, groups: ['lookers'] }
  desk = await openSignInDesk(provider)
})

beforeEach(() => {
  desk.clock.ahead = 0
})

afterAll(() => provider.stop())

async function statusOf(browser: Visitor): Promise<number> {
  return (await browser.ask('/api/workspaces')).status
}

async function whoIs(browser: Visitor) {
  const { person } = await (await browser.ask('/api/session')).json()
  return person as { id: string; name: string } | null
}

/** Another browser with nothing but this secret in it. */
function thief(secret: string): Visitor {
  const browser = desk.visitor()
  browser.plant('__Host-desk', secret)
  return browser
}

test('whoever signs in at the provider lands on the page they wanted, and is known there', async () => {
  provider.enters = 'ann'
  const ann = desk.visitor()
  const landed = await ann.go('/auth/sign-in?returnTo=%2Fw%2Fdesk%2Fc%2Fc-1%3Fsort%3Dname')
  expect(landed.address).toBe(`${origin}/w/desk/c/c-1?sort=name`)
  // The way there went over another site, so the page has to be the same for everybody.
  expect(landed.request.headers.get('cookie')).toBeNull()
  expect(await landed.answer.text()).toBe('the page')
  expect(await (await ann.ask('/api/session')).json()).toEqual({
    person: { id: expect.stringMatching(/^[\w-]{43}$/) as string, name: 'Ann Example' },
    signIn: 'oidc',
  })
  expect(await (await ann.ask('/api/workspaces')).json()).toMatchObject([
    { id: 'desk', role: 'editor' },
  ])
})

test('the provider is asked for a code, with PKCE, state and nonce, new each time', async () => {
  const asked = async () => {
    const begun = await desk.visitor().go('/auth/sign-in', () => true)
    return new URL(begun.answer.headers.get('location')!)
  }
  const [one, two] = [await asked(), await asked()]
  expect(Object.fromEntries(one.searchParams)).toEqual({
    client_id: 'contact-desk',
    response_type: 'code',
    redirect_uri: `${origin}/auth/callback`,
    scope: 'openid profile email',
    state: expect.stringMatching(/^[\w-]{43}$/) as string,
    nonce: expect.stringMatching(/^[\w-]{43}$/) as string,
    code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
    code_challenge_method: 'S256',
  })
  for (const name of ['state', 'nonce', 'code_challenge'])
    expect(one.searchParams.get(name)).not.toBe(two.searchParams.get(name))
})

test('cookies are the desk’s alone, and the session’s stays at home', async () => {
  const ann = await desk.signedIn('ann')
  await ann.signOut()
  const set = ann.visits
    .filter(({ address }) => address.startsWith(origin))
    .flatMap(({ answer }) => answer.headers.getSetCookie())
    .map((line) => line.replace(/=[\w-]{43};/, '=SECRET;'))
    .map((line) => line.split('; '))
    .map(([pair, ...attributes]) => [pair, ...attributes.toSorted()].join('; '))
  expect([...new Set(set)].toSorted()).toEqual([
    '__Host-desk-sign-in=; HttpOnly; Max-Age=0; Path=/; SameSite=Lax; Secure',
    '__Host-desk-sign-in=SECRET; HttpOnly; Max-Age=600; Path=/; SameSite=Lax; Secure',
    '__Host-desk=; HttpOnly; Max-Age=0; Path=/; SameSite=Strict; Secure',
    '__Host-desk=SECRET; HttpOnly; Path=/; SameSite=Strict; Secure',
  ])
})

test('the database holds nothing that opens a session, and no group that makes no role', async () => {
  const ann = await desk.signedIn('ann')
  const secret = ann.cookie('__Host-desk')!
  const [{ dump } = { dump: '' }] = await desk.database.query<{ dump: string }>(
    `select (select string_agg(s::text, ' ') from desk.sessions s) || ' ' ||
       coalesce((select string_agg(s::text, ' ') from desk.login_attempts s), '') as dump`,
  )
  expect(dump).toContain(createHash('sha256').update(secret).digest('base64url'))
  expect(dump).toContain('writers')
  for (const canary of [secret, 'canary', 'shared@example.com', '"ann"'])
    expect(dump).not.toContain(canary)
})

test('a person is issuer and subject: the same at every sign-in, whatever name and mail address', async () => {
  const [ann, again, too] = [
    await whoIs(await desk.signedIn('ann')),
    await whoIs(await desk.signedIn('ann')),
    await whoIs(await desk.signedIn('ann-too')),
  ]
  expect(again).toEqual(ann)
  expect(too?.name).toBe(ann?.name)
  expect(too?.id).not.toBe(ann?.id)
})

test('without a session every address of the API says so, but the one that is asked who is there', async () => {
  const nobody = desk.visitor()
  expect(await (await nobody.ask('/api/session')).json()).toEqual({ person: null, signIn: 'oidc' })
  const at = '/api/workspaces/desk'
  const submissionId = '01890000-0000-7000-8000-00000000abcd'
  const asked: [string, RequestInit?][] = [
    ['/api/session/drafts-key'],
    ['/api/workspaces'],
    ['/api/openapi.json'],
    [`${at}/customers`],
    [`${at}/customers/c-1`],
    [`${at}/customers/c-1/contacts`],
    [`${at}/customers/c-1/contacts/x`],
    [`${at}/receipts`],
    [`${at}/submissions/${submissionId}`],
    [`${at}/submissions/${submissionId}`, writing('{')],
    [`${at}/submissions/${submissionId}/duplicate`, writing({ keep: true })],
    ['/api/workspaces/none/customers'],
  ]
  for (const [path, init] of asked) {
    const answer = await nobody.ask(path, init)
    expect([path, answer.status]).toEqual([path, 401])
    expect(await answer.json()).toMatchObject({ error: { refusal: { kind: 'signedOut' } } })
  }
})

test.for(['', 'x', 'a'.repeat(43), `${'a'.repeat(43)}; __Host-desk=${'b'.repeat(43)}`, "' or 1=1"])(
  'a made-up cookie "%s" is nobody’s',
  async (value) => {
    expect(await statusOf(thief(value))).toBe(401)
  },
)

test('of two session cookies neither counts, even where one of them is good', async () => {
  const secret = (await desk.signedIn('ann')).cookie('__Host-desk')!
  expect(await statusOf(thief(secret))).toBe(200)
  for (const name of ['__Host-desk', ' __Host-desk', '__Host-desk '])
    for (const planted of ['x', secret])
      expect(await statusOf(thief(`${secret}; ${name}=${planted}`))).toBe(401)
})

test('a session ends after half an hour without a request, and lives on with them', async () => {
  const ann = await desk.signedIn('ann')
  desk.clock.ahead = 29 * minute
  expect(await statusOf(ann)).toBe(200)
  desk.clock.ahead = 58 * minute
  expect(await statusOf(ann)).toBe(200)
  desk.clock.ahead = 88.5 * minute
  expect(await statusOf(ann)).toBe(401)
  desk.clock.ahead = 60 * minute
  expect(await whoIs(await desk.signedIn('ann'))).not.toBeNull()
})

test('a session ends after twelve hours, however busy its person is', async () => {
  const ann = await desk.signedIn('ann')
  for (let ahead = 0; ahead < 12 * 60 - 1; ahead += 29) {
    desk.clock.ahead = ahead * minute
    expect(await statusOf(ann)).toBe(200)
  }
  desk.clock.ahead = 12 * 60 * minute - minute / 2
  expect(await statusOf(ann)).toBe(200)
  desk.clock.ahead = 12 * 60 * minute + 1000
  expect(await statusOf(ann)).toBe(401)
})

test('what is over is thrown away with the next sign-in', async () => {
  await desk.signedIn('ann')
  await desk.visitor().go('/auth/sign-in', () => true)
  desk.clock.ahead = 13 * 60 * minute
  await desk.signedIn('ann')
  const rows = await desk.database.query('select id from desk.sessions')
  expect(rows).toHaveLength(1)
  expect(await desk.database.query('select id from desk.login_attempts')).toHaveLength(0)
})

test('a planted cookie is replaced at sign-in, and is good for nothing then', async () => {
  const ann = thief('planted-'.padEnd(43, 'x'))
  ann.plant('__Host-desk-sign-in', 'planted-'.padEnd(43, 'y'))
  provider.enters = 'ann'
  await ann.go('/auth/sign-in')
  expect(await statusOf(ann)).toBe(200)
  expect(ann.cookie('__Host-desk')).not.toContain('planted')
  expect(await statusOf(thief('planted-'.padEnd(43, 'x')))).toBe(401)
})

test('signing in again gives another session, and the one before is over', async () => {
  const ann = await desk.signedIn('ann')
  const before = ann.cookie('__Host-desk')!
  await ann.go('/auth/sign-in')
  expect(ann.cookie('__Host-desk')).not.toBe(before)
  expect(await statusOf(ann)).toBe(200)
  expect(await statusOf(thief(before))).toBe(401)
})

test('signing out ends the session everywhere, keeps sealed drafts, and goes on at the provider', async () => {
  const ann = await desk.signedIn('ann')
  const secret = ann.cookie('__Host-desk')!
  const answer = await ann.signOut()
  expect(answer.status).toBe(200)
  expect(answer.headers.get('clear-site-data')).toBe('"cache", "cookies"')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(ann.cookie('__Host-desk')).toBeUndefined()
  expect(await statusOf(ann)).toBe(401)
  expect(await statusOf(thief(secret))).toBe(401)

  const { next } = await answer.json()
  const asks = await ann.go(next)
  expect(asks.answer.status).toBe(200)
  const confirmed = await confirmSignOut(ann, asks)
  expect(confirmed).toBe(`${origin}/`)
  // Without that, the provider would let the next one in as Ann.
  provider.enters = 'tom'
  await ann.go('/auth/sign-in')
  expect(await whoIs(ann)).toMatchObject({ name: 'Tom Example' })
})

test('signing out ends all sessions of a person at every gateway, and nobody else’s', async () => {
  // Another process, as far as the two know: they share the database alone.
  const other = await openSignInDesk(provider, { database: desk.database })
  const [here, there, tom] = [
    await desk.signedIn('ann'),
    await other.signedIn('ann'),
    await other.signedIn('tom'),
  ]
  const secrets = [here, there].map((browser) => browser.cookie('__Host-desk')!)
  const replayed = () =>
    Promise.all(
      [desk, other].flatMap((gateway) =>
        secrets.map(async (secret) => {
          const headers = { cookie: `__Host-desk=${secret}` }
          return (await gateway.raw(new Request(`${origin}/api/workspaces`, { headers }))).status
        }),
      ),
    )
  expect(await replayed()).toEqual([200, 200, 200, 200])
  expect((await here.signOut()).status).toBe(200)
  expect(await replayed()).toEqual([401, 401, 401, 401])
  expect(await statusOf(tom)).toBe(200)
})

test('a session that was over already ends nobody’s others', async () => {
  const old = thief((await desk.signedIn('ann')).cookie('__Host-desk')!)
  desk.clock.ahead = 20 * minute
  const ann = await desk.signedIn('ann')
  desk.clock.ahead = 31 * minute
  expect((await old.signOut()).status).toBe(200)
  expect(await statusOf(ann)).toBe(200)
})

test('only the desk’s own page signs anybody out', async () => {
  const ann = await desk.signedIn('ann')
  const headers = { cookie: `__Host-desk=${ann.cookie('__Host-desk')}`, origin, [deskHeader]: '1' }
  const wrong = [
    { ...headers, [deskHeader]: '' },
    { ...headers, origin: 'https://evil.example' },
    { ...headers, 'sec-fetch-site': 'cross-site' },
    { ...headers, 'sec-fetch-site': 'same-site' },
  ]
  for (const each of wrong) {
    const asked = new Request(`${origin}/auth/sign-out`, { method: 'POST', headers: each })
    expect((await desk.raw(asked)).status).toBe(403)
  }
  expect((await ann.ask('/auth/sign-out')).status).toBe(405)
  expect(await statusOf(ann)).toBe(200)
})

test('somebody who is signed out already can sign out', async () => {
  expect((await desk.visitor().signOut()).status).toBe(200)
})

test('there is nothing else below /auth, and no other method', async () => {
  expect((await desk.visitor().ask('/auth')).status).toBe(404)
  expect((await desk.visitor().ask('/auth/x')).status).toBe(404)
  for (const path of ['/auth/sign-in', '/auth/callback']) {
    const answer = await desk.visitor().ask(path, { method: 'POST' })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  }
})

test('whoever belongs to no group is signed in, and sees no workspace', async () => {
  provider.people['eve'] = {}
  const eve = await desk.signedIn('eve')
  expect(await whoIs(eve)).toMatchObject({ name: 'Person without a name' })
  expect(await (await eve.ask('/api/workspaces')).json()).toEqual([])
})

test('a name is shown as one line that can be stored, and a group may be a single word', async () => {
  provider.people['zoe'] = {
    name: `\u0000 Zoe\r\n  \u001b[31m${'x'.repeat(300)}`,
    groups: 'chiefs',
  }
  const zoe = await desk.signedIn('zoe')
  expect((await whoIs(zoe))?.name).toBe(`Zoe [31m${'x'.repeat(192)}`)
  expect(await (await zoe.ask('/api/workspaces')).json()).toMatchObject([{ role: 'admin' }])
})
