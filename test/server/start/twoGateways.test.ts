import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBalancer, type Balancer } from '../../tools/chaos/balancer.ts'
import { startProxy, type Proxy } from '../../tools/chaos/proxy.ts'
import { freshDatabase, type FreshDatabase } from '../../helpers/database.ts'
import { startDesk, type Desk } from '../../helpers/desk.ts'
import { writing } from '../../helpers/gateway.ts'
import { client, confirmSignOut, startProvider, type TestProvider } from '../../helpers/provider.ts'
import { Visitor } from '../../helpers/visitor.ts'
import { newFolder, startDesk as startOnce } from './desk.ts'

/*
 * Two gateways, each a process of its own, on one database and behind one address; people sign in at
 * a real provider. The workspace `outside` speaks over a wire to the Day Zero of the second gateway.
 */

const business = '01890000-0000-7000-8000-000000000001'

let balancer: Balancer
let wire: Proxy
let provider: TestProvider
let fresh: FreshDatabase
let first: Desk
let second: Desk
let origin: string

beforeAll(async () => {
  // Builds what is not built, and gets no further.
  await startOnce({ environment: { PORT: 'none' } }).ended
  fresh = await freshDatabase()
  balancer = await startBalancer()
  origin = `http://localhost:${balancer.port}`
  provider = await startProvider(origin)
  Object.assign(provider.people, {
    ann: { name: 'Ann Example', groups: ['writers'] },
    vic: { name: 'Vic Example', groups: ['lookers'] },
    nan: { name: 'Nan Example', groups: ['cooks'] },
  })
  // Nobody is there until the second gateway is.
  let port = 1
  wire = await startProxy(() => port)
  const env = {
    DATABASE_URL: fresh.url,
    DESK_CONFIG: await configFile(),
    DESK_PUBLIC_URL: origin,
    // One workspace reaches the other gateway's embedded Day Zero as if it were elsewhere.
    DESK_EMBEDDED_API: 'loopback',
    DESK_OIDC_ISSUER: provider.issuer,
    DESK_OIDC_CLIENT_ID: client.id,
    DESK_OIDC_CLIENT_SECRET: client.secret,
  }
  ;[first, second] = await Promise.all([startDesk({ env }), startDesk({ env })])
  balancer.gateways = [first, second]
  port = Number(new URL(second.url).port)
}, 180_000)

afterAll(async () => {
  await Promise.all([first.stop(), second.stop()])
  await balancer.close()
  await wire.close()
  await provider.stop()
})

async function configFile(): Promise<string> {
  const embedded = { address: 'embedded' }
  const file = join(await newFolder(), 'desk.json')
  const content = {
    signIn: { claim: 'groups', roles: { viewer: ['lookers'], editor: ['writers'] } },
    workspaces: [
      { id: 'dayzero', name: 'Day Zero', backend: 'dayzero', settings: embedded },
      { id: 'zuora', name: 'Zuora', backend: 'zuora', settings: embedded },
      {
        ...{ id: 'outside', name: 'Day Zero, elsewhere', backend: 'dayzero' },
        environment: { word: 'Test', tone: 'test' },
        settings: {
          address: `${wire.url}/embedded/dayzero`,
          token: 'dz_embedded',
          businessId: business,
        },
      },
    ],
  }
  await writeFile(file, JSON.stringify(content))
  return file
}

/** A browser whose requests go through the balancer. */
async function signedIn(person: string): Promise<Visitor> {
  const visitor = new Visitor(origin, fetch)
  provider.enters = person
  await visitor.go('/auth/sign-in')
  return visitor
}

/** What is asked meanwhile goes to this gateway alone. */
async function at<Result>(gateway: Desk, work: () => Promise<Result>): Promise<Result> {
  balancer.only = gateway
  try {
    return await work()
  } finally {
    balancer.only = null
  }
}

async function customerIn(visitor: Visitor, workspace: string): Promise<string> {
  const answer = await visitor.ask(`/api/workspaces/${workspace}/customers?search=acme`)
  const { items } = (await answer.json()) as { items: { id: string }[] }
  return items[0]!.id
}

function created(customer: string, name: string): RequestInit {
  return writing({ op: 'create', revision: 1, customer, values: { name, is_primary: false } })
}

async function countOf(name: string): Promise<number> {
  const [row] = await fresh.database.query<{ count: number }>(
    'select count(*)::int as count from dayzero.contacts where name = $1',
    [name],
  )
  return row!.count
}

test('two gateways that open an empty database at once make the tables and the demo data once', async () => {
  const count = (table: string) => `(select count(*)::int from ${table})`
  const counts = await fresh.database.query(
    `select ${count('dayzero.customers')} as dayzero, ${count('zuora.accounts')} as zuora`,
  )
  expect(counts).toEqual([{ dayzero: 200, zuora: 200 }])
})

