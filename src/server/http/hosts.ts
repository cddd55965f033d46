import type { MiddlewareHandler } from 'hono'
import { gatewayText } from '#text/gatewayText.ts'
import type { RequestEnv } from './requestEnv.ts'
import { HttpRefusal } from './httpRefusal.ts'

/**
 * Answers to the desk's own host names only. A page whose host name was pointed at this address (DNS
 * rebinding) would otherwise have the same origin as the desk.
 *
 * Load balancers and clusters ask each gateway by its own address, so the health routes answer to every
 * host name. The metrics have a rule of their own (metricsRoutes.ts).
 */
export function onlyHosts(hosts: readonly string[]): MiddlewareHandler<RequestEnv> {
  const allowed = new Set(hosts.map(hostNameOf))
  return async (c, next) => {
    // The address too: a request in absolute form names its host there, whatever the header says.
    const named = [new URL(c.req.url).host, c.req.header('host') ?? []].flat()
    if (!isForOperators(c.req.path) && !named.every((host) => allowed.has(hostNameOf(host))))
      throw new HttpRefusal({ kind: 'rejected', message: gatewayText.host }, 421, {
        security: 'foreign host',
      })
    await next()
  }
}

/** Whether this address is for whoever runs the desk, who goes to each gateway by its own address. */
export function isForOperators(path: string): boolean {
  return ['/healthz', '/readyz', '/metrics'].includes(path)
}

/** Lower case, without port and without the brackets of IPv6. */
export function hostNameOf(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\](:\d+)?$/, '$1')
    .replace(/^([^:]*):\d+$/, '$1')
}
