import { Hono } from 'hono'
import type { Logger } from 'pino'
import type { Send } from '#contract/send.ts'
import type { Database } from '#contract/vendor.ts'
import { customerRoutes } from './gateway/customerRoutes.ts'
import type { DeskEnv } from './gateway/deskEnv.ts'
import { mountEmbedded } from './gateway/embeddedApis.ts'
import { failureOf } from './gateway/failures.ts'
import { neverStored, securityHeaders } from './gateway/headers.ts'
import { onlyHosts } from './gateway/hosts.ts'
import { newMetrics } from './gateway/metrics.ts'
import { mountPage } from './gateway/page.ts'
import { mountRoutes } from './gateway/mountRoutes.ts'
import { documented } from './gateway/openApiRoute.ts'
import type { OpenWorkspace } from './gateway/openWorkspace.ts'
import { mountOperations } from './gateway/operations.ts'
import { Refused } from './gateway/refused.ts'
import { errorsOnly, requestLog } from './gateway/requestLog.ts'
import type { Route } from './gateway/route.ts'
import { workspaceRoutes } from './gateway/workspaceRoutes.ts'
import { workspacesOf } from './gateway/workspaces.ts'
import { localSession } from './session/session.ts'
import { sessionRoutes } from './session/sessionRoutes.ts'
import { ledgerOf } from './submissions/ledger.ts'
import { receiptRoutes } from './submissions/receiptRoutes.ts'
import { submissionRoutes } from './submissions/submissionRoutes.ts'
import { submissionsOf } from './submissions/submissions.ts'

export type { OpenWorkspace } from './gateway/openWorkspace.ts'

export interface DeskOptions {
  workspaces: readonly OpenWorkspace[]
  database: Database
  /** The embedded twins' APIs by vendor id. */
  embedded: ReadonlyMap<string, Send>
  /** The page and its files; null where only the API is served. */
  page: Send | null
  log: Logger
  /** The names this desk is reached by, without port. */
  hosts: readonly string[]
  /** Who may reach the embedded twins over HTTP. */
  embeddedApi: 'loopback' | 'everyone'
  version: string
  now: () => Date
}

/** The whole desk as one function from request to answer. Nothing is listened to here. */
export function deskApp(options: DeskOptions): Hono<DeskEnv> {
  const metrics = newMetrics(options.version)
  const app = new Hono<DeskEnv>()

  app.use(requestLog(options.log, metrics), securityHeaders())
  for (const path of ['/api/*', '/healthz', '/readyz', '/metrics']) app.use(path, neverStored())
  app.use(onlyHosts(options.hosts), errorsOnly())

  mountOperations(app, options.database, metrics)
  mountEmbedded(app, options.embedded, options.embeddedApi)
  mountRoutes(app, documented(apiRoutes(options), options.version), localSession)
  app.all('/api/*', () => {
    throw new Refused({ kind: 'missing', what: 'page' })
  })
  mountPage(app, options.page)

  app.onError(failureOf)
  return app
}

function apiRoutes({ workspaces: list, database, now }: DeskOptions): Route[] {
  const workspaces = workspacesOf(list)
  const submissions = submissionsOf(ledgerOf(database), now)
  return [
    ...sessionRoutes(database),
    ...workspaceRoutes(workspaces),
    ...customerRoutes(workspaces),
    ...submissionRoutes(workspaces, submissions),
    ...receiptRoutes(workspaces, database, now),
  ]
}
