import type { Hono } from 'hono'
import type { Send } from '#contract/backend/send.ts'
import type { RequestEnv } from './requestEnv.ts'
import { notTaken } from './mountRoutes.ts'
import { withMutableHeaders } from './mutableHeaders.ts'
import { HttpRefusal } from './httpRefusal.ts'

/** Everything that is nobody else's address is the page's. */
export function mountPage(app: Hono<RequestEnv>, page: Send | null): void {
  app.get('*', async (c) => {
    if (!page) throw new HttpRefusal({ kind: 'notFound', what: 'page' })
    c.set('route', 'page')
    return withMutableHeaders(await page(c.req.raw))
  })

  app.all('*', () => {
    if (!page) throw new HttpRefusal({ kind: 'notFound', what: 'page' })
    throw notTaken(['GET'])
  })
}
