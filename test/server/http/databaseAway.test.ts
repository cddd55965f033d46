import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { vendors } from '#backends/vendors.ts'
import type { Database } from '#contract/backend/vendor.ts'
import { openDatabase, type OpenDatabase } from '#server/database/database.ts'
import { embeddedMigrations, createEmbeddedApps } from '#server/embedded/embeddedApps.ts'
import { migrate } from '#server/database/migrate.ts'
import {
  aCreate,
  customer,
  embeddedWorkspace,
  openGateway,
  workspaceOn,
  writing,
  type Gateway,
} from '../../helpers/gateway.ts'
import { freshDatabase } from '../../helpers/database.ts'
import { memoryBackend } from '../../helpers/memoryBackend.ts'
import { deskSchema } from '#server/migrations/migrations.ts'

/** The gateway with a workspace outside and one of each embedded vendor, on this database. */
function gatewayOn(database: Database): Promise<Gateway> {
  const all = Object.values(vendors)
  const apps = createEmbeddedApps(all, { database, now: () => new Date() })
  return openGateway({
    database,
    embedded: apps,
    workspaces: [
      workspaceOn(memoryBackend(customer)),
      ...all.map((vendor) =>
        embeddedWorkspace(vendor, vendor.connect(vendor.embedded.settings, apps.get(vendor.id)!)),
      ),
    ],
  })
}

/** Every address that answers GET, with ids filled in. */
async function readsOf(gateway: Gateway): Promise<string[]> {
  const answer = await gateway.ask('/api/openapi.json')
  const { paths } = (await answer.json()) as { paths: Record<string, object> }
  const workspaces = ['desk', ...Object.keys(vendors).map((id) => `${id}-embedded`)]
  return Object.entries(paths)
    .filter(([, operations]) => 'get' in operations)
    .flatMap(([path]) => workspaces.map((workspace) => path.replace('{workspace}', workspace)))
    .map((path) => path.replace('{customer}', randomUUID()).replace('{contact}', randomUUID()))
    .map((path) => path.replace('{id}', randomUUID()))
    .map((path) => (path.endsWith('/customers') ? `${path}?search=a` : path))
    .map((path) => (path.endsWith('/recipients') ? `${path}?customers=${randomUUID()}` : path))
}

async function saidBy(answer: Response) {
  const { error } = (await answer.json()) as { error?: { refusal: { kind: string } } }
  return [answer.status, error?.refusal.kind]
}

describe('while the database is away', () => {
  let nowhere: OpenDatabase
  let gateway: Gateway

  beforeAll(async () => {
    nowhere = openDatabase('postgres://desk@127.0.0.1:1/none')
    gateway = await gatewayOn(nowhere)
  })

  afterAll(() => nowhere.close())

  test('every read that needs it answers 503, and the others as always', async () => {
    const statuses = new Map<string, number>()
    for (const path of new Set(await readsOf(gateway))) {
      const answer = await gateway.ask(path)
      statuses.set(path, answer.status)
      if (answer.status !== 200 && answer.status !== 404)
        expect([path, ...(await saidBy(answer))]).toEqual([path, 503, 'backendUnreachable'])
    }
    const away = [...statuses].filter(([, status]) => status === 503).map(([path]) => path)
    for (const needed of [
      '/api/session/drafts-key',
      'desk/receipts',
      'desk/log',
      'desk/submissions',
    ])
      expect(away.some((path) => path.includes(needed))).toBe(true)
    for (const vendor of Object.keys(vendors))
      expect(away.filter((path) => path.includes(`${vendor}-embedded/customers`))).toHaveLength(5)
    // What was created here is in the ledger, whatever the billing system lists.
    const outside = away.filter((path) => path.includes('/desk/customers'))
    expect(outside.filter((path) => !path.endsWith('/created'))).toEqual([])
  })

  test('a save says that nothing was sent, outside and embedded', async () => {
    for (const workspace of ['desk', ...Object.keys(vendors).map((id) => `${id}-embedded`)])
      expect(await saidBy(await gateway.submit(aCreate(), randomUUID(), workspace))).toEqual([
        503,
        'backendUnreachable',
      ])
  })

  test('the log says where it came from, and nothing is called a bug', async () => {
    gateway.log.length = 0
    await gateway.ask('/api/workspaces/desk/receipts')
    expect(gateway.log).toMatchObject([
      { level: 40, status: 503, refusal: 'backendUnreachable', error: { type: 'DatabaseAway' } },
    ])
  })
})

test('while a table is locked, reads of it answer 503 and are well again at once', async () => {
  const { database: direct, url } = await freshDatabase()
  await direct.query(deskSchema)
  await migrate(direct, embeddedMigrations(Object.values(vendors)))
  const impatient = openDatabase(url, { patience: 0.2 })
  try {
    const gateway = await gatewayOn(impatient)
    const paths = [
      `/api/workspaces/desk/submissions/${randomUUID()}`,
      '/api/workspaces/desk/receipts',
      '/api/workspaces/dayzero-embedded/customers?search=a',
      '/api/workspaces/zuora-embedded/customers?search=a',
    ]
    await direct.transaction(async (queries) => {
      await queries.query('lock table desk.submissions, dayzero.customers, zuora.accounts')
      for (const path of paths)
        expect([path, ...(await saidBy(await gateway.ask(path)))]).toEqual([
          ...[path, 503, 'backendUnreachable'],
        ])
    })
    const after = []
    for (const path of paths) after.push((await gateway.ask(path)).status)
    expect(after).toEqual([404, 200, 200, 200])
  } finally {
    await impatient.close()
  }
})

test('a write whose commit was not answered is never said not to be written', async () => {
  const { database } = await freshDatabase()
  await database.query(deskSchema)
  const gateway = await gatewayOn(database)
  const path = `/api/workspaces/desk/submissions/${randomUUID()}/duplicate`
  // The connection dies with the statement, as if the answer had been lost.
  await database.query(`
    create function end_here() returns trigger language plpgsql as
      $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$;
    create trigger dies before update on desk.submissions for each statement execute function end_here()`)
  const [status, kind] = await saidBy(await gateway.ask(path, writing({ keep: true })))
  expect([status, kind]).toEqual([503, 'outcomeUnknown'])
})
