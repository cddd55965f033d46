import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Send } from '#contract/backend/send.ts'
import { startText } from '#text/startText.ts'
import { deskApp, type DeskApp, type OpenWorkspace } from './app.ts'
import { traceUpstream } from '#server/submissions/upstreamTrace.ts'
import { restoredAt } from './backup/leftOpen.ts'
import type { StartupError } from './startupError.ts'
import type { Config } from '#server/config/config.ts'
import { openDatabase, type OpenDatabase } from '#server/database/database.ts'
import { isDistributed } from '#server/database/distributed.ts'
import { createAmbientTransaction } from '#server/database/ambientTransaction.ts'
import { createDatabaseClock, type DatabaseClock } from '#server/database/databaseClock.ts'
import { openPostgres, type PostgresServer } from '#server/database/postgresServer.ts'
import { demoMigrations, seedDemo, createEmbeddedApps } from '#server/embedded/embeddedApps.ts'
import { redactError } from '#server/http/redactedError.ts'
import type { HealthChecks } from '#server/workspaces/health.ts'
import { checkPort, drain, httpServer, listen, type Front } from '#server/http/httpServer.ts'
import { newMetrics } from './metrics/metrics.ts'
import { metricsApp } from './metricsRoutes.ts'
import { upstreamTimes, type Timed } from '#server/metrics/upstreamTimes.ts'
import { watchPool } from '#server/metrics/gauges.ts'
import { outbound } from './outbound/outbound.ts'
import type { SignInSettings } from '#server/config/signInSettings.ts'
import { checkProvider } from '#server/session/checkProvider.ts'
import { embeddedVendors, deskMigrations, prepare } from '#server/migrations/migrations.ts'

export interface RunOptions {
  version: string
  log: Logger
  /** The page and its files; null where `front` has them. */
  page: Send | null
  /** The page's files with the form's fields, by vendor. */
  formFiles?: ReadonlyMap<string, string>
  front?: Front
  /** Prints what takes long at start. */
  print(line: string): void
  /** Milliseconds since 1970 by this machine's clock, which may be wrong. */
  machineTime?: () => number
}

/** A desk that is open. */
export interface RunningDesk {
  /** Where people open it. */
  address: string
  /** Resolves with the reason if the desk has to end by itself. */
  failed: Promise<StartupError>
  /** Open requests finish, then everything is closed, its own PostgreSQL last. */
  stop(): Promise<void>
  /** Ends at once what would otherwise outlive this process. */
  kill(): void
}

/** How often the database is asked for the time, in milliseconds. */
const clockSyncIntervalMs = 5_000

/** How often refused requests of minutes that are over become rows of the log, in milliseconds. */
const denialsIntervalMs = 15_000

/** How long requests may take to finish after a signal to stop, in milliseconds. */
const drainTimeoutMs = 10_000

/** How long releasing the leases may take after that, in milliseconds. */
const leasePatience = 2_000

/**
 * Opens the desk: database, embedded backends, gateway, page, one port.
 * @throws StartupError when something outside of the process prevents it
 */
export async function runDesk(config: Config, options: RunOptions): Promise<RunningDesk> {
  for (const port of portsOf(config)) await checkPort(config.host, port)
  const embedded = embeddedVendors(config)
  const store = await openPostgres(config.databaseUrl, config.dataFolder, embedded.length > 0)
  const database = openDatabase(store.url, { prepare: config.preparedStatements })
  try {
    const migrations = [
      ...deskMigrations(embedded),
      ...demoMigrations(embedded, (vendor, into) => {
        options.print(startText.filling(vendor.title))
        return seedDemo(vendor, into)
      }),
    ]
    await prepare(store, migrations, options.version)
    return await opened(config, options, store, database)
  } catch (error) {
    await database.close()
    await store.stop()
    throw error
  }
}

