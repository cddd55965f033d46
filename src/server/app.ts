import { Hono } from 'hono'
import { compress } from 'hono/compress'
import type { Logger } from 'pino'
import { systemClock, type Clock } from '#contract/clock.ts'
import type { Send } from '#contract/backend/send.ts'
import type { Database } from '#contract/backend/vendor.ts'
import { denialsOf } from '#server/audit/denials.ts'
import { logRoutes } from '#server/audit/auditRoutes.ts'
import type { AmbientTransaction } from '#server/database/ambientTransaction.ts'
import { trustedProxiesOf } from '#server/network/clientAddress.ts'
import { mountCspReports } from '#server/http/cspReports.ts'
import { customerRoutes } from '#server/workspaces/customerRoutes.ts'
import type { RequestEnv } from '#server/http/requestEnv.ts'
import { mountEmbedded, type EmbeddedReach } from '#server/embedded/embeddedApis.ts'
import { failureOf } from '#server/http/failures.ts'
import { neverStored, securityHeaders } from '#server/http/headers.ts'
import { healthChecks, type HealthChecks } from '#server/workspaces/health.ts'
import { onlyHosts } from '#server/http/hosts.ts'
import { localOnly } from '#server/http/localOnly.ts'
import { mountPage } from '#server/http/mountPage.ts'
import { mountRoutes } from '#server/http/mountRoutes.ts'
import { documented } from '#server/http/openApiRoute.ts'
import type { OpenWorkspace } from '#server/workspaces/openWorkspace.ts'
import { mountOperations } from './healthRoutes.ts'
import { kindOf, limitedSessions, rateLimitsOf } from '#server/http/rateLimits.ts'
import { HttpRefusal } from '#server/http/httpRefusal.ts'
import { redactError } from '#server/http/redactedError.ts'
import { errorsOnly, requestLog } from '#server/http/requestLog.ts'
import type { Route } from '#server/http/route.ts'
import { settingsRoutes } from '#server/workspaces/settingsRoutes.ts'
import { workspaceRoutes } from '#server/workspaces/workspaceRoutes.ts'
import { workspacesOf } from '#server/workspaces/workspaces.ts'
import { newMetrics, type Metrics } from './metrics/metrics.ts'
import { watchOpenSubmissions } from './metrics/openSubmissions.ts'
import { metricsAtHome, mountMetrics, type MetricsAccess } from './metricsRoutes.ts'
import { instrumentLedger } from './metrics/outcomes.ts'
import { gaugeLeader } from '#server/metrics/gauges.ts'
import { mountSignIn } from './session/mountSignIn.ts'
import { localSession } from '#server/http/session.ts'
import { ownSessionRoutes } from './session/ownSessionRoutes.ts'
import { sessionRoutes } from './session/sessionRoutes.ts'
import type { Sessions } from './session/sessions.ts'
import { signInOf, type SignInOptions } from './session/signIn.ts'
import { createdRoutes } from './submissions/createdRoutes.ts'
import { createLeaderLease } from '#server/database/leaderLease.ts'
import { leasesOn } from './submissions/leases.ts'
import { postgresLedger } from './submissions/postgresLedger.ts'
import { receiptRoutes } from '#server/submissions/receipts/receiptRoutes.ts'
import { submissionRoutes } from './submissions/submissionRoutes.ts'
import { createSubmissions, type Submissions } from './submissions/submissions.ts'
import { createSweeper, type Sweeper } from './submissions/sweeper.ts'

export type { OpenWorkspace } from '#server/workspaces/openWorkspace.ts'

export interface DeskOptions {
  workspaces: readonly OpenWorkspace[]
  database: Database
  /** The embedded APIs by vendor id. */
  embedded: ReadonlyMap<string, Send>
  /** The page and its files; null where only the API is served. */
  page: Send | null
  /** The page's file with the form's fields, by vendor. Left out: not known. */
  formFiles?: ReadonlyMap<string, string>
  log: Logger
  /** The names this desk is reached by, without port. */
  hosts: readonly string[]
  /** Who may reach the embedded APIs over HTTP. */
  embeddedApi: EmbeddedReach
  version: string
  now: () => Date
  /** Null: without sign-in, every request is from one local person. */
  signIn: SignInOptions | null
  /** Factor on the usual rate limits; 0 for none. Left out: 1. */
  rateLimits?: number
  /** Addresses and ranges of proxies whose `X-Forwarded-For` is trusted. */
  trustedProxies?: readonly string[]
  /** People open it by https. */
  isOverTls?: boolean
  /** The database as the embedded APIs have it, where they can take part in the desk's writes. */
  joined?: AmbientTransaction
  /** The desk's tables are distributed by workspace. Left out: they are not. */
  isDistributed?: boolean
  /** When the database came out of a backup the last time. Left out: never. */
  restoredAt?: Date | null
  /** The metrics to record in. Left out: new ones. */
  metrics?: Metrics
  /** Who may read them there. Left out: this machine, at the desk's own port. */
  metricsAccess?: MetricsAccess
  /** Aborted by a signal to stop: the desk reports that it is not ready, and still answers. */
  stopping?: AbortSignal
}

