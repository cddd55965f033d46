import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { verifyChains } from '#server/audit/verify.ts'
import { createLeaderLease } from '#server/database/leaderLease.ts'
import { isRead } from '#server/database/readWatch.ts'
import type { Database, Queries } from '#contract/backend/vendor.ts'
import { postgresLedger } from '#server/submissions/postgresLedger.ts'
import { createSweeper } from '#server/submissions/sweeper.ts'
import pino from 'pino'
import { systemClock } from '#contract/clock.ts'
import {
  aCreate,
  customer,
  deskDatabase,
  openGateway,
  workspaceOn,
  type Gateway,
} from '../../helpers/gateway.ts'
import { memoryBackend } from '../../helpers/memoryBackend.ts'

interface Recorded {
  database: Database
  statements: string[]
  /** What each of those was sent with. */
  values: (readonly unknown[])[]
}

/** The same database, and every statement that was sent to it. */
function recorded(database: Database): Recorded {
  const statements: string[] = []
  const all: (readonly unknown[])[] = []
  const recording = (queries: Queries): Queries => ({
    query(sql, values) {
      statements.push(sql)
      all.push(values ?? [])
      return queries.query(sql, values)
    },
  })
  return {
    statements,
    values: all,
    database: {
      ...recording(database),
      transaction: (work) => database.transaction((queries) => work(recording(queries))),
    },
  }
}

/** A save, a refusal, a doubt, a read of everything, and the lease of the sweeper. */
async function used(gateway: Gateway): Promise<void> {
  expect((await gateway.submit(aCreate())).status).toBe(200)
  for (const path of ['receipts', 'receipts?mine=true', 'log'])
    expect((await gateway.ask(`/api/workspaces/desk/${path}`)).status).toBe(200)
  expect((await gateway.ask('/metrics')).status).toBe(200)
  await gateway.sweeper.sweep()
}

