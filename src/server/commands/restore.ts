import { vendors } from '#backends/vendors.ts'
import type { Queries } from '#contract/backend/vendor.ts'
import { StartupError } from '#server/startupError.ts'
import type { Config } from '#server/config/config.ts'
import { openDatabase, sqlStateOf } from '#server/database/database.ts'
import { migrate, type Migration } from '#server/database/migrate.ts'
import { openPostgres } from '#server/database/postgresServer.ts'
import { demoMigrations } from '#server/embedded/embeddedApps.ts'
import { startText } from '#text/startText.ts'
import { contentOf, schemas, secondsSince, type BackupOptions } from './backup.ts'
import { markLeftOpen, type LeftOpen } from '#server/backup/leftOpen.ts'
import { partsOf, type Foot, type Head } from '#server/backup/file.ts'
import { inOneWay, insert, rowsIn, Sum } from '#server/backup/rows.ts'
import { tablesIn, type Table } from '#server/backup/tables.ts'
import { deskMigrations } from '#server/migrations/migrations.ts'
import { oldNames, oldSteps } from '#server/migrations/oldNames.ts'

/**
 * Fills an empty data folder or database with what a backup holds, all of it or nothing, and compares.
 * @throws StartupError
 */
export async function restore(config: Config, item: BackupOptions): Promise<void> {
  const { file, signal } = item
  const started = performance.now()
  // Before anything is begun: most files that cannot be restored are found out here.
  const { head, rows, tables } = await contentOf(file, signal)
  const migrations = migrationsOf(head, file)
  const store = await openPostgres(config.databaseUrl, config.dataFolder, true)
  const database = openDatabase(store.url, { connections: 1, patience: 0 })
  let open: LeftOpen[] = []
  try {
    await database.transaction(async (queries) => {
      await inOneWay(queries)
      if (await isOccupied(queries)) throw new StartupError(startText.restoreOccupied(store.place))
      // In a transaction already: what is one for itself is part of it.
      const within = {
        ...queries,
        transaction: <T>(work: (queries: Queries) => Promise<T>) => work(queries),
      }
      await migrate(within, migrations)
      await fill(queries, item)
      // How a row is marked is newer than some backups.
      await migrate(within, deskMigrations([]))
      open = await markLeftOpen(queries, head.madeAt)
    })
    // What is known of the tables' contents is what makes searches quick from the start.
    await database.query('analyze')
    item.say(startText.restored(rows, tables, secondsSince(started)))
    if (open.length > 0) item.say(startText.restoredOpen(open.length))
    for (const { workspace, op, person_name, reference } of open)
      item.say(startText.restoredOpenOne(workspace, op, person_name, reference))
  } catch (error) {
    throw sentenceFor(error, store.place)
  } finally {
    await database.close()
    await store.stop()
  }
}

/** Those that the backup had behind it, without their demo data. @throws StartupError */
function migrationsOf(head: Head, file: string): Migration[] {
  const all = Object.values(vendors)
  const known = [...deskMigrations(all), ...demoMigrations(all, async () => {})]
  const had = new Set(head.migrations)
  if (oldSteps.some((step) => had.has(step)) && !had.has(oldNames.id))
    throw new StartupError(startText.restoreOld(file, head.desk))
  // A database that was renamed has its old steps behind it as well.
  for (const step of oldSteps) had.delete(step)
  const taken = known.filter(({ id }) => had.has(id))
  if (taken.length < had.size) throw new StartupError(startText.restoreNewer(file, head.desk))
  return taken
}

async function isOccupied(queries: Queries): Promise<boolean> {
  const found = await queries.query('select 1 from pg_namespace where nspname = any($1)', [schemas])
  return found.length > 0
}

async function fill(queries: Queries, { file, signal }: BackupOptions): Promise<void> {
  let tables: Table[] = []
  const feet = new Map<Table, Foot>()
  for await (const part of partsOf(file)) {
    if (signal.aborted) throw new StartupError(startText.restoreStopped)
    switch (part.kind) {
      case 'head':
        tables = await emptied(queries, part.head)
        break
      case 'rows':
        await insert(queries, tables[part.table]!, part.rows)
        break
      default:
        feet.set(tables[feet.size]!, part.foot)
    }
  }
  for (const [table, foot] of feet) await compare(queries, table, foot, signal)
}

/** The tables of the backup, made by now, with nothing in them, not even what migrations put there. */
async function emptied(queries: Queries, head: Head): Promise<Table[]> {
  const made = await tablesIn(queries, schemas)
  const tables = head.tables.map(({ name, columns }) => {
    const table = made.find((each) => each.name === name)
    const found = columns.flatMap((column) => table?.columns.find((it) => it.name === column) ?? [])
    if (!table || found.length < columns.length)
      throw new StartupError(startText.restoreDiffers(name))
    return { ...table, columns: found }
  })
  for (const { name } of tables.toReversed()) await queries.query(`delete from ${name}`)
  for (const { name, value } of head.sequences)
    await queries.query('select setval($1::regclass, $2::bigint)', [name, value])
  return tables
}

async function compare(
  queries: Queries,
  table: Table,
  foot: Foot,
  signal: AbortSignal,
): Promise<void> {
  const sum = new Sum()
  for await (const rows of rowsIn(queries, table)) {
    if (signal.aborted) throw new StartupError(startText.restoreStopped)
    sum.add(rows)
  }
  if (sum.rows !== foot.rows || sum.sha256() !== foot.sha256)
    throw new StartupError(startText.restoreDiffers(table.name))
}

/** Never in the words of the error: PostgreSQL's quote what was stored. */
function sentenceFor(error: unknown, place: string): unknown {
  if (error instanceof StartupError) return error
  const state = sqlStateOf(error)
  // disk_full
  if (state === '53100') return new StartupError(startText.diskFull(place), { cause: error })
  const { code } = error as NodeJS.ErrnoException
  const reason = state ?? code ?? (error instanceof Error ? error.name : typeof error)
  return new StartupError(startText.restoreFailed(reason), { cause: error })
}
