import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Send } from '#contract/send.ts'
import type { Vendor } from '#contract/vendor.ts'
import { startText } from '#text/startText.ts'
import { deskApp, type OpenWorkspace } from './app.ts'
import { CannotStart } from './cannotStart.ts'
import type { Config } from './config.ts'
import { openDatabase, sqlStateOf, type OpenDatabase } from './database/database.ts'
import { joinedTo } from './database/joined.ts'
import { migrate, sqlMigration, type Migration } from './database/migrate.ts'
import { openStore, type Store } from './database/store.ts'
import { demoMigrations, fillFirst, twinMigrations, twinsOf } from './embedded/twins.ts'
import { outbound } from './gateway/outbound.ts'
import { checkPort, drain, httpServer, listen, type Front } from './httpServer.ts'
import secretsSchema from './session/schema.sql?raw'
import sessionsSchema from './session/sessions.sql?raw'
import doubtSchema from './submissions/doubt.sql?raw'
import submissionsSchema from './submissions/schema.sql?raw'
import toldSchema from './submissions/told.sql?raw'

export interface RunOptions {
  version: string
  log: Logger
  /** The page and its files; null where `front` has them. */
  page: Send | null
  front?: Front
  /** Tells whoever is watching what takes so long. */
  say(line: string): void
}

/** A desk that is open. */
export interface RunningDesk {
  /** Where people open it. */
  address: string
  /** Says why, should it have to end without being asked to. */
  broken: Promise<CannotStart>
  /** Open requests finish, then everything is closed, its own PostgreSQL last. */
  stop(): Promise<void>
  /** Ends at once what would otherwise outlive this process. */
  abandon(): void
}

/** How long requests may take to finish when the desk is told to stop, in milliseconds. */
const drainPatience = 10_000

/**
 * Opens the desk: database, embedded backends, gateway, page, one port.
 * @throws CannotStart when something outside stands in the way.
 */
export async function runDesk(config: Config, options: RunOptions): Promise<RunningDesk> {
  await checkPort(config.host, config.port)
  const twins = embeddedVendors(config)
  const store = await openStore(config.databaseUrl, config.dataFolder, twins.length > 0)
  const database = openDatabase(store.url)
  try {
    await prepare(store, [
      ...deskMigrations(twins),
      ...demoMigrations(twins, (vendor, into) => {
        options.say(startText.filling(vendor.title))
        return fillFirst(vendor, into)
      }),
    ])
    return await opened(config, options, store, database)
  } catch (error) {
    await database.close()
    await store.stop()
    throw error
  }
}

/** The billing systems of which an embedded twin is needed. */
export function embeddedVendors(config: Config): Vendor[] {
  const embedded = config.workspaces.filter((workspace) => workspace.embedded)
  return [...new Set(embedded.map((workspace) => workspace.vendor))]
}

/** Everybody's tables. */
export function deskMigrations(twins: readonly Vendor[]): Migration[] {
  return [
    sqlMigration('desk/1', submissionsSchema),
    sqlMigration('desk/2', secretsSchema),
    sqlMigration('desk/3', doubtSchema),
    sqlMigration('desk/4', sessionsSchema),
    sqlMigration('desk/told', toldSchema),
    ...twinMigrations(twins),
  ]
}

/**
 * Brings the database up to date, on a connection that may take its time.
 * @throws CannotStart
 */
export async function prepare(store: Store, migrations: readonly Migration[]): Promise<void> {
  const patient = openDatabase(store.url, { connections: 2, patience: 0 })
  try {
    await migrate(patient, migrations)
  } catch (error) {
    // disk_full
    if (sqlStateOf(error) === '53100') throw new CannotStart(startText.diskFull(store.place))
    throw error
  } finally {
    await patient.close()
  }
}

async function opened(
  config: Config,
  { page, log, front, version }: RunOptions,
  store: Store,
  database: OpenDatabase,
): Promise<RunningDesk> {
  const now = () => new Date()
  const joined = joinedTo(database)
  const embedded = twinsOf(embeddedVendors(config), { database: joined.database, now })
  const { fetch, sweeper } = deskApp({
    joined,
    workspaces: openWorkspaces(config, embedded),
    database,
    embedded,
    page,
    log,
    hosts: config.hosts,
    embeddedApi: config.embeddedApi,
    version,
    now,
    signIn: config.signIn && { settings: config.signIn, send: toProvider() },
  })
  const server = httpServer(fetch, front)
  const address = await listen(server, config.host, config.port)
  sweeper.start()

  let stopping: Promise<void> | undefined
  return {
    address,
    broken: store.broken,
    stop: () =>
      (stopping ??= (async () => {
        await drain(server, drainPatience)
        // What it is in the middle of is written down: whoever comes next goes on with it.
        await Promise.race([sweeper.stop(), pause(drainPatience, undefined, { ref: false })])
        await database.close()
        await store.stop()
      })()),
    abandon: () => store.abandon(),
  }
}

/** Nobody waits longer at a sign-in, and what a provider says there is short. */
function toProvider(): Send {
  return outbound({ timeout: 10_000, mostBytes: 1024 * 1024 })
}

function openWorkspaces(
  { workspaces }: Config,
  embedded: ReadonlyMap<string, Send>,
): OpenWorkspace[] {
  const outside = outbound()
  return workspaces.map(({ id, name, environment, vendor, variation, connect, ...it }) => {
    const twin = it.embedded ? embedded.get(vendor.id) : undefined
    const form = vendor.form(variation)
    const backend = connect(twin ?? outside)
    const joined = twin !== undefined
    return { id, name, environment, vendor, variation, form, backend, joined }
  })
}
