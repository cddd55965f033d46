import { fillPath, type Endpoint } from './endpoint.ts'
import { BackendError } from './refusal.ts'
import type { Send } from './send.ts'

/** What came back, whatever it was. */
export interface Answer {
  status: number
  headers: Headers
  /** The parsed body; undefined where there is none or it is not JSON. */
  body: unknown
}

export interface CallOptions {
  base: string
  headers: Record<string, string>
  params?: Record<string, string>
  query?: Record<string, string | undefined>
  body?: unknown
  signal?: AbortSignal
}

/**
 * Makes one call and reads its answer to the end.
 * @throws BackendError `unreachable` when nothing was sent, `unclear` when no whole answer came;
 *   the signal's own reason when the caller gave up.
 */
export async function call(send: Send, endpoint: Endpoint, options: CallOptions): Promise<Answer> {
  const request = requestOf(endpoint, options)
  // Not every pipe looks at the signal.
  options.signal?.throwIfAborted()
  let response: Response
  let raw: string
  try {
    response = await send(request)
    raw = await response.text()
  } catch (cause) {
    if (options.signal?.aborted) throw cause
    throw new BackendError(
      neverLeft(cause) ? { kind: 'unreachable' } : { kind: 'unclear', status: null },
      { cause },
    )
  }
  options.signal?.throwIfAborted()
  return { status: response.status, headers: response.headers, body: jsonOf(raw) }
}

function requestOf(endpoint: Endpoint, options: CallOptions): Request {
  const url = new URL(
    options.base.replace(/\/$/, '') + fillPath(endpoint.path, options.params ?? {}),
  )
  for (const [name, value] of Object.entries(options.query ?? {}))
    if (value !== undefined) url.searchParams.set(name, value)
  const headers = new Headers(options.headers)
  headers.set('accept', 'application/json')
  if (options.body !== undefined) headers.set('content-type', 'application/json')
  return new Request(url, {
    method: endpoint.method,
    headers,
    body: options.body === undefined ? undefined : JSON.stringify(options.body),
    signal: options.signal,
  })
}

function jsonOf(raw: string): unknown {
  try {
    return JSON.parse(raw)
  } catch {
    return undefined
  }
}

/** Node's codes for failures that come before the first byte leaves. Anything else may have arrived. */
const beforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

function neverLeft(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = (error as { code?: unknown }).code
  return (typeof code === 'string' && beforeSending.has(code)) || neverLeft(error.cause)
}
