import { fillPath, type Endpoint } from './endpoint.ts'
import { BackendError } from '#contract/api/refusal.ts'
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
  /** A list gives its name several times. */
  query?: Record<string, string | readonly string[] | undefined>
  /** Sent as JSON. */
  body?: unknown
  /** Sent as an HTML form would be, instead of a body. */
  form?: Record<string, string>
  /** From this many bytes on, the body travels packed (gzip). Left out: never. */
  packFrom?: number
  signal?: AbortSignal
}

/** The most bytes that an answer may have, after unpacking. */
export const mostBytes = 8 * 1024 * 1024

/**
 * Makes one call and reads its answer to the end.
 * @throws BackendError `unreachable` when nothing was sent, `unclear` when no whole answer came;
 *   the signal's own reason when the caller gave up.
 */
export async function call(send: Send, endpoint: Endpoint, options: CallOptions): Promise<Answer> {
  const request = await requestOf(endpoint, options)
  // Not every pipe looks at the signal.
  options.signal?.throwIfAborted()
  let response: Response
  let raw: string
  try {
    response = await send(request)
    raw = await textOf(response)
  } catch (cause) {
    if (options.signal?.aborted) throw cause
    throw new BackendError(
      neverLeft(cause) ? { kind: 'backendUnreachable' } : { kind: 'outcomeUnknown', status: null },
      { cause },
    )
  }
  options.signal?.throwIfAborted()
  return { status: response.status, headers: response.headers, body: jsonOf(raw) }
}

async function requestOf(endpoint: Endpoint, options: CallOptions): Promise<Request> {
  const url = new URL(
    options.base.replace(/\/$/, '') + fillPath(endpoint.path, options.params ?? {}),
  )
  for (const [name, value] of Object.entries(options.query ?? {}))
    for (const each of [value ?? []].flat()) url.searchParams.append(name, each)
  const headers = new Headers(options.headers)
  headers.set('accept', 'application/json')
  return new Request(url, {
    method: endpoint.method,
    body: await bodyOf(options, headers),
    headers,
    signal: options.signal,
  })
}

/** The bytes to send, named in the headers. */
async function bodyOf(
  { body, form, packFrom = Infinity }: CallOptions,
  headers: Headers,
): Promise<BodyInit | undefined> {
  if (form) {
    headers.set('content-type', 'application/x-www-form-urlencoded')
    return new URLSearchParams(form).toString()
  }
  if (body === undefined) return undefined
  headers.set('content-type', 'application/json')
  const plain = new Blob([JSON.stringify(body)])
  if (plain.size < packFrom) return plain.text()
  headers.set('content-encoding', 'gzip')
  return new Response(plain.stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer()
}

/** `fetch` unpacks what it gets; an app that is called in this process hands out what it made. */
async function textOf(response: Response): Promise<string> {
  if (response.headers.get('content-encoding') !== 'gzip' || !response.body) return response.text()
  const unpacked = response.body.pipeThrough(new DecompressionStream('gzip'))
  return new Response(unpacked.pipeThrough(atMost(mostBytes))).text()
}

/** Passes on at most this number of bytes and then fails: a few kilobytes of gzip can be gigabytes. */
function atMost(bytes: number): TransformStream<Uint8Array, Uint8Array> {
  let left = bytes
  return new TransformStream({
    transform(chunk, controller) {
      left -= chunk.byteLength
      if (left < 0) controller.error(new Error(`the answer is longer than ${bytes} bytes`))
      else controller.enqueue(chunk)
    },
  })
}

function jsonOf(raw: string): unknown {
  try {
    return JSON.parse(raw)
  } catch {
    return undefined
  }
}

/** Retry-After in seconds: a number or a date (RFC 9110, 10.2.3). A skewed clock must not mean hours. */
export function pauseOf(headers: Headers): number | null {
  const raw = headers.get('retry-after')
  if (!raw) return null
  const seconds = /^\d+$/.test(raw.trim()) ? Number(raw) : (Date.parse(raw) - Date.now()) / 1000
  return Number.isFinite(seconds) ? Math.min(Math.max(Math.ceil(seconds), 1), 300) : null
}

/** Node's codes for failures that come before the first byte leaves. Anything else may have arrived. */
const beforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  // From our own outbound check: the address is not allowed, and nothing was sent.
  'ERR_ADDRESS_NOT_ALLOWED',
  'ERR_HOST_NOT_CONFIGURED',
  // TLS is agreed on, or not, before there is anybody to send to.
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

/** Whether what `send` failed with says that nothing was sent. */
export function neverLeft(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, syscall } = error as { code?: unknown; syscall?: unknown }
  const isBefore = typeof code === 'string' && beforeSending.has(code)
  // The same code says that a connection went silent later.
  const isConnecting = code === 'ETIMEDOUT' && syscall === 'connect'
  return isBefore || isConnecting || neverLeft(error.cause)
}
