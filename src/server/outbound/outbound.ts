import { lookup as lookupName } from 'node:dns'
import { Agent, request as overHttp, type IncomingMessage, type RequestOptions } from 'node:http'
import { Agent as TlsAgent, request as overTls } from 'node:https'
import { isIP, type LookupFunction, type Socket } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { mostBytes as usualBytes } from '#contract/backend/call.ts'
import type { Send } from '#contract/backend/send.ts'
import { isSafeAddress } from '#server/network/isSafeAddress.ts'
import { isAllowedAddress } from './allowedAddress.ts'
import { credentialsIn, redactCredentials } from './redactCredentials.ts'

export interface OutboundOptions {
  /** The only places that are spoken to. */
  origins: readonly string[]
  /** These may be in the own network. Left out: only this machine and the internet. */
  privateAddress?: boolean
  /** Until the last byte of the answer, in milliseconds. */
  timeout?: number
  /** The most bytes an answer may have, packed and after unpacking. */
  mostBytes?: number
  lookup?: typeof lookupName
}

/** How long a connection may take to be there, in milliseconds. */
const connecting = 10_000

/**
 * Shorter than servers keep an idle connection: one that is just being closed would accept a write and
 * never answer.
 */
const agentOptions = { keepAlive: true, timeout: 4000 }

/**
 * The pipe to a backend outside. It speaks to the configured origins only, over TLS whatever the
 * environment says (but for this machine), at the very address that was looked at. It follows no
 * redirect (credentials would travel along), keeps no cookies, waits 20 s, reads 8 MiB at the most
 * and takes out of the answer what the request proved itself with. `fetch` would resolve the name by
 * itself, and unpack without a limit.
 */
export function outbound(options: OutboundOptions): Send {
  const { timeout = 20_000, mostBytes = usualBytes } = options
  const origins = new Set(options.origins.map((address) => new URL(address).origin))
  const agents = {
    'http:': new Agent(agentOptions),
    'https:': new TlsAgent({ ...agentOptions, rejectUnauthorized: true, minVersion: 'TLSv1.2' }),
  }

  return async (request) => {
    const url = new URL(request.url)
    if (!origins.has(url.origin) || !isSafeAddress(request.url))
      throw new NotAllowed('ERR_HOST_NOT_CONFIGURED')
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
    const isAllowed = (address: string) =>
      isAllowedAddress(address, host, options.privateAddress ?? false)
    // An address is not looked up, so the lookup would not see it.
    if (isIP(host) && !isAllowed(host)) throw new NotAllowed('ERR_ADDRESS_NOT_ALLOWED')

    const body = Buffer.from(await request.arrayBuffer())
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeout)])
    try {
      const answer = await answerTo(url, body, {
        method: request.method,
        headers: headersOf(request, body),
        agent: agents[url.protocol === 'https:' ? 'https:' : 'http:'],
        lookup: lookupOf(options.lookup ?? lookupName, isAllowed),
        signal,
      })
      const credentials = credentialsIn(request.headers, body)
      return responseOf(answer, await bytesOf(answer, mostBytes), credentials)
    } catch (error) {
      // Why it was given up, and not that it was.
      signal.throwIfAborted()
      throw error
    }
  }
}

/** Nothing was sent, because of where it would have gone. */
class NotAllowed extends Error {
  readonly code: 'ERR_HOST_NOT_CONFIGURED' | 'ERR_ADDRESS_NOT_ALLOWED'

  constructor(code: NotAllowed['code']) {
    super('this desk sends nothing there')
    this.name = 'NotAllowed'
    this.code = code
  }
}

/** Resolves a name to those of its addresses that may be connected to. */
function lookupOf(
  lookup: typeof lookupName,
  isAllowed: (address: string) => boolean,
): LookupFunction {
  return (name, options, callback) => {
    lookup(name, { ...options, all: true }, (error, addresses) => {
      // Then there are none, whatever its type says.
      if (error) return callback(error, '')
      const allowed = addresses.filter(({ address }) => isAllowed(address))
      const [first] = allowed
      const refused = first ? null : new NotAllowed('ERR_ADDRESS_NOT_ALLOWED')
      if (options.all) callback(refused, allowed)
      else callback(refused, first?.address ?? '', first?.family)
    })
  }
}

function headersOf(request: Request, body: Buffer): Record<string, string> {
  return {
    'user-agent': 'Contact-Desk',
    ...Object.fromEntries(request.headers),
    'accept-encoding': 'gzip',
    ...(request.body && { 'content-length': String(body.byteLength) }),
  }
}

function answerTo(url: URL, body: Buffer, options: RequestOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const begin = url.protocol === 'https:' ? overTls : overHttp
    const asking = begin(url, options, resolve)
    asking.on('error', reject)
    asking.on('socket', (socket) => {
      if (socket.connecting) giveUpLate(socket)
    })
    asking.end(body)
  })
}

/** Node itself waits for a connection as long as the machine does, which is minutes. */
function giveUpLate(socket: Socket): void {
  const late = setTimeout(() => {
    const why = { code: 'ETIMEDOUT', syscall: 'connect' }
    socket.destroy(Object.assign(new Error('no connection in time'), why))
  }, connecting)
  const isThere = 'encrypted' in socket ? 'secureConnect' : 'connect'
  for (const event of [isThere, 'close']) socket.once(event, () => clearTimeout(late))
}

/** The whole body, decompressed. */
async function bytesOf(answer: IncomingMessage, mostBytes: number): Promise<Buffer> {
  const encoding = answer.headers['content-encoding']?.trim().toLowerCase() || 'identity'
  const chunks: Buffer[] = []
  const keep = async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) chunks.push(chunk)
  }
  const limited = (source: AsyncIterable<Buffer>) => atMost(mostBytes, source)
  if (encoding === 'gzip') await pipeline(answer, limited, createGunzip(), limited, keep)
  else if (encoding === 'identity') await pipeline(answer, limited, keep)
  else {
    answer.destroy()
    throw new Error('the answer is packed in a way that was not asked for')
  }
  return Buffer.concat(chunks)
}

async function* atMost(bytes: number, source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let left = bytes
  for await (const chunk of source) {
    left -= chunk.byteLength
    if (left < 0) throw new Error(`the answer is longer than ${bytes} bytes`)
    yield chunk
  }
}

/** Headers of the connection, and those that the desk does not use. */
const dropped = new Set([
  ...['connection', 'keep-alive', 'transfer-encoding', 'trailer', 'upgrade'],
  ...['content-encoding', 'content-length', 'set-cookie'],
])

function responseOf(
  { statusCode = 0, headersDistinct }: IncomingMessage,
  body: Buffer,
  credentials: readonly string[],
): Response {
  const headers = new Headers()
  for (const [name, values = []] of Object.entries(headersDistinct))
    if (!dropped.has(name))
      for (const value of values)
        headers.append(
          name,
          redactCredentials(Buffer.from(value, 'latin1'), credentials).toString('latin1'),
        )
  const isEmpty = [204, 205, 304].includes(statusCode)
  const bytes = new Uint8Array(redactCredentials(body, credentials))
  return new Response(isEmpty ? null : bytes, { status: statusCode, headers })
}
