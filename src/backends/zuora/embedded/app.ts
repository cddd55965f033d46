import { statesWith } from '#backends/zuora/states.ts'
import type { CustomField, OwnState } from '#contract/fields/field.ts'
import type { Send } from '#contract/backend/send.ts'
import type { EmbeddedOptions } from '#contract/backend/vendor.ts'
import { accountOperations } from '#backends/zuora/embedded/accounts/accounts.ts'
import { acceptsJson } from '#backends/zuora/embedded/http/contentNegotiation.ts'
import {
  refusal,
  responseOf,
  type Answer,
  type Telling,
} from '#backends/zuora/embedded/http/answer.ts'
import { contactOperations } from '#backends/zuora/embedded/contacts/contacts.ts'
import { createToken } from '#backends/zuora/embedded/auth/createToken.ts'
import { reason, ZuoraError } from '#backends/zuora/embedded/http/errors.ts'
import { answeredOnce, fingerprintOf, keyOf } from '#backends/zuora/embedded/http/idempotency.ts'
import { newIds } from './ids.ts'
import { jsonObjectOf } from '#backends/zuora/embedded/http/jsonBody.ts'
import { objectQueryOperations } from '#backends/zuora/embedded/objectQuery/objectQuery.ts'
import type { Call, Family, Operation, Tenant } from '#backends/zuora/embedded/http/operation.ts'
import { rateLimiterOf, type RateLimit } from '#backends/zuora/embedded/http/rateLimit.ts'
import { bytesOf, checkMediaType, textOf } from '#backends/zuora/embedded/http/requestBody.ts'
import { checkHeaders, trackIdOf } from '#backends/zuora/embedded/http/requestHeaders.ts'
import { routerOf } from '#backends/zuora/embedded/http/router.ts'
import { tokensOf } from '#backends/zuora/embedded/auth/token.ts'
import { newest, versionOf } from '#backends/zuora/embedded/http/versions.ts'
import { zoqlOperations } from '#backends/zuora/embedded/zoql/zoql.ts'

export interface ZuoraOptions extends EmbeddedOptions {
  /** The Ship To Contact feature. Left out: on. */
  shipTo?: boolean
  customFields?: readonly CustomField[]
  accountFields?: readonly CustomField[]
  /** States that were added to those of every tenant. */
  states?: readonly OwnState[]
  /** Ids that `Zuora-Entity-Ids` may name. Left out: no Multi-entity, none is known. */
  entities?: readonly string[]
  /** Ids that `Zuora-Org-Ids` may name. Left out: no Multi-Org, none is known. */
  orgs?: readonly string[]
  /** Seconds. Left out: Zuora's. */
  tokenLife?: number
  /** Left out: no limit. Getting a token does not count. */
  rateLimit?: RateLimit
  /** Hears of what ends as a 500. */
  onFault?(error: unknown): void
}

const operations: Operation[] = [
  ...contactOperations,
  ...accountOperations,
  ...objectQueryOperations,
  ...zoqlOperations,
]

/** Zuora's HTTP API on our own tables. Answers /oauth/token, /v1/… and /object-query/…, whatever the host. */
export function zuoraApp(options: ZuoraOptions): Send {
  const { database } = options
  const now = () => options.now()
  const newId = newIds(now)
  const find = routerOf(operations)
  const tokens = tokensOf(database, now, options.tokenLife ?? 3598)
  const count = options.rateLimit && rateLimiterOf(options.rateLimit, now)
  const reach = { entities: options.entities ?? [], orgs: options.orgs ?? [] }
  const tenant: Tenant = {
    shipTo: options.shipTo ?? true,
    customFields: options.customFields ?? [],
    accountFields: options.accountFields ?? [],
    states: statesWith(options.states ?? []),
  }

  async function answered(request: Request, url: URL, telling: Telling): Promise<Answer> {
    // Browsers ask with OPTIONS first. No token comes with that.
    if (request.method === 'OPTIONS') throw notForBrowsers()
    if (telling.family === 'token') {
      if (request.method !== 'POST') throw notAllowed(request.method)
      return done(telling, await createToken(request, { database, now: now(), tokens }))
    }
    await tokens.check(request.headers.get('authorization'))
    const limits = count?.()
    const answer = await called(request, url, telling).catch((error: unknown) =>
      told(error, telling),
    )
    return { ...answer, headers: { ...answer.headers, ...limits } }
  }

  /**
   * Who asks is known by now. Then, in an order that is not documented: Zuora's own headers, path
   * and method, media types, JSON, the idempotency key, and last the operation, which first looks
   * for what it is about.
   */
  async function called(request: Request, url: URL, telling: Telling): Promise<Answer> {
    checkHeaders(request.headers, reach)
    const { operation, params } = find(request.method, url.pathname)
    if (!acceptsJson(request.headers.get('accept')))
      throw new ZuoraError([reason(45, 'Only application/json can be answered.')], { status: 406 })
    const bytes = operation.endpoint.body ? await bytesOf(request) : new Uint8Array()
    if (bytes.byteLength > 0)
      checkMediaType(request.headers.get('content-type'), 'application/json')
    const body = operation.endpoint.body ? jsonObjectOf(textOf(bytes)) : {}
    const call = { params, query: url.searchParams, body, now: now(), tenant, newId }
    const run = async (queries: Call['queries']) =>
      done(telling, await operation.run({ ...call, queries }))
    const key = keyOf(request.method, request.headers)
    if (key === null) return run(database)
    const asked = { key, fingerprint: fingerprintOf(request, url, bytes) }
    return answeredOnce(database, asked, now, run, (error) => told(error, telling))
  }

  function told(error: unknown, telling: Telling): Answer {
    if (!(error instanceof ZuoraError)) options.onFault?.(error)
    const known =
      error instanceof ZuoraError ? error : new ZuoraError([reason(60, 'Internal error.')])
    const answer = refusal(known, telling)
    return { ...answer, headers: withRequestId(answer.headers, telling) }
  }

  return async (request) => {
    const url = new URL(request.url)
    const telling: Telling = {
      family: familyOf(url.pathname),
      version: versionOf(request.headers.get('zuora-version')) ?? newest,
      requestId: crypto.randomUUID(),
    }
    const answer = await answered(request, url, telling).catch((error: unknown) =>
      told(error, telling),
    )
    const response = await responseOf(answer, request)
    const trackId = trackIdOf(request.headers)
    if (trackId !== undefined) response.headers.set('zuora-track-id', trackId)
    return response
  }
}

function done(telling: Telling, body: unknown): Answer {
  return { status: 200, headers: withRequestId({}, telling), body: JSON.stringify(body) }
}

/** A kept answer brings its own along, as that is the one in its body. */
function withRequestId(headers: Record<string, string>, { requestId }: Telling) {
  return { 'zuora-request-id': requestId, ...headers }
}

function familyOf(path: string): Family | 'token' {
  if (path === '/oauth/token') return 'token'
  if (path.startsWith('/object-query/')) return 'objectQuery'
  return path.startsWith('/v1/action/') ? 'action' : 'v1'
}

/** Only four other calls of Zuora's answer browsers. */
function notForBrowsers(): ZuoraError {
  return new ZuoraError([reason(10, 'This API is not CORS enabled.', 900_000)], { atGate: true })
}

function notAllowed(method: string): ZuoraError {
  return new ZuoraError([reason(45, `Request method '${method}' is not supported.`)], {
    status: 405,
    headers: { allow: 'POST' },
  })
}
