import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { verifyChains } from '#server/audit/verify.ts'
import { openDatabase, type OpenDatabase } from '#server/database/database.ts'
import { deskMigrations, prepare } from '#server/migrations/migrations.ts'
import { statementsOf } from '#server/database/statements.ts'
import { freshDatabase } from '../../helpers/database.ts'
import { customer, openGateway, workspaceOn, writing } from '../../helpers/gateway.ts'
import { memoryBackend } from '../../helpers/memoryBackend.ts'

const dumps = new URL('../../fixtures/databases/', import.meta.url)

const never = new Promise<never>(() => {})

function storeAt(url: string) {
  const nothing = async () => {}
  return { url, place: 'here', broken: never, stop: nothing, abandon: () => {} }
}

/** A database as a release of the desk left it, then migrated by the desk of today. */
async function migrated(dump: string): Promise<OpenDatabase> {
  const { database, url } = await freshDatabase()
  for (const statement of statementsOf(await readFile(new URL(dump, dumps), 'utf8')))
    await database.query(statement)
  await prepare(storeAt(url), deskMigrations([]), '1.2.3')
  return database
}

/** The customer and the contact that the dumps are about. */
const acme = { ...customer, id: '01890000-0000-7000-8000-0000000000a1' }
const ada = '01890000-0000-7000-8000-0000000000c1'

const submission = (number: number) =>
  `/api/workspaces/acme/submissions/0190aaaa-0000-4000-8000-00000000000${number}`

test('a database of every earlier release is opened, and what was open in it is finished', async () => {
  const found = await readdir(dumps)
  expect(found).toContain('desk-7.sql')
  for (const dump of found) {
    const database = await migrated(dump)
    // As the billing system was: neither the edit nor the create had arrived.
    const backend = memoryBackend(acme)
    backend.held.push({
      ...{ id: ada, name: 'Ada Byron', primary: true, roles: [], changedAt: null },
      values: {
        ...{ name: 'Ada Byron', email: 'ada@byron.example', phone: '+44 20 7946 0001' },
        ...{ role: null, is_primary: true, notes: 'Saved' },
      },
    })
    // Long after, so that all of it is due.
    let now = Date.parse('2026-12-01T00:00:00Z')
    const gateway = await openGateway({
      database,
      workspaces: [workspaceOn(backend, 'acme')],
      now: () => new Date(now),
    })
    const outcome = async (number: number): Promise<unknown> =>
      (await gateway.ask(submission(number))).json()

    expect(await outcome(1)).toMatchObject({ state: 'succeeded', contact: { id: ada } })
    expect(await outcome(2)).toMatchObject({ state: 'rejected', refusal: { kind: 'fields' } })
    expect(await outcome(3)).toMatchObject({
      ...{ state: 'rejected', refusal: { kind: 'conflict', theirs: { name: 'Ada Byron' } } },
    })
    // A create is sent again only after it was not found for a while.
    for (let looks = 0; looks < 15; looks++) {
      await gateway.sweeper.sweep()
      now += 10 * 60_000
    }
    expect(await outcome(4)).toMatchObject({ state: 'succeeded' })
    expect(await outcome(5)).toMatchObject({ state: 'succeeded' })
    expect(backend.held.map(({ values }) => [values.name, values.phone])).toEqual([
      ['Ada Byron', '+44 20 7946 0002'],
      ['Grace Hopper', null],
    ])

    const { items } = (await (await gateway.ask('/api/workspaces/acme/log')).json()) as {
      items: { outcome: string; refusal: string | null }[]
    }
    expect(items.map((row) => [row.outcome, row.refusal]).slice(-3)).toEqual([
      ['refused', 'conflict'],
      ['refused', 'fields'],
      ['saved', null],
    ])
    expect(await verifyChains(database)).toMatchObject([{ workspace: 'acme', kind: 'whole' }])
  }
})

test('a build does not start on a database that a newer one has changed, and names both', async () => {
  const { database, url } = await freshDatabase()
  await prepare(storeAt(url), deskMigrations([]), '1.2.3')
  // It may start as often as it likes on its own.
  await prepare(storeAt(url), deskMigrations([]), '1.2.3')
  await database.query(
    `insert into desk.migrations (id, version) values ('desk/9999_more', '1.3.0')`,
  )
  await expect(prepare(storeAt(url), deskMigrations([]), '1.2.3')).rejects.toThrow(
    'The database at here was changed by a newer Contact Desk (1.3.0), and this is Contact Desk 1.2.3, which does not know desk/9999_more.',
  )
})

test('a page of a build whose writes are not understood any more is told to reload', async () => {
  const gateway = await openGateway()
  const path = `/api/workspaces/desk/submissions/${crypto.randomUUID()}`
  const write = { op: 'create', g: 1, customer: customer.id, values: { name: 'Pat' } }
  const answer = await gateway.ask(path, writing(write))
  expect(answer.status).toBe(400)
  // A refusal that pages of both builds show above the form, with what was typed still in it.
  expect(await answer.json()).toMatchObject({
    error: {
      refusal: {
        kind: 'fields',
        problems: [{ field: null, message: expect.stringContaining('Reload it') }],
      },
    },
  })
})

test('a gateway goes on while a newer build adds tables and columns beside it', async () => {
  const { url, database } = await freshDatabase()
  await prepare(storeAt(url), deskMigrations([]), '1.2.3')
  const running = openDatabase(url, { connections: 1, prepare: true })
  try {
    const gateway = await openGateway({ database: running })
    const saved = async () => {
      const answer = await gateway.submit({
        ...{ op: 'create', revision: 1, customer: customer.id },
        values: { name: `Pat ${crypto.randomUUID()}`, is_primary: false },
      })
      return ((await answer.json()) as { state: string }).state
    }
    expect(await saved()).toBe('succeeded')
    // What a migration may do: it only adds.
    await database.query('alter table desk.submissions add column more text')
    await database.query(`alter table desk.audit add column more text not null default ''`)
    await database.query('create table desk.more (id integer)')
    expect(await saved()).toBe('succeeded')
  } finally {
    await running.close()
  }
})
