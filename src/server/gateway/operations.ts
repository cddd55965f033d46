import type { Hono } from 'hono'
import type { Queries } from '#contract/vendor.ts'
import type { DeskEnv } from './deskEnv.ts'
import { notTaken } from './mountRoutes.ts'
import type { Metrics } from './metrics.ts'

/** How long the database may take to say that it is there, in milliseconds. */
const patience = 1000

/** What whoever runs the desk asks it: does it live, can it work, what has it done. */
export function mountOperations(app: Hono<DeskEnv>, database: Queries, metrics: Metrics): void {
  app.get('/healthz', (c) => {
    c.set('route', '/healthz')
    return c.text('ok\n')
  })

  app.get('/readyz', async (c) => {
    c.set('route', '/readyz')
    return (await answers(database))
      ? c.text('ready\n')
      : c.text('the database does not answer\n', 503)
  })

  app.get('/metrics', (c) => {
    c.set('route', '/metrics')
    return c.body(metrics.text(), 200, {
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
    })
  })

  for (const path of ['/healthz', '/readyz', '/metrics'])
    app.all(path, (c) => {
      c.set('route', path)
      throw notTaken(['GET'])
    })
}

async function answers(database: Queries): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), patience)
  })
  const asked = database.query('select 1').then(
    () => true,
    () => false,
  )
  try {
    return await Promise.race([asked, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
