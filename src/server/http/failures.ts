import type { Context } from 'hono'
import type { Failure } from '#contract/api/api.ts'
import { BackendError, type Refusal } from '#contract/api/refusal.ts'
import { isAway } from '#server/database/away.ts'
import { CommitUnknownError } from '#server/database/commitUnknown.ts'
import type { RequestEnv } from './requestEnv.ts'
import { fromBackendError, HttpRefusal } from './httpRefusal.ts'
import { redactError } from './redactedError.ts'

/** The one place where an error becomes an answer. What it says beyond its refusal goes nowhere. */
export function failureOf(error: Error, c: Context<RequestEnv>): Response {
  const refused = refusedFor(error, c.req.method)
  if (refused instanceof HttpRefusal) {
    const { refusal, status, headers, cause } = refused
    c.set('trouble', {
      refusal: refusal.kind,
      error: cause === undefined ? undefined : redactError(cause),
    })
    // What a billing system says of too many requests, it says of us and not of the person.
    const isTooOften = refused === error && refusal.kind === 'busy'
    c.set('security', refused.security ?? (isTooOften ? 'asked too often' : undefined))
    return failure(c, refusal, status, headers)
  }
  c.set('trouble', { refusal: 'outcomeUnknown', error: redactError(error) })
  // 499: the browser has closed the connection in the middle of a read.
  const status = c.req.raw.signal.aborted ? 499 : 500
  return failure(c, { kind: 'outcomeUnknown', status }, status)
}

/**
 * A database that is away or locked answers 503 (RFC 9110, 15.6.4): a load balancer may ask another
 * gateway, and the browser asks again. Also where an embedded billing system met it.
 */
function refusedFor(error: Error, method: string): Error {
  if (error instanceof HttpRefusal) return error
  if (!isAway(error)) return error instanceof BackendError ? fromBackendError(error) : error
  const isRead = method === 'GET' || method === 'HEAD'
  const mayBeWritten = !isRead && error instanceof CommitUnknownError
  const refusal: Refusal = mayBeWritten
    ? { kind: 'outcomeUnknown', status: null }
    : { kind: 'backendUnreachable' }
  return new HttpRefusal(refusal, 503, { cause: error })
}

function failure(
  c: Context<RequestEnv>,
  refusal: Refusal,
  status: number,
  headers: Record<string, string> = {},
): Response {
  const body: Failure = { error: { refusal, reference: c.var.reference } }
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  })
}
