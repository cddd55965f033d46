import { isIP } from 'node:net'
import type { MiddlewareHandler } from 'hono'
import { gatewayText } from '#text/gatewayText.ts'
import type { RequestEnv } from './requestEnv.ts'
import { HttpRefusal } from './httpRefusal.ts'

/**
 * Answers to the desk's own host names only. A page elsewhere whose name is pointed at this
 * address (DNS rebinding) would otherwise be of the same origin as the desk.
 *
 * Whoever runs the desk asks it by other names: a load balancer or a cluster goes to each gateway by
 * its address. Whether it lives and is ready is one word, and told to anybody. The metrics hold ids of
 * workspaces: they are told to who calls the desk by an IP address, as a page that was pointed here
 * always comes with a name.
 */
export function onlyHosts(hosts: readonly string[]): MiddlewareHandler<RequestEnv> {
  const allowed = new Set(hosts.map((host) => nameOf(host)))
  return async (c, next) => {
    // The address too: a request in absolute form names its host there, whatever the header says.
    const named = [new URL(c.req.url).host, c.req.header('host') ?? []].flat()
    if (!named.every((host) => allowed.has(nameOf(host)) || isWatching(c.req.path, host)))
      throw new HttpRefusal({ kind: 'rejected', message: gatewayText.host }, 421, {
        security: 'foreign host',
      })
    await next()
  }
}

function isWatching(path: string, host: string): boolean {
  if (path === '/healthz' || path === '/readyz') return true
  return path === '/metrics' && isIP(nameOf(host)) !== 0
}

/** Lower case, without port and without the brackets of IPv6. */
function nameOf(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\](:\d+)?$/, '$1')
    .replace(/^([^:]*):\d+$/, '$1')
}