test('whoever goes to sign in from one gateway comes back to the other, and is known at both', async () => {
  const ann = new Visitor(origin, fetch)
  provider.enters = 'ann'
  balancer.only = first
  const landed = await ann.go('/auth/sign-in?returnTo=/w/dayzero', (address) => {
    if (address.startsWith(`${origin}/auth/callback`)) balancer.only = second
    return false
  })
  balancer.only = null
  expect([landed.address, landed.answer.status]).toEqual([`${origin}/w/dayzero`, 200])

  const keys: unknown[] = []
  for (const gateway of [first, second])
    keys.push(await at(gateway, async () => (await ann.ask('/api/session/drafts-key')).json()))
  expect(keys[0]).toMatchObject({ key: expect.stringMatching(/^[\w-]{43}$/) })
  expect(keys[1]).toEqual(keys[0])
})

test('whoever signs out at one is signed out at the other, cookie or not', async () => {
  const ann = await signedIn('ann')
  const secret = ann.cookie('__Host-desk')!
  for (const gateway of [first, second])
    expect((await at(gateway, () => ann.ask('/api/workspaces'))).status).toBe(200)

  expect((await at(first, () => ann.signOut())).status).toBe(200)
  ann.plant('__Host-desk', secret)
  for (const gateway of [second, first])
    expect((await at(gateway, () => ann.ask('/api/workspaces'))).status).toBe(401)
})

test('whoever leaves at the provider is signed out at both, whichever of them it told', async () => {
  const ann = await signedIn('ann')
  for (const gateway of [first, second])
    expect((await at(gateway, () => ann.ask('/api/workspaces'))).status).toBe(200)

  provider.tells = (request) => at(second, () => fetch(request))
  const asks = await ann.go(`${provider.issuer}/session/end?client_id=${client.id}`)
  await confirmSignOut(ann, asks)
  for (const gateway of [first, second])
    expect((await at(gateway, () => ann.ask('/api/workspaces'))).status).toBe(401)
})

test('whoever may only look may write at neither, and whoever has no role sees nothing at either', async () => {
  const vic = await signedIn('vic')
  const nan = await signedIn('nan')
  const customer = await customerIn(vic, 'dayzero')
  for (const gateway of [first, second])
    await at(gateway, async () => {
      const path = `/api/workspaces/dayzero/submissions/${randomUUID()}`
      expect((await vic.ask(path, created(customer, 'Vera Never'))).status).toBe(403)
      expect(await (await nan.ask('/api/workspaces')).json()).toEqual([])
      expect((await nan.ask(path, created(customer, 'Vera Never'))).status).toBe(404)
    })
  expect(await countOf('Vera Never')).toBe(0)
})

test('a save that one carried out is answered by the other, word for word', async () => {
  const ann = await signedIn('ann')
  const customer = await customerIn(ann, 'dayzero')
  const path = `/api/workspaces/dayzero/submissions/${randomUUID()}`
  const save = () => ann.ask(path, created(customer, 'Rita Repeat'))
  const told = await at(first, save)
  const again = await at(second, save)
  expect(await again.text()).toBe(await told.text())
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  expect(await countOf('Rita Repeat')).toBe(1)
})

test.each(['dayzero', 'outside'])(
  'a save that arrives at both in the same moment makes one contact in %s',
  async (workspace) => {
    const ann = await signedIn('ann')
    const customer = await customerIn(ann, workspace)
    const names = Array.from({ length: 5 }, (_, index) => `Theo Twice ${workspace} ${index}`)
    for (const name of names) {
      balancer.arm({ fault: { do: 'twice' }, victim: ({ method }) => method === 'PUT', times: 1 })
      const path = `/api/workspaces/${workspace}/submissions/${randomUUID()}`
      await ann.ask(path, created(customer, name))
      await expect
        .poll(async () => (await ann.ask(path)).json(), { timeout: 20_000 })
        .toMatchObject({ state: 'succeeded', contact: { name } })
    }
    expect(await Promise.all(names.map(countOf))).toEqual(names.map(() => 1))
  },
)

test('what a killed gateway left in mid-air is found out by the one that lives, and is there once', async () => {
  const ann = await signedIn('ann')
  const customer = await customerIn(ann, 'outside')
  const submissionId = randomUUID()
  const path = `/api/workspaces/outside/submissions/${submissionId}`
  const save = () => ann.ask(path, created(customer, 'Mia Midair'))
  wire.arm({
    fault: { do: 'blackhole', when: 'after' },
    victim: ({ method }) => method === 'POST',
    times: 1,
  })
  const cut = at(first, save).catch(() => null)
  await wire.struck(1)
  await expect.poll(() => countOf('Mia Midair')).toBe(1)
  await first.kill9()
  await cut

  // A connection that the dead one held may end with it; whoever saves asks again.
  const asked = async (): Promise<unknown> => (await save().catch(() => null))?.json()
  await expect.poll(asked).toMatchObject({ state: 'pending' })
  // As if the minute had passed for which whoever began it counts as alive, and the dead one's term.
  const past = `now() - interval '1 second'`
  await fresh.database.query(
    `update desk.submissions set due_at = ${past}, lease_until = ${past} where id = $1`,
    [submissionId],
  )
  await fresh.database.query(`update desk.leases set until = ${past}`)
  await expect
    .poll(asked, { timeout: 20_000 })
    .toMatchObject({ state: 'succeeded', contact: { name: 'Mia Midair' } })
  expect(await countOf('Mia Midair')).toBe(1)

  await first.restart()
  const heard = await at(first, save)
  expect(await heard.json()).toMatchObject({ state: 'succeeded' })
})
