import type { Hono } from 'hono'
import type { Send } from '#contract/backend/send.ts'
import type { RequestEnv } from '#server/http/requestEnv.ts'
import { isLocal } from '#server/http/isLocal.ts'
import { limitBody } from '#server/http/limitBody.ts'
import { withMutableHeaders } from '#server/http/mutableHeaders.ts'
import { HttpRefusal } from '#server/http/httpRefusal.ts'

const limited = limitBody(1024 * 1024)

/**
 * The embedded APIs over HTTP, so that the vendors' own examples run with only the host changed.
 * Their answers are theirs. On loopback only unless everyone is let in.
 */
export function mountEmbedded(
  root: Hono<RequestEnv>,
  apps: ReadonlyMap<string, Send>,
  reach: 'loopback' | 'everyone',
): void {
  root.all('/embedded/:vendor/*', limited, async (c) => {
    c.set('route', '/embedded/{vendor}')
    if (reach === 'loopback' && !isLocal(c.env?.incoming?.socket?.remoteAddress, c.req.raw.headers))
      throw new HttpRefusal({ kind: 'permission' })
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