export interface DeskApp {
  fetch: Hono<RequestEnv>['fetch']
  /** Reconciles submissions in doubt. The caller starts it. */
  sweeper: Sweeper
  /** Whether the billing systems accept the desk; also for the check at start. */
  health: HealthChecks
  /** Writes the requests that were refused in minutes that are over into the log. */
  writeDenials(): Promise<void>
  /**
   * Releases every lease of this gateway, so that another one takes over at once. Nothing may be started
   * afterwards.
   * @returns how many leases were released
   */
  giveBack(): Promise<number>
}

/** From this size on answers are compressed, in bytes; smaller ones fit into a packet or two anyway. */
const leastCompressed = 2048

/** The whole desk as a function from request to answer, without a port. */
export function deskApp(options: DeskOptions): DeskApp {
  const { database, now } = options
  const clock: Clock = { ...systemClock, now: () => now().getTime() }
  const { metrics = newMetrics(options.version) } = options
  const { registry } = metrics
  const counted = instrumentLedger(
    registry,
    postgresLedger(database, {
      ambient: options.joined,
      isDistributed: options.isDistributed,
    }),
  )
  const { ledger, giveBack } = leasesOn(counted, database)
  const workspaces = new Map(options.workspaces.map((each) => [each.id, each]))
  watchOpenSubmissions(registry, database, { clock, workspaces: workspaces.keys() })
  const leaderLease = createLeaderLease(database, 'sweep')
  const isLeader = gaugeLeader(registry, leaderLease.isOurs)
  const sweeper = createSweeper({ ledger, clock, workspaces, log: options.log, isLeader })
  const submissions = createSubmissions({
    ...{ ledger, clock, follow: sweeper.follow },
    restoredAt: options.restoredAt ?? null,
  })
  const signIn =
    options.signIn &&
    signInOf(options.signIn, {
      ...{ database, now, isDistributed: options.isDistributed ?? false },
      onLost: (error) =>
        options.log.error({ error: redactError(error) }, 'a row of the log could not be written'),
      onProviderAway: (error) =>
        options.log.warn({ error: redactError(error) }, 'the sign-in provider cannot be asked'),
    })
  const app = new Hono<RequestEnv>()

  const limits = rateLimitsOf({
    times: options.rateLimits ?? 1,
    proxies: trustedProxiesOf(options.trustedProxies ?? []),
  })

  app.use(requestLog(options.log, (answered) => metrics.request(answered)))
  app.use(securityHeaders({ isOverTls: options.isOverTls ?? false }))
  for (const path of ['/api/*', '/healthz', '/readyz', '/metrics']) app.use(path, neverStored())
  app.use(onlyHosts(options.hosts), errorsOnly())
  if (!signIn) app.use(localOnly())
  app.use('/api/*', compress({ threshold: leastCompressed }))
  app.use('/api/*', async (c, next) => {
    c.set('route', '/api')
    await limits.address(c.req.raw, c.env, kindOf(c.req.method))
    c.set('route', 'unmatched')
    await next()
  })

  const { stopping = new AbortController().signal } = options
  mountOperations(app, { database, stopping })
  mountMetrics(app, metrics, options.metricsAccess ?? metricsAtHome)
  mountEmbedded(app, options.embedded, options.embeddedApi)
  mountCspReports(app, limits)
  if (signIn) mountSignIn(app, signIn, limits)
  const health = healthChecks(clock)
  const sessions = signIn?.sessions ?? null
  const parts = { submissions, sessions, clock, health }
  const routes = documented(apiRoutes(options, parts), options.version)
  const sessionOf = signIn ? limitedSessions(signIn.sessionOf, limits) : localSession
  const denials = denialsOf(database, now)
  mountRoutes(app, routes, {
    sessionOf,
    onDenied: ({ session, workspace, ...denied }) =>
      denials
        .count({
          ...{ ...denied, workspace, person: session.person, role: session.roleIn(workspace) },
        })
        // The request is refused all the same.
        .catch((error: unknown) =>
          options.log.error({ error: redactError(error) }, 'a row of the log could not be written'),
        ),
  })
  app.all('/api/*', () => {
    throw new HttpRefusal({ kind: 'notFound', what: 'page' })
  })
  mountPage(app, {
    page: options.page,
    sessionOf: signIn?.sessionOf ?? localSession,
    fieldsOf: (id) => options.formFiles?.get(workspaces.get(id)?.vendor.id ?? ''),
  })

  app.onError(failureOf)
  return {
    fetch: app.fetch,
    sweeper,
    health,
    writeDenials: () => denials.write(),
    async giveBack() {
      const [count] = await Promise.all([giveBack(now()), leaderLease.giveBack()])
      return count
    },
  }
}

interface Parts {
  submissions: Submissions
  /** Null without sign-in. */
  sessions: Sessions | null
  clock: Clock
  health: HealthChecks
}

function apiRoutes(
  { workspaces: list, database, now, signIn }: DeskOptions,
  { submissions, sessions, clock, health }: Parts,
): Route[] {
  const workspaces = workspacesOf(list)
  return [
    ...sessionRoutes(database, now),
    ...ownSessionRoutes(sessions),
    ...workspaceRoutes(workspaces, health),
    ...settingsRoutes(workspaces, signIn?.settings ?? null, clock),
    ...customerRoutes(workspaces),
    ...createdRoutes(workspaces, database),
    ...submissionRoutes(workspaces, submissions),
    ...receiptRoutes(workspaces, database, now),
    ...logRoutes(workspaces, database),
  ]
}
