import { join, resolve } from 'node:path'
import { startText } from '#text/startText.ts'
import { StartupError } from '#server/startupError.ts'
import { startCluster } from './cluster.ts'
import { isInitialised } from './dataFolder.ts'
import { DatabaseAway } from './away.ts'
import { openDatabase, sqlStateOf, type OpenDatabase } from './database.ts'
import { CommitUnknownError } from './commitUnknown.ts'
import { postmasterOf, urlOf } from './postmaster.ts'

/** The PostgreSQL the desk works on: its own, or one that was there before. */
export interface PostgresServer {
  url: string
  /** What to call it in a sentence: its folder, or DATABASE_URL, of which nothing is said. */
  place: string
  /** Says why, should it end without being asked to. Never settles for a database elsewhere. */
  broken: Promise<StartupError>
  stop(): Promise<void>
  /** Tells it to end and does not wait. */
  abandon(): void
}

/**
 * Opens the store and makes sure that the desk can work on it.
 * @throws StartupError
 */
export async function openPostgres(
  databaseUrl: string | null,
  dataFolder: string,
  trigrams: boolean,
): Promise<PostgresServer> {
  const store = databaseUrl ? elsewhere(databaseUrl) : await ownStore(dataFolder)
  try {
    await check(store, trigrams)
    return store
  } catch (error) {
    await store.stop()
    throw error
  }
}

/**
 * Opens an existing data folder for reading, also while a desk is running on it.
 * @throws StartupError also when there is nothing
 */
export async function openStoreToRead(
  databaseUrl: string | null,
  dataFolder: string,
): Promise<PostgresServer> {
  if (databaseUrl) return openPostgres(databaseUrl, dataFolder, false)
  const folder = resolve(dataFolder)
  const data = join(folder, 'postgres')
  if (!(await isInitialised(data, folder))) throw new StartupError(startText.backupNothing(folder))
  const running = await postmasterOf(data)
  if (typeof running?.desk !== 'number') return openPostgres(null, dataFolder, false)
  const url = urlOf(running.sockets)
  const store = { url, place: folder, broken: never, stop: async () => {}, abandon: () => {} }
  await check(store, false)
  return store
}

async function check({ url, place }: PostgresServer, trigrams: boolean): Promise<void> {
  const database = openDatabase(url, { connections: 1 })
  try {
    await checkVersion(database, place)
    await checkWritable(database, place)
    if (trigrams) await ensureTrigrams(database, place)
  } finally {
    await database.close()
  }
}

/** Does not settle. */
const never = new Promise<StartupError>(() => {})

async function ownStore(folder: string): Promise<PostgresServer> {
  const cluster = await startCluster({ folder })
  let asked = false
  return {
    url: cluster.url,
    place: folder,
    broken: cluster.ended.then(() => {
      const log = join(resolve(folder), 'postgres.log')
      return asked ? never : new StartupError(startText.postgresGone(log))
    }),
    stop: () => {
      asked = true
      return cluster.stop()
    },
    abandon: () => {
      asked = true
      cluster.abandon()
    },
  }
}

function elsewhere(url: string): PostgresServer {
  return {
    url,
    // Nothing of it is printed: logs are read by more people than settings.
    place: startText.databasePlace,
    broken: never,
    stop: async () => {},
    abandon: () => {},
  }
}

/** The oldest in which the owner of a database may add pg_trgm to it without being its superuser. */
const leastVersion = 13

async function checkVersion(database: OpenDatabase, place: string): Promise<void> {
  let version: string
  try {
    const [row] = await database.query<{ server_version: string }>('show server_version')
    version = row?.server_version ?? ''
  } catch (cause) {
    throw new StartupError(startText.databaseUnreachable(place, reasonOf(cause)), { cause })
  }
  if (Number.parseInt(version, 10) < leastVersion)
    throw new StartupError(startText.databaseOld(place, version, leastVersion))
}

/** As a replica is, or a primary that was made one a moment ago. */
async function checkWritable(database: OpenDatabase, place: string): Promise<void> {
  const [row] = await database.query<{ transaction_read_only: string }>(
    'show transaction_read_only',
  )
  if (row?.transaction_read_only === 'on') throw new StartupError(startText.databaseReadOnly(place))
}

async function ensureTrigrams(database: OpenDatabase, place: string): Promise<void> {
  const there = () => database.query(`select 1 from pg_extension where extname = 'pg_trgm'`)
  if ((await there()).length) return
  try {
    await database.query('create extension if not exists pg_trgm')
  } catch (cause) {
    // Another gateway that starts at this moment may have been quicker.
    if (!(await there()).length)
      throw new StartupError(startText.databaseWithoutTrigrams(place), { cause })
  }
}

/** Node hides the reason of a refused connection in an error without a message. */
function reasonOf(cause: unknown): string {
  if (cause instanceof DatabaseAway || cause instanceof CommitUnknownError)
    return reasonOf(cause.cause)
  if (cause instanceof AggregateError) return reasonOf(cause.errors[0])
  // PostgreSQL's own sentence would name user and database.
  const state = sqlStateOf(cause)
  if (state !== undefined) return startText.databaseRefuses(state)
  const { code, message } = cause as NodeJS.ErrnoException
  return code ?? message
}
