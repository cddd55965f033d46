import { setTimeout as pause } from 'node:timers/promises'
import type { Database, Queries } from '#contract/backend/vendor.ts'
import { sqlStateOf } from './database.ts'
import { statementsOf } from './statements.ts'

/** One step of a database's history, done once and for good. */
export interface Migration {
  /** Never changed later: it is how a database knows that the step is behind it. */
  id: string
  run: (queries: Queries) => Promise<void>
}

/** A step that is plain SQL, of one or many statements. */
export function sqlMigration(id: string, sql: string): Migration {
  return {
    id,
    run: async (queries) => {
      for (const statement of statementsOf(sql)) await queries.query(statement)
    },
  }
}

/**
 * Brings the database up to date, each step whole or not at all. Several may do this at once: they
 * queue for one row, as advisory locks are not known to every engine that speaks PostgreSQL.
 * @param version of the build that does it, which the database remembers
 */
export async function migrate(
  database: Database,
  migrations: readonly Migration[],
  version: string | null = null,
): Promise<void> {
  await prepare(database)
  for (const { id, run } of migrations)
    await database.transaction(async (queries) => {
      await queries.query(`select id from desk.migrations where id = '' for update`)
      const done = await queries.query('select 1 from desk.migrations where id = $1', [id])
      if (done.length) return
      await run(queries)
      await queries.query('insert into desk.migrations (id, version) values ($1, $2)', [
        id,
        version,
      ])
    })
}

/** The steps that are behind a database and that this build does not have: a newer one took them. */
export async function unknownSteps(
  database: Database,
  known: ReadonlySet<string>,
): Promise<{ ids: string[]; version: string | null }> {
  await prepare(database)
  const rows = await database.query<{ id: string; version: string | null }>(
    `select id, version from desk.migrations where id <> '' order by at, id`,
  )
  const unknown = rows.filter(({ id }) => !known.has(id))
  return { ids: unknown.map(({ id }) => id), version: unknown.at(-1)?.version ?? null }
}

/** True when the step is behind this database. */
export async function isMigrated(database: Database, id: string): Promise<boolean> {
  return (await database.query('select 1 from desk.migrations where id = $1', [id])).length > 0
}

/** "if not exists" does not look at what others are making at this very moment. */
const madeByAnother = new Set(['23505', '42710', '42P06', '42P07', 'XX000'])

async function prepare(database: Database): Promise<void> {
  for (let tries = 1; ; tries++)
    try {
      // Looked at first: a worker of Citus may not make a schema, not even one that is there.
      if (await isPrepared(database)) return
      await database.query('create schema if not exists desk')
      await database.query(
        `create table if not exists desk.migrations
          (id text primary key, at timestamptz not null default now())`,
      )
      await database.query('alter table desk.migrations add column if not exists version text')
      await database.query(`insert into desk.migrations (id) values ('') on conflict do nothing`)
      return
    } catch (error) {
      if (tries === 10 || !madeByAnother.has(sqlStateOf(error) ?? '')) throw error
      await pause(20 * tries)
    }
}

/** Whether the table of steps is there, with all of its columns. */
async function isPrepared(database: Database): Promise<boolean> {
  const found = await database.query(
    `select 1 from information_schema.columns
     where table_schema = 'desk' and table_name = 'migrations' and column_name = 'version'`,
  )
  if (found.length === 0) return false
  return (await database.query(`select 1 from desk.migrations where id = ''`)).length > 0
}
