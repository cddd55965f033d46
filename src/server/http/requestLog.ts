import type { MiddlewareHandler } from 'hono'
import type { Logger } from 'pino'
import type { RequestEnv } from './requestEnv.ts'
import { newRequestId } from './requestId.ts'
import { isSuspicious, type SecurityEvent } from './securityEvent.ts'

/** A request that was answered, as the log and the metrics see it. */
export interface AnsweredRequest {
  method: string
  /** The pattern of its address. */
  route: string
  status: number
  milliseconds: number
}

/**
 * One line per request: method, pattern of the address, status, duration, reference. Never the
 * address itself, its query, a header or a body: those hold people's names and tokens.
 */
export function requestLog(
  log: Logger,
  onAnswered: (answered: AnsweredRequest) => void,
): MiddlewareHandler<RequestEnv> {
  return async (c, next) => {
    const started = performance.now()
    const reference = newRequestId()
    const child = log.child({ reference })
    c.set('reference', reference)
    c.set('log', child)
    c.set('route', 'unmatched')
    await next()
    const { route, trouble, security } = c.var
    const { status } = c.res
    const method = /^[A-Z]{1,10}$/.test(c.req.method) ? c.req.method : 'other'
    const ms = Math.round((performance.now() - started) * 10) / 10
    onAnswered({ method, route, status, milliseconds: ms })
    const level = levelOf(route, status, security)
    child[level]({ method, route, status, ms, ...trouble, security }, 'request')
  }
}

function levelOf(
  route: string,
  status: number,
  security: SecurityEvent | undefined,
): 'debug' | 'info' | 'warn' | 'error' {
  if (status === 500) return 'error'
  if (status > 500 || isSuspicious(security)) return 'warn'
  return route === 'page' || route === '/healthz' ? 'debug' : 'info'
}

/** Hono translates errors only; anything else that is thrown (an abort may be a string) becomes one. */
export function errorsOnly(): MiddlewareHandler<RequestEnv> {
  return async (_, next) => {
    try {
      await next()
    } catch (thrown) {
      throw thrown instanceof Error ? thrown : new Error('something else than an error was thrown')
    }
  }
}
