import type { Hono } from 'hono'
import type { Send } from '#contract/send.ts'
import type { DeskEnv } from './deskEnv.ts'
import { notTaken } from './mountRoutes.ts'
import { withOwnHeaders } from './ownHeaders.ts'
import { Refused } from './refused.ts'

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
