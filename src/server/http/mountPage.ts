import type { Hono } from 'hono'
import type { Send } from '#contract/backend/send.ts'
import { acceptedEncoding } from './acceptedEncoding.ts'
import { filledPage } from './filledPage.ts'
import type { RequestEnv } from './requestEnv.ts'
import { notTaken } from './mountRoutes.ts'
import { withMutableHeaders } from './mutableHeaders.ts'
import { HttpRefusal } from './httpRefusal.ts'
import type { SessionOf } from './session.ts'

interface Options {
  /** Null where only the API is served. */
  page: Send | null
  sessionOf: SessionOf
  /** The file with the form's fields of a workspace. */
  fieldsOf(workspace: string): string | undefined
}

/**
 * Serves the page at every address that no other route has: with a session together with the answers
 * to its first reads, otherwise as it was built.
 */
export function mountPage(app: Hono<RequestEnv>, { page, sessionOf, fieldsOf }: Options): void {
  app.get('*', async (c) => {
    if (!page) throw new HttpRefusal({ kind: 'notFound', what: 'page' })
    c.set('route', 'page')
    const request = c.req.raw
    const mayBeFilled =
      request.method === 'GET' &&
      c.req.path.startsWith('/w/') &&
      acceptedEncoding(c, ['gzip']) === 'gzip'
    if (mayBeFilled && (await sessionOf(request)))
      return filledPage(request, { page, fieldsOf, ask: async (read) => app.fetch(read, c.env) })
    return withMutableHeaders(await page(request))
  })

  app.all('*', () => {
    if (!page) throw new HttpRefusal({ kind: 'notFound', what: 'page' })
    throw notTaken(['GET'])
  })
}
