import { gunzip } from 'node:zlib'
import { promisify } from 'node:util'
import { malformed, reason, ZuoraError } from './errors.ts'

const unpacked = promisify(gunzip)

/** The most bytes of a body, as it comes and unpacked. Zuora's own limit is not documented. */
const mostBytes = 1024 * 1024

/**
 * The body's bytes, unpacked where it came as gzip (also one of several parts, as RFC 1952 has it).
 * @throws ZuoraError 413 for too many bytes, before all of them are in memory; 415 for another
 *   encoding than gzip; 400 for what is no gzip
 */
export async function bytesOf(request: Request): Promise<Uint8Array> {
  const encoding = request.headers.get('content-encoding')?.trim().toLowerCase() ?? ''
  if (!['', 'identity', 'gzip', 'x-gzip'].includes(encoding))
    throw new ZuoraError([reason(45, `Content-Encoding '${encoding}' is not supported.`)], {
      status: 415,
      headers: { 'accept-encoding': 'gzip' },
    })
  const bytes = await limitedBytes(request)
  if (bytes.byteLength === 0 || encoding === '' || encoding === 'identity') return bytes
  try {
    return await unpacked(bytes, { maxOutputLength: mostBytes })
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge()
    throw malformed('The request body is not valid gzip.', { cause: error })
  }
}

async function limitedBytes(request: Request): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  // Leaving the loop cancels the rest.
  for await (const part of chunksOf(request)) {
    length += part.byteLength
    if (length > mostBytes) throw tooLarge()
    parts.push(part)
  }
  return Buffer.concat(parts)
}

async function* chunksOf({ body }: Request): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader()
  if (!reader) return
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel()
  }
}

function tooLarge(): ZuoraError {
  return new ZuoraError([reason(90, `The request body is larger than ${mostBytes} bytes.`)], {
    status: 413,
    atGate: true,
  })
}

/** @throws ZuoraError 400 for bytes that are no UTF-8. A byte order mark is taken off. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw malformed('The request body is not UTF-8.', { cause: error })
  }
}

/** @throws ZuoraError 415 for another type, or for another charset than UTF-8 */
export function checkMediaType(header: string | null, expected: string): void {
  const [type = '', ...parameters] = (header ?? '').toLowerCase().split(';')
  const charset = parameters
    .map((parameter) => /^\s*charset\s*=\s*"?([^"\s]*)"?\s*$/.exec(parameter)?.[1])
    .find((found) => found !== undefined)
  if (type.trim() === expected && ['utf-8', 'utf8', undefined].includes(charset)) return
  throw new ZuoraError([reason(45, `Content-Type must be ${expected}.`)], { status: 415 })
}