test('a row that is updated on conflict uses functions only that Citus takes there', async () => {
  const { database, statements } = recorded(await deskDatabase())
  for (const isDistributed of [true, false])
    await used(await openGateway({ database, isDistributed }))
  await createLeaderLease(database, 'test').isOurs()
  const clauses = statements.flatMap(
    (sql) => /do update([\s\S]*?)(returning|$)/i.exec(sql)?.[1] ?? [],
  )
  expect(clauses.length).toBeGreaterThan(2)
  const names = [...clauses.join(' ').matchAll(/\b([a-z_]\w*)\s*\(/g)].map(([, name]) => name)
  const changing = await database.query<{ proname: string }>(
    `select distinct proname from pg_proc where proname = any($1) and provolatile <> 'i'`,
    [names],
  )
  expect(names).toContain('sha256')
  expect(changing).toEqual([])
})

test('what is asked of the tables by workspace names it as a parameter, and each result is settled alone', async () => {
  const { database, statements } = recorded(await deskDatabase())
  await used(await openGateway({ database, isDistributed: true }))
  for (const sql of statements.filter((text) => /\bdesk\.(submissions|audit)\b/.test(text))) {
    // The only ones that go to all machines, where there are several, are in none of these.
    expect(sql).toMatch(/workspace = (any\()?\$\d|^\s*insert into desk\.(submissions|audit)\b/)
    expect(sql).not.toMatch(/\.workspace = \w+\.workspace/)
    // One statement for several tables would need all machines for one workspace.
    expect(sql).not.toMatch(/^\s*with [\s\S]*insert into/)
  }
})

test('what a person only looks at asks reads alone, which are given up early in silence', async () => {
  const { database, statements } = recorded(await deskDatabase())
  const gateway = await openGateway({ database })
  await used(gateway)
  statements.length = 0
  for (const path of ['receipts', 'receipts?mine=true', 'log', 'log?outcome=refused'])
    expect((await gateway.ask(`/api/workspaces/desk/${path}`)).status).toBe(200)
  expect(statements.length).toBeGreaterThan(3)
  expect(statements.filter((sql) => !isRead(sql))).toEqual([])
})

test.each([
  'insert into t values (1)',
  "with gone as (delete from t returning id) select 'read'",
  'select * from t for update',
  "select nextval('ids')",
])('%s is no read', (sql) => {
  expect(isRead(sql)).toBe(false)
})

test('both ways of writing make the same chain', async () => {
  const database = await deskDatabase()
  for (const isDistributed of [true, false, true])
    for (const values of [{ name: `Pat ${randomUUID()}` }, { name: '' }])
      await (await openGateway({ database, isDistributed })).submit(aCreate(values))
  const [check] = await verifyChains(database)
  expect(check).toMatchObject({ kind: 'whole' })
})

test('a workspace that cannot be swept keeps no other one waiting', async () => {
  const database = await deskDatabase()
  const log: unknown[] = []
  const swept: string[] = []
  const ledger = postgresLedger(database)
  const sweeper = createSweeper({
    ledger: {
      ...ledger,
      due: async (workspaces, now, limit) => {
        // As where the machine with this workspace is away.
        if (workspaces.includes('gone')) throw new Error('away')
        swept.push(...workspaces)
        return ledger.due(workspaces, now, limit)
      },
    },
    clock: systemClock,
    workspaces: new Map(
      ['gone', 'here', 'there'].map((id) => [id, workspaceOn(memoryBackend(customer), id)]),
    ),
    log: pino({}, { write: (line) => void log.push(JSON.parse(line)) }),
    isLeader: async () => true,
  })
  await sweeper.sweep()
  expect(swept.toSorted()).toEqual(['here', 'there'])
  expect(log).toMatchObject([{ msg: 'reconciling a submission failed' }])
})

/** Saves of ten people at a hundred customers, one in twenty refused, all older than what a test does. */
const manySaves = `
  insert into desk.submissions
    (workspace, id, person, person_name, revision, fingerprint, payload, op, customer, contact,
     state, outcome, fencing_token, lease_until, sent_at, settled_at)
  select 'desk', gen_random_uuid(), 'p' || it % 10, 'Person ' || it % 10, 1, 'f', '{"op":"update"}',
    'update', 'c-' || it % 100, 'k' || it, 'succeeded', '{"state":"succeeded","contact":null}', 1,
    now(), now() - it * interval '1 hour', now()
  from generate_series(1, 2000) as it;
  insert into desk.audit
    (workspace, number, at, person, person_name, role, op, customer, contact, changes, submission_id,
     revision, code, outcome, hash)
  select 'desk', it, now() - it * interval '1 hour', 'p' || it % 10, 'Person ' || it % 10, 'editor',
    'update', 'c-' || it % 100, 'k' || it, '[]', gen_random_uuid(), 1, 'CODE' || it,
    case when it % 20 = 0 then 'refused' else 'saved' end, sha256('')
  from generate_series(1, 2000) as it;
  insert into desk.audit_heads values ('desk', 2000, sha256(''));
  analyze desk.submissions; analyze desk.audit`

test('every statement about submissions and the log finds its rows by an index', async () => {
  const plain = await deskDatabase()
  await plain.query(manySaves)
  const { database, statements, values } = recorded(plain)
  const gateway = await openGateway({ database })
  await used(gateway)
  // What was saved by others, which only a change asks that has been in doubt for long.
  const ledger = postgresLedger(database)
  const [saved] = await plain.query<{ id: string }>(
    'select id from desk.submissions order by sent_at desc limit 1',
  )
  await ledger.savedSince((await ledger.read({ workspace: 'desk', id: saved!.id }))!, new Date())
  for (const query of ['person=person 3', 'customer=c-7', 'outcome=refused', 'code=7F3K-9Q2M'])
    expect((await gateway.ask(`/api/workspaces/desk/log?${query}`)).status).toBe(200)
  const wasteful: string[] = []
  await plain.transaction(async (queries) => {
    // So few rows are read whole more quickly: the plan is asked for as if that were dear.
    await queries.query('set local enable_seqscan = off')
    for (const [index, sql] of statements.entries()) {
      if (!/\bdesk\.(submissions|audit)\b/.test(sql)) continue
      await queries.query('savepoint one')
      const plan = await queries.query<{ 'QUERY PLAN': string }>(
        `explain (analyze, costs off, timing off) ${sql}`,
        values[index],
      )
      await queries.query('rollback to savepoint one')
      const text = plan.map((line) => line['QUERY PLAN']).join('\n')
      const removed = [...text.matchAll(/Rows Removed by Filter: (\d+)/g)].map((it) =>
        Number(it[1]),
      )
      if (/Seq Scan on (submissions|audit)\b/.test(text) || Math.max(0, ...removed) > 60)
        wasteful.push(`${sql}\n${text}`)
    }
  })
  expect(statements.length).toBeGreaterThan(10)
  expect(wasteful).toEqual([])
})
