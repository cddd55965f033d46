import type { MiddlewareHandler } from 'hono'
import { gatewayText } from '#text/gatewayText.ts'
import { isForOperators } from './hosts.ts'
import { HttpRefusal } from './httpRefusal.ts'
import { isLocal } from './isLocal.ts'
import type { RequestEnv } from './requestEnv.ts'

/**
 * Without sign-in every client is an admin, so the desk answers this machine only, and no proxy there
 * that forwards requests. The embedded APIs and the metrics have rules of their own.
 */
export function localOnly(): MiddlewareHandler<RequestEnv> {
  return async (c, next) => {
    const { path, raw } = c.req
    const hasOwnRule = isForOperators(path) || path.startsWith('/embedded/')
    if (!hasOwnRule && !isLocal(raw, c.env))
      throw new HttpRefusal({ kind: 'rejected', message: gatewayText.notLocal }, 403, {
        security: 'not from this machine',
      })
    await next()
  }
}
