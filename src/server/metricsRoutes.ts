import { createHash, timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import { Hono } from 'hono'
import { failureOf } from '#server/http/failures.ts'
import { hostNameOf } from '#server/http/hosts.ts'
import { HttpRefusal } from '#server/http/httpRefusal.ts'
import { isLocal } from '#server/http/isLocal.ts'
import { notTaken } from '#server/http/mountRoutes.ts'
import type { RequestEnv } from '#server/http/requestEnv.ts'
import type { Metrics } from '#server/metrics/metrics.ts'

/** Who may read the metrics, which hold ids of workspaces and how much is saved in them. */
export interface MetricsAccess {
  /** What a scraper shows as `Authorization: Bearer …`; null: only this machine may read them. */
  token: string | null
  /** The port that they have for themselves; null: they are at the desk's own. */
  port: number | null
}

export const metricsAtHome: MetricsAccess = { token: null, port: null }

/** `GET /metrics` beside the desk's other addresses; where they have a port of their own, nothing. */
export function mountMetrics(
  app: Hono<RequestEnv>,
  metrics: Metrics,
  { token, port }: MetricsAccess,
): void {
  if (port !== null) return
  mount(app, metrics, (request, env) =>
    token === null ? isLocal(request, env) : showsToken(request, token),
  )
}

/**
 * The metrics alone, for a port that only scrapers reach. Without a token they are told to who calls
 * the port by an IP address or localhost: a page whose name was pointed here comes with that name.
 */
export function metricsApp(metrics: Metrics, token: string | null): Hono<RequestEnv> {
  const app = new Hono<RequestEnv>()
  mount(app, metrics, (request) =>
    token === null ? isCalledByAddress(request) : showsToken(request, token),
  )
  app.all('*', () => {
    throw new HttpRefusal({ kind: 'notFound', what: 'page' })
  })
  app.onError(failureOf)
  return app
}

type MayRead = (request: Request, env: RequestEnv['Bindings'] | undefined) => boolean

function mount(app: Hono<RequestEnv>, metrics: Metrics, mayRead: MayRead): void {
  app.get('/metrics', async (c) => {
    c.set('route', '/metrics')
    if (!mayRead(c.req.raw, c.env))
      throw new HttpRefusal({ kind: 'permission' }, 403, { security: 'metrics refused' })
    const { type, body } = await metrics.text()
    return c.body(body, 200, { 'content-type': type })
  })

  app.all('/metrics', (c) => {
    c.set('route', '/metrics')
    throw notTaken(['GET'])
  })
}

/** Compared by hash: then neither its length nor its beginning can be found out by the time it takes. */
function showsToken({ headers }: Request, token: string): boolean {
  const [, shown = ''] = /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '') ?? []
  return timingSafeEqual(sha256(shown), sha256(token))
}

function isCalledByAddress({ url, headers }: Request): boolean {
  return [new URL(url).host, headers.get('host') ?? []]
    .flat()
    .map(hostNameOf)
    .every((host) => host === 'localhost' || isIP(host) !== 0)
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