async function opened(
  config: Config,
  { page, formFiles, log, front, version, print, machineTime = Date.now }: RunOptions,
  store: PostgresServer,
  database: OpenDatabase,
): Promise<RunningDesk> {
  const clock = createDatabaseClock(database, machineTime)
  const { now } = clock
  await agree(clock, log)
  const joined = createAmbientTransaction(database)
  const embedded = createEmbeddedApps(embeddedVendors(config), { database: joined.database, now })
  const shutdown = new AbortController()
  const metrics = newMetrics(version)
  watchPool(metrics.registry, database.pool)
  const workspaces = openWorkspaces(config, embedded, upstreamTimes(metrics.registry))
  const { fetch, sweeper, health, giveBack, writeDenials } = deskApp({
    restoredAt: await restoredAt(database),
    isDistributed: await isDistributed(database),
    joined,
    metrics,
    stopping: shutdown.signal,
    workspaces,
    database,
    embedded,
    page,
    formFiles,
    log,
    hosts: config.hosts,
    embeddedApi: config.embeddedApi,
    metricsAccess: config.metrics,
    trustedProxies: config.trustedProxies,
    rateLimits: config.rateLimits,
    isOverTls: config.isOverTls,
    version,
    now,
    signIn: config.signIn && { settings: config.signIn, send: toProvider(config.signIn) },
  })
  const server = httpServer(fetch, front)
  const address = await listen(server, config.host, config.port)
  const { port: metricsPort, token } = config.metrics
  const scraped = metricsPort === null ? null : httpServer(metricsApp(metrics, token).fetch)
  if (scraped && metricsPort !== null) await listen(scraped, config.host, metricsPort)
  sweeper.start()
  const trying = new AbortController()
  if (config.signIn) void triedProvider(config.signIn, { print, log })
  for (const workspace of workspaces)
    if (!workspace.joined) void tried(workspace, health, trying.signal, { print, log })
  const writing = setInterval(() => void written(writeDenials, log), denialsIntervalMs)
  const agreeing = setInterval(() => void agree(clock, log), clockSyncIntervalMs)

  let stopping: Promise<void> | undefined
  return {
    address,
    failed: store.broken,
    stop: () =>
      (stopping ??= (async () => {
        shutdown.abort()
        // Time for a load balancer to notice; until then every request is answered.
        await pause(config.stopDelay)
        clearInterval(agreeing)
        clearInterval(writing)
        trying.abort()
        // What is in progress is recorded: the next gateway goes on with it.
        const late = pause(drainTimeoutMs, undefined, { ref: false })
        const servers = [server, scraped ?? []].flat().map((it) => drain(it, drainTimeoutMs))
        await Promise.all([...servers, Promise.race([sweeper.stop(), late])])
        await Promise.race([
          givenBack(giveBack, log),
          pause(leasePatience, undefined, { ref: false }),
        ])
        await database.close()
        await store.stop()
      })()),
    kill: () => store.abandon(),
  }
}

/** Every port that the desk will listen on. */
function portsOf({ port, metrics }: Config): number[] {
  return [port, metrics.port ?? []].flat()
}

/** What is not written now is counted in the database, and written later. */
async function written(writeDenials: DeskApp['writeDenials'], log: Logger): Promise<void> {
  try {
    await writeDenials()
  } catch (error) {
    log.warn({ error: redactError(error) }, 'refused requests could not be written into the log')
  }
}

/** A lease that cannot be released is taken over when it expires. */
async function givenBack(giveBack: DeskApp['giveBack'], log: Logger): Promise<void> {
  try {
    const submissions = await giveBack()
    if (submissions > 0) log.info({ submissions }, 'released the leases of open submissions')
  } catch (error) {
    log.warn({ error: redactError(error) }, 'leases of open submissions could not be released')
  }
}

/** Prints whether the outside billing systems accept the desk. Not awaited. */
async function tried(
  workspace: OpenWorkspace,
  health: HealthChecks,
  signal: AbortSignal,
  { print, log }: Pick<RunOptions, 'print' | 'log'>,
): Promise<void> {
  try {
    const { refusal, sentence } = await health.check(workspace, signal)
    print(sentence)
    if (refusal) log.warn({ workspace: workspace.id, refusal: refusal.kind }, sentence)
  } catch (error) {
    if (!signal.aborted) log.error({ err: error }, 'checking the connection of a workspace failed')
  }
}

/** The same for the sign-in provider: its message is the only hint before the first sign-in. */
async function triedProvider(
  settings: SignInSettings,
  { print, log }: Pick<RunOptions, 'print' | 'log'>,
): Promise<void> {
  const { isWell, sentence } = await checkProvider(settings, toProvider(settings))
  print(sentence)
  if (!isWell) log.warn(sentence)
}

/** Takes over the database's time, and says so where it is another one. */
async function agree(clock: DatabaseClock, log: Logger): Promise<void> {
  try {
    const milliseconds = await clock.sync()
    if (milliseconds === 0) return
    log.warn(
      { milliseconds },
      'this machine’s clock differs from the database clock, which is used',
    )
  } catch {
    // The next query reports that the database is away. Until then the time stays as it was.
  }
}

/** A person does not wait longer at a sign-in, and a provider's answers are small. */
function toProvider({ issuer, hosts, privateAddress }: SignInSettings): Send {
  const origins = [issuer, ...hosts.map((host) => `https://${host}`)]
  return outbound({ origins, privateAddress, timeout: 10_000, mostBytes: 1024 * 1024 })
}

function openWorkspaces(
  { workspaces }: Config,
  embedded: ReadonlyMap<string, Send>,
  timed: Timed,
): OpenWorkspace[] {
  return workspaces.map(
    ({ id, name, environment, vendor, variation, configured, connect, requiresReason, ...it }) => {
      const embeddedApp = it.embedded ? embedded.get(vendor.id) : undefined
      const form = vendor.form(variation)
      const backend = connect(
        traceUpstream(timed(id, embeddedApp ?? outbound(it.outside)), vendor.tracing),
      )
      const joined = embeddedApp !== undefined
      return {
        ...{ id, name, environment, vendor, variation, configured },
        ...{ form, backend, joined, requiresReason },
      }
    },
  )
}
