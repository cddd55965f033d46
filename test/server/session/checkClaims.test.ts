import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { aCreate, origin, writing } from '../../helpers/gateway.ts'
import { startProvider, tokenIn, type TestProvider } from '../../helpers/provider.ts'
import type { Visitor } from '../../helpers/visitor.ts'
import { openSignInDesk, type SignInDesk } from './signInDesk.ts'

const minute = 60_000

let provider: TestProvider
let desk: SignInDesk
/** Another gateway, as far as the two know: they share the database alone. */
let other: SignInDesk
/** Refresh tokens that went to the provider, from both. */
const asked: string[] = []

beforeAll(async () => {
  provider = await startProvider(origin)
  provider.refreshes = true
  desk = await openSignInDesk(provider)
  other = await openSignInDesk(provider, { database: desk.database })
})

beforeEach(async () => {
  await desk.database.query('delete from desk.sessions')
  provider.people['ann'] = { name: 'Ann Example', groups: ['writers'] }
  provider.people['tom'] = { name: 'Tom Example', groups: ['chiefs'] }
  for (const gateway of [desk, other]) {
    gateway.log.length = 0
    gateway.provider.between = async (request, go) => {
      const body = request.method === 'POST' ? await request.clone().text() : ''
      const token = new URLSearchParams(body).get('refresh_token')
      if (token) asked.push(token)
      return go(request)
    }
  }
  at(0)
  asked.length = 0
})

afterAll(() => provider.stop())

/** Both gateways have the database's clock. */
function at(minutes: number): void {
  for (const gateway of [desk, other]) gateway.clock.ahead = minutes * minute
}

async function roleOf(browser: Visitor): Promise<string | number> {
  const answer = await browser.ask('/api/workspaces')
  if (answer.status !== 200) return answer.status
  const [workspace]: { role: string }[] = await answer.json()
  return workspace?.role ?? 'none'
}

test('a role that the provider takes away is gone within five minutes, without signing out', async () => {
  const ann = await desk.signedIn('ann')
  provider.people['ann'] = { name: 'Ann Married', groups: ['lookers'] }
  at(4)
  expect([await roleOf(ann), asked.length]).toEqual(['editor', 0])
  at(5)
  const path = `/api/workspaces/desk/submissions/${crypto.randomUUID()}`
  expect((await ann.ask(path, writing(aCreate()))).status).toBe(403)
  expect(await roleOf(ann)).toBe('viewer')
  expect(await (await ann.ask('/api/session')).json()).toMatchObject({
    person: { name: 'Ann Married' },
  })
  expect(asked).toHaveLength(1)
})

test('the provider is asked once for many requests, and again every time, with a new token', async () => {
  const ann = await desk.signedIn('ann')
  for (let turn = 1; turn <= 3; turn++) {
    at(turn * 5)
    await Promise.all([roleOf(ann), roleOf(ann), roleOf(ann)])
    expect(await roleOf(ann)).toBe('editor')
    expect(asked).toHaveLength(turn)
  }
  expect(new Set(asked).size).toBe(3)
})

test('whoever the provider refuses is out at every gateway', async () => {
  const ann = await desk.signedIn('ann')
  const tom = await other.signedIn('tom')
  delete provider.people['ann']
  at(5)
  expect([await roleOf(ann), await roleOf(tom)]).toEqual([401, 'admin'])
  expect(await desk.database.query('select id from desk.sessions')).toHaveLength(1)
})

test('while the provider is away what was known counts, and it is asked again soon', async () => {
  const ann = await desk.signedIn('ann')
  const { between } = desk.provider
  for (const failing of [
    async () => Promise.reject(new TypeError('fetch failed')),
    async () => new Response('<h1>Sorry</h1>', { status: 503 }),
    async () => Response.json({ error: 'server_error' }, { status: 500 }),
    async () => Response.json({ error: 'invalid_client' }, { status: 401 }),
  ]) {
    desk.clock.ahead += 5 * minute
    desk.provider.between = failing
    desk.log.length = 0
    expect([await roleOf(ann), await roleOf(ann)]).toEqual(['editor', 'editor'])
    const lines = desk.log.filter(({ msg }) => msg === 'the sign-in provider cannot be asked')
    expect(lines).toMatchObject([{ level: 40 }])
  }
  provider.people['ann'] = { name: 'Ann Example', groups: ['lookers'] }
  desk.provider.between = between
  desk.clock.ahead += minute / 2
  expect(await roleOf(ann)).toBe('viewer')
})

test('an answer about another person ends the session', async () => {
  const ann = await desk.signedIn('ann')
  at(5)
  desk.provider.between = async (request, go) => {
    const answer = await go(request)
    if (!request.url.endsWith('/token')) return answer
    const { id_token: _, ...body } = (await answer.json()) as Record<string, unknown>
    return Response.json(body)
  }
  expect(await roleOf(ann)).toBe('editor')
  at(10)
  const { between } = desk.provider
  desk.provider.between = async (request, go) => {
    const answer = await between(request, go)
    if (!request.url.endsWith('/me')) return answer
    return Response.json({ ...(await answer.json()), sub: 'tom' })
  }
  expect(await roleOf(ann)).toBe(401)
})

test('without a refresh token nobody is asked', async () => {
  provider.refreshes = false
  const ann = await desk.signedIn('ann')
  provider.refreshes = true
  provider.people['ann'] = { groups: [] }
  at(20)
  expect([await roleOf(ann), asked.length]).toEqual(['editor', 0])
})

test('the refresh token is in no answer, no line of the log, and readable in no database', async () => {
  const tokens: string[] = []
  const { between } = desk.provider
  desk.provider.between = async (request, go) => {
    const answer = await between(request, go)
    if (request.url.endsWith('/token')) {
      const body: Record<string, string> = await answer.clone().json()
      tokens.push(body['refresh_token']!, String(tokenIn(body['id_token']!).claims['sub']))
    }
    return answer
  }
  const ann = await desk.signedIn('ann')
  at(5)
  await roleOf(ann)
  const rows = await desk.database.query('select s::text from desk.sessions s')
  const answers = await Promise.all(
    ann.visits
      .filter(({ address }) => address.startsWith(origin))
      .map(
        async ({ answer }) =>
          `${await answer.text().catch(() => '')} ${JSON.stringify([...answer.headers])}`,
      ),
  )
  const everything = JSON.stringify([rows, desk.log, answers])
  expect(tokens.length).toBe(4)
  for (const token of tokens.filter((each) => each !== 'ann'))
    expect(everything).not.toContain(token)
  expect(everything).not.toContain(Buffer.from(tokens[0]!).toString('base64url'))
})
