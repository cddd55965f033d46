import type { Hono } from 'hono'
import type { Queries } from '#contract/backend/vendor.ts'
import { withTimeout } from '#server/database/withTimeout.ts'
import type { Metrics } from '#server/metrics/metrics.ts'
import type { RequestEnv } from '#server/http/requestEnv.ts'
import { notTaken } from '#server/http/mountRoutes.ts'

interface Operations {
  database: Queries
  metrics: Metrics
  /** Aborted when the desk was told to stop. */
  stopping: AbortSignal
}

/** What whoever runs the desk asks it: does it live, can it work, what has it done. */
export function mountOperations(
  app: Hono<RequestEnv>,
  { database, metrics, stopping }: Operations,
): void {
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

  app.get('/metrics', async (c) => {
    c.set('route', '/metrics')
    const { type, body } = await metrics.text()
    return c.body(body, 200, { 'content-type': type })
  })

  for (const path of ['/healthz', '/readyz', '/metrics'])
    app.all(path, (c) => {
      c.set('route', path)
      throw notTaken(['GET'])
    })
}
