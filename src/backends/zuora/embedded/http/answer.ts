import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { acceptsGzip } from './contentNegotiation.ts'
import type { ZuoraError } from './errors.ts'
import type { Family } from './operation.ts'
import type { Version } from './versions.ts'

const packed = promisify(gzip)

/** An answer before it is packed. */
export interface Answer {
  status: number
  headers: Record<string, string>
  /** JSON. */
  body: string
}

/** How errors of one request are told. */
export interface Telling {
  family: Family | 'token'
  version: Version
  /** A UUID, also in the `Zuora-Request-Id` header. */
  requestId: string
}

/**
 * The answer to what went wrong. A 4XX has the shape of its page in every version, and before
 * 2024-05-20 the status 200, unless it was made in front of the API, as are 401 and 429. The
 * statuses of actions never changed. What a refused token request says is not documented.
 */
export function refusal(error: ZuoraError, { family, version, requestId }: Telling): Answer {
  const { reasons, fault, atGate, headers } = error
  const answer = (status: number, body: object): Answer => ({
    status,
    headers,
    body: JSON.stringify(body),
  })
  if (family === 'token') return answer(error.status, { message: error.message })
  const isFault = fault !== undefined || (family === 'action' && error.status >= 500)
  if (isFault)
    return answer(error.status, {
      FaultCode: fault ?? 'UNKNOWN_ERROR',
      FaultMessage: error.message,
    })
  if (family === 'objectQuery' && version.bareQueryErrors)
    return answer(error.status, { reasons, requestId })
  if (error.status >= 500) return answer(error.status, { reasons })
  const always = atGate || family === 'action'
  const status = version.realStatuses || always ? error.status : 200
  return answer(status, { success: false, processId: newProcessId(), reasons, requestId })
}

/** 16 hexadecimal digits, as in the samples. */
function newProcessId(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(8)))
    .toString('hex')
    .toUpperCase()
}

/** Bytes from which on an answer is packed, as documented. */
const worthPacking = 1000

/** The whole answer, packed where the caller asks for it and it is worth it. */
export async function responseOf(
  { status, headers, body }: Answer,
  { method, headers: asked }: Request,
): Promise<Response> {
  const bytes = new TextEncoder().encode(body)
  const all = new Headers({
    ...headers,
    'content-type': 'application/json;charset=utf-8',
    // Recorded from a live tenant.
    'cache-control': 'max-age=0, no-cache, no-store',
    vary: 'accept-encoding',
  })
  const packs = bytes.byteLength > worthPacking && acceptsGzip(asked.get('accept-encoding'))
  if (packs) all.set('content-encoding', 'gzip')
  if (method === 'HEAD') return new Response(null, { status, headers: all })
  return new Response(packs ? await packed(bytes) : bytes, { status, headers: all })
}
