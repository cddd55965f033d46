import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { ownSessionsSchema } from '#contract/api/ownSessions.ts'
import { openGateway, origin, writing } from '../../helpers/gateway.ts'
import { startProvider, type TestProvider } from '../../helpers/provider.ts'
import type { Visitor } from '../../helpers/visitor.ts'
import { openSignInDesk, type SignInDesk } from './signInDesk.ts'

const minute = 60_000

let provider: TestProvider
let desk: SignInDesk
/** Another gateway, as far as the two know: they share the database alone. */
let other: SignInDesk

beforeAll(async () => {
  provider = await startProvider(origin)
  provider.people['ann'] = { name: 'Ann Example', groups: ['writers'] }
  provider.people['tom'] = { name: 'Tom Example', groups: ['lookers'] }
  desk = await openSignInDesk(provider)
  other = await openSignInDesk(provider, { database: desk.database })
})

beforeEach(async () => {
  await desk.database.query('delete from desk.sessions')
  desk.clock.ahead = 0
})

afterAll(() => provider.stop())

async function listedFor(browser: Visitor, path = '/api/sessions', init?: RequestInit) {
  const answer = await browser.ask(path, init)
  expect(answer.status).toBe(200)
  return z.parse(ownSessionsSchema, await answer.json()).items
}

const ending = writing({ ended: true })

async function statusOf(browser: Visitor): Promise<number> {
  return (await browser.ask('/api/workspaces')).status
}

test('people see their own sessions: since when, when last, and in which browser', async () => {
  const first = await desk.signedIn('ann')
  await desk.signedIn('tom')
  desk.clock.ahead = 5 * minute
  const second = await other.signedIn('ann')
  await statusOf(first)
  const [one, two, ...more] = await listedFor(first)
  expect(more).toEqual([])
  expect([one?.isThis, two?.isThis]).toEqual([true, false])
  expect(Date.parse(one!.seenAt) - Date.parse(one!.startedAt)).toBeGreaterThanOrEqual(5 * minute)
  expect(one).toMatchObject({ browser: null, system: null })
  const seen = await listedFor(second)
  expect(seen.map(({ id, isThis }) => [id, isThis])).toEqual([
    [one?.id, false],
    [two?.id, true],
  ])
  // What names a session opens none.
  const secret = first.cookie('__Host-desk')!
  const named = JSON.stringify(seen)
  const [row] = await desk.database.query<{ ids: string[] }>(
    'select array_agg(id) as ids from desk.sessions',
  )
  for (const id of [secret, ...row!.ids]) expect(named).not.toContain(id)
})

test('a browser is named by what tells it apart, and nothing else of it is kept', async () => {
  const chrome =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'
  const agents: [string, string | null, string | null][] = [
    [chrome, 'Chrome', 'Linux'],
    [
      `${chrome.replace('X11; Linux x86_64', 'Windows NT 10.0; Win64; x64')} Edg/142.0`,
      'Edge',
      'Windows',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
      'Safari',
      'macOS',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0 Mobile/15E148 Safari/604.1',
      'Chrome',
      'iPhone',
    ],
    ['Mozilla/5.0 (Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0', 'Firefox', 'Android'],
    ['canary <script>', null, null],
  ]
  for (const [agent, browser, system] of agents) {
    await desk.database.query('delete from desk.sessions')
    const ann = await desk.signedIn('ann', agent)
    expect(await listedFor(ann)).toMatchObject([{ browser, system }])
  }
  const rows = await desk.database.query('select s::text from desk.sessions s')
  expect(JSON.stringify(rows)).not.toMatch(/canary/)
})

test('one of them is ended at every gateway, and nobody else’s is', async () => {
  const [here, lost, tom] = [
    await desk.signedIn('ann'),
    await other.signedIn('ann'),
    await desk.signedIn('tom'),
  ]
  const sessions = await listedFor(here)
  const [toms] = await listedFor(tom)
  const id = sessions.find(({ isThis }) => !isThis)!.id
  // Another person's is as good as none.
  expect(await listedFor(here, `/api/sessions/${toms!.id}`, ending)).toHaveLength(2)
  expect(await listedFor(here, '/api/sessions/nothing', ending)).toHaveLength(2)
  for (let again = 0; again < 2; again++)
    expect(await listedFor(here, `/api/sessions/${id}`, ending)).toMatchObject([{ isThis: true }])
  expect([await statusOf(here), await statusOf(lost), await statusOf(tom)]).toEqual([200, 401, 200])
})

test('all others are ended at once, and this one goes on', async () => {
  const [here, ...others] = [
    await desk.signedIn('ann'),
    await desk.signedIn('ann'),
    await other.signedIn('ann'),
  ]
  const tom = await desk.signedIn('tom')
  expect(await listedFor(here, '/api/sessions', ending)).toMatchObject([{ isThis: true }])
  for (const browser of others) expect(await statusOf(browser)).toBe(401)
  expect([await statusOf(here), await statusOf(tom)]).toEqual([200, 200])
})

test('what is over already is not listed', async () => {
  await desk.signedIn('ann')
  desk.clock.ahead = 31 * minute
  const { database } = desk
  const before = await database.query('select id from desk.sessions')
  const ann = await desk.signedIn('ann')
  await database.query(
    `insert into desk.sessions (id, person, name, groups, begun_at, seen_at)
     select 'old', person, name, groups, now() - interval '13 hours', seen_at from desk.sessions`,
  )
  expect(before).toHaveLength(1)
  expect(await listedFor(ann)).toHaveLength(1)
})

test('without sign-in there are none', async () => {
  const gateway = await openGateway()
  for (const init of [undefined, ending])
    expect(await (await gateway.ask('/api/sessions', init)).json()).toEqual({ items: [] })
})
