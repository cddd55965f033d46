import type { Hono } from 'hono'
import type { Send } from '#contract/backend/send.ts'
import type { RequestEnv } from '#server/http/requestEnv.ts'
import { isLocal } from '#server/http/isLocal.ts'
import { limitBody } from '#server/http/limitBody.ts'
import { withMutableHeaders } from '#server/http/mutableHeaders.ts'
import { HttpRefusal } from '#server/http/httpRefusal.ts'

/** Which clients may reach them: none, programs on this machine, or all that reach the desk. */
export type EmbeddedReach = 'off' | 'loopback' | 'everyone'

const limited = limitBody(1024 * 1024)

/**
 * The embedded APIs over HTTP, so that the vendors' own examples run with only the host changed.
 * Their answers are theirs, and nothing that is written through them is in the audit log.
 */
export function mountEmbedded(
  root: Hono<RequestEnv>,
  apps: ReadonlyMap<string, Send>,
  reach: EmbeddedReach,
): void {
  root.all('/embedded/:vendor/*', limited, async (c) => {
    c.set('route', '/embedded/{vendor}')
    if (reach === 'off') throw new HttpRefusal({ kind: 'notFound', what: 'page' })
    if (reach === 'loopback' && !isLocal(c.req.raw, c.env))
      throw new HttpRefusal({ kind: 'permission' }, 403, { security: 'not from this machine' })
    const vendor = c.req.param('vendor')
    const app = apps.get(vendor)
    if (!app) throw new HttpRefusal({ kind: 'notFound', what: 'page' })
    c.set('route', `/embedded/${vendor}`)
    return withMutableHeaders(await app(withoutPrefix(c.req.raw)))
  })

  root.all('/embedded/*', (c) => {
    c.set('route', '/embedded')
    throw new HttpRefusal({ kind: 'notFound', what: 'page' })
  })
}

function withoutPrefix(request: Request): Request {
  const url = new URL(request.url)
  url.pathname = url.pathname.replace(/^\/embedded\/[^/]+/, '')
  return new Request(url, request)
}
