import { createWriteStream } from 'node:fs'
import { access, rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { vendors } from '#backends/vendors.ts'
import type { Queries } from '#contract/backend/vendor.ts'
import { StartupError } from '#server/startupError.ts'
import type { Config } from '#server/config/config.ts'
import { openDatabase, sqlStateOf } from '#server/database/database.ts'
import { openStoreToRead } from '#server/database/postgresServer.ts'
import { startText } from '#text/startText.ts'
import { lastLine, partsOf, type Foot, type Head } from '#server/backup/file.ts'
import { inOneWay, rowsIn, Sum } from '#server/backup/rows.ts'
import { sequencesIn, tablesIn } from '#server/backup/tables.ts'

/** What a command is given besides the settings. */
export interface BackupOptions {
  file: string
  /** The desk that does it. */
  version: string
  say(line: string): void
  /** Aborted by a signal to stop. */
  signal: AbortSignal
}

/** The one file that is named. @throws StartupError with this sentence when it is not one */
export function fileIn(args: readonly string[], wrong: string): string {
  const [file] = args
  if (args.length !== 1 || !file || file.startsWith('-')) throw new StartupError(wrong)
  return resolve(file)
}

/** Of the desk itself and of every embedded API, whether one is configured now or not. */
export const schemas = ['desk', ...Object.keys(vendors)]

/**
 * Writes everything that the desk keeps into one new file, of one moment, while the desk may be at
 * work. The file is only there when it is whole, and has been read back.
 * @throws StartupError
 */
export async function backUp(config: Config, item: BackupOptions): Promise<void> {
  const { file, signal } = item
  const started = performance.now()
  await checkFree(file)
  const store = await openStoreToRead(config.databaseUrl, config.dataFolder)
  const database = openDatabase(store.url, { connections: 1, patience: 0 })
  const part = `${file}.${process.pid}.part`
  try {
    await database.transaction(async (queries) => {
      await queries.query('set transaction isolation level repeatable read, read only')
      await inOneWay(queries)
      const lines = linesOf(queries, { ...item, place: store.place })
      // It holds personal data from the first byte on.
      const out = createWriteStream(part, { mode: 0o600, flush: true })
      await pipeline(Readable.from(lines), createGzip({ level: 4 }), out)
    })
    const { rows, tables } = await contentOf(part, signal)
    await checkFree(file)
    await rename(part, file)
    item.say(startText.backedUp(file, rows, tables, secondsSince(started)))
  } catch (error) {
    await rm(part, { force: true })
    throw sentenceFor(error, file)
  } finally {
    await database.close()
    await store.stop()
  }
}

/** Reads a backup to its end. @throws StartupError when it is not whole */
export async function contentOf(
  file: string,
  signal: AbortSignal,
): Promise<{ head: Head; rows: number; tables: number }> {
  let head: Head | undefined
  let rows = 0
  for await (const part of partsOf(file)) {
    if (signal.aborted) throw new StartupError(startText.restoreStopped)
    if (part.kind === 'head') head = part.head
    if (part.kind === 'foot') rows += part.foot.rows
  }
  return { head: head!, rows, tables: head!.tables.length }
}

export function secondsSince(started: number): string {
  return ((performance.now() - started) / 1000).toFixed(1)
}

async function checkFree(file: string): Promise<void> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  )
  if (isThere) throw new StartupError(startText.backupThere(file))
}

async function* linesOf(
  queries: Queries,
  { version, signal, place }: BackupOptions & { place: string },
): AsyncGenerator<string> {
  const tables = await tablesIn(queries, schemas)
  if (!tables.length) throw new StartupError(startText.backupNothing(place))
  const done = await queries.query<{ id: string }>(
    `select id from desk.migrations where id <> '' order by at, id`,
  )
  const head: Head = {
    ...{ backup: 'contact-desk', format: 1, desk: version, madeAt: new Date().toISOString() },
    migrations: done.map(({ id }) => id),
    tables: tables.map(({ name, columns }) => ({ name, columns: columns.map((it) => it.name) })),
    sequences: await sequencesIn(queries, schemas),
  }
  yield `${JSON.stringify(head)}\n`
  for (const table of tables) {
    const sum = new Sum()
    for await (const rows of rowsIn(queries, table)) {
      if (signal.aborted) throw new StartupError(startText.backupStopped)
      sum.add(rows)
      yield `${rows.join('\n')}\n`
    }
    const foot: Foot = { table: table.name, rows: sum.rows, sha256: sum.sha256() }
    yield `${JSON.stringify(foot)}\n`
  }
  yield `${lastLine}\n`
}

/** Never in the words of the error: PostgreSQL's quote what was stored. */
function sentenceFor(error: unknown, file: string): unknown {
  if (error instanceof StartupError) return error
  const state = sqlStateOf(error)
  const { code, syscall } = error as NodeJS.ErrnoException
  if (state === undefined && syscall && code)
    return new StartupError(startText.backupUnwritable(file, code), { cause: error })
  const reason = state ?? code ?? (error instanceof Error ? error.name : typeof error)
  return new StartupError(startText.backupFailed(reason), { cause: error })
}
