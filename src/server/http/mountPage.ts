import type { Hono } from 'hono'
import type { Send } from '#contract/backend/send.ts'
import type { DeskEnv } from './requestEnv.ts'
import { notTaken } from './mountRoutes.ts'
import { withOwnHeaders } from './mutableHeaders.ts'
import { Refused } from './httpRefusal.ts'

/** Everything that is nobody else's address is the page's. */
export function mountPage(app: Hono<DeskEnv>, page: Send | null): void {
  app.get('*', async (c) => {
    if (!page) throw new Refused({ kind: 'missing', what: 'page' })
    c.set('route', 'page')
    return withOwnHeaders(await page(c.req.raw))
  })

  app.all('*', () => {
    if (!page) throw new Refused({ kind: 'missing', what: 'page' })
    throw notTaken(['GET'])
  })
}
