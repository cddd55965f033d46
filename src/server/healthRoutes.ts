import type { Hono } from 'hono'
import type { Queries } from '#contract/backend/vendor.ts'
import { withTimeout } from '#server/database/withTimeout.ts'
import type { RequestEnv } from '#server/http/requestEnv.ts'
import { notTaken } from '#server/http/mountRoutes.ts'

interface Operations {
  database: Queries
  /** Aborted by a signal to stop. */
  stopping: AbortSignal
}

/** Liveness and readiness, for load balancers and clusters. */
export function mountOperations(app: Hono<RequestEnv>, { database, stopping }: Operations): void {
  app.get('/healthz', (c) => {
    c.set('route', '/healthz')
    return c.text('ok\n')
  })

  app.get('/readyz', async (c) => {
    c.set('route', '/readyz')
    if (stopping.aborted) return c.text('stopping\n', 503)
    return (await withTimeout(database.query('select 1')))
      ? c.text('ready\n')
      : c.text('the database does not answer\n', 503)
  })

  for (const path of ['/healthz', '/readyz'])
    app.all(path, (c) => {
      c.set('route', path)
      throw notTaken(['GET'])
    })
}
