import { gunzipSync } from 'node:zlib'
import { zuoraBackend } from '#backends/zuora/backend.ts'
import type { Clock } from '#contract/clock.ts'
import type { Settings } from '#backends/zuora/settings.ts'
import { BackendError, type Refusal } from '#contract/api/refusal.ts'

export interface Reply {
  status?: number
  /** JSON; left out: nothing. */
  body?: unknown
  /** Instead of a body. */
  raw?: string | Uint8Array<ArrayBuffer>
  headers?: Record<string, string>
}

export interface Sent {
  /** Method, path and query, unescaped. */
  line: string
  body: unknown
  headers: Headers
}

export const settings: Settings = {
  address: 'https://zuora.example',
  clientId: 'client',
  clientSecret: 'secret',
  shipTo: true,
}

interface Options {
  settings?: Partial<Settings>
  /** Time goes by while the backend waits; this is what goes by besides. */
  now?: () => number
  /** What happens while the backend waits. */
  whileWaiting?: () => unknown
  /** What a token request gets. Left out: a token for an hour. */
  token?: () => Reply | Promise<Reply>
}

/**
 * A Zuora as another person may run it: each call but those for tokens gets what the script says.
 * `waits` are the milliseconds that the backend waited; nobody sleeps.
 */
export function talkingTo(script: (sent: Sent) => Reply | Promise<Reply>, options: Options = {}) {
  const sent: Sent[] = []
  const waits: number[] = []
  let waited = 0
  const clock: Clock = {
    now: () => (options.now?.() ?? 0) + waited,
    random: () => 0,
    pause: async (milliseconds, signal) => {
      waits.push(milliseconds)
      waited += milliseconds
      await options.whileWaiting?.()
      signal?.throwIfAborted()
    },
  }
  const tokens: Sent[] = []
  const token = (): Reply | Promise<Reply> =>
    options.token?.() ?? { body: issued(`token-${tokens.length}`) }
  const backend = zuoraBackend(
    { ...settings, ...options.settings },
    async (request) => {
      const call = await sentIn(request)
      const forToken = call.line === 'POST /oauth/token'
      ;(forToken ? tokens : sent).push(call)
      const reply = await (forToken ? token() : script(call))
      const raw = reply.raw ?? (reply.body === undefined ? null : JSON.stringify(reply.body))
      return new Response(raw, { status: reply.status ?? 200, headers: reply.headers })
    },
    clock,
  )
  return { backend, sent, tokens, waits, lines: () => sent.map(({ line }) => line) }
}

export function issued(token: string, expires_in = 3598) {
  return { access_token: token, token_type: 'bearer', expires_in }
}

async function sentIn(request: Request): Promise<Sent> {
  const { pathname, search } = new URL(request.url)
  const bytes = Buffer.from(await request.arrayBuffer())
  const packed = request.headers.get('content-encoding') === 'gzip'
  const text = (packed ? gunzipSync(bytes) : bytes).toString()
  const isJson = request.headers.get('content-type') === 'application/json'
  return {
    line: `${request.method} ${pathname}${decodeURIComponent(search.replaceAll('+', ' '))}`,
    body: text === '' ? undefined : isJson ? (JSON.parse(text) as unknown) : text,
    headers: request.headers,
  }
}

/** An account `a` whose bill-to is `c1`, as GET /v1/accounts tells it. */
export function account(change: object = {}) {
  return {
    success: true,
    basicInfo: { id: 'a', name: 'Acme', accountNumber: 'A00000001', status: 'Active' },
    billToContact: contact('c1'),
    soldToContact: contact('c1'),
    ...change,
  }
}

/** A contact of that account, as the v1 calls tell it. */
export function contact(id: string, change: object = {}) {
  return {
    success: true,
    id,
    accountId: 'a',
    accountNumber: 'A00000001',
    firstName: 'Pat',
    lastName: `Number ${id}`,
    asBillTo: true,
    asSoldTo: true,
    asShipTo: true,
    ...change,
  }
}

/** A failure as v1 tells it. */
export function failing(...reasons: [code: number | string, message: string][]) {
  return {
    success: false,
    processId: '7F2E4C89A1B3C4D5',
    reasons: reasons.map(([code, message]) => ({ code, message })),
    requestId: '01890000-0000-7000-8000-000000000001',
  }
}

export async function refusalOf(asked: Promise<unknown>): Promise<Refusal> {
  return (await errorOf(asked)).refusal
}

export async function errorOf(asked: Promise<unknown>): Promise<BackendError> {
  const error = await asked.catch((thrown: unknown) => thrown)
  if (error instanceof BackendError) return error
  throw new Error('was not refused', { cause: error })
}
