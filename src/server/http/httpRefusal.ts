import type { BackendError, Refusal } from '#contract/api/refusal.ts'
import type { SecurityEvent } from './securityEvent.ts'

/** The statuses a failure may leave with. */
export type FailureStatus =
  400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 421 | 422 | 429 | 502 | 503

interface RefusedOptions extends ErrorOptions {
  headers?: Record<string, string>
  /** For the log. */
  security?: SecurityEvent
}

/** How the gateway itself says no, before or without asking a backend. */
export class HttpRefusal extends Error {
  readonly refusal: Refusal
  readonly status: FailureStatus
  readonly headers: Record<string, string>
  readonly security: SecurityEvent | undefined

  constructor(
    refusal: Refusal,
    status: FailureStatus = statusOf(refusal),
    options: RefusedOptions = {},
  ) {
    super(`the gateway refused: ${refusal.kind}`, options)
    this.name = 'Refused'
    this.refusal = refusal
    this.status = status
    this.headers = { ...retryAfterOf(refusal), ...options.headers }
    this.security = options.security
  }
}

/** A malformed request, with the place that is wrong. */
export function malformed(
  place: string | null,
  message: string,
  options?: ErrorOptions,
): HttpRefusal {
  return new HttpRefusal({ kind: 'fields', problems: [{ field: place, message }] }, 400, options)
}

/** What a backend refused, as an answer of ours. */
export function fromBackendError(error: BackendError): HttpRefusal {
  return new HttpRefusal(error.refusal, statusOf(error.refusal), { cause: error })
}

const statuses: Record<Refusal['kind'], FailureStatus> = {
  fields: 400,
  rejected: 409,
  conflict: 409,
  mayExist: 409,
  partial: 409,
  notFound: 404,
  permission: 403,
  signedOut: 401,
  busy: 429,
  // The workspace's credentials are ours, not the person's: a 401 would ask them to sign in.
  credentials: 502,
  setup: 502,
  backendUnreachable: 502,
  outcomeUnknown: 502,
}

function statusOf(refusal: Refusal): FailureStatus {
  return statuses[refusal.kind]
}

function retryAfterOf(refusal: Refusal): Record<string, string> {
  if (refusal.kind !== 'busy' || refusal.retryAfter === null) return {}
  return { 'retry-after': String(Math.max(1, Math.ceil(refusal.retryAfter))) }
}
