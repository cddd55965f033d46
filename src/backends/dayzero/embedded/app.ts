import type { Send } from '#contract/backend/send.ts'
import type { EmbeddedOptions } from '#contract/backend/vendor.ts'
import { accessOf } from '#backends/dayzero/embedded/http/access.ts'
import { bodyOf } from '#backends/dayzero/embedded/http/body.ts'
import { listBusinesses } from '#backends/dayzero/embedded/customers/businesses.ts'
import { contactOperations } from '#backends/dayzero/embedded/contacts/contacts.ts'
import { listCustomers } from '#backends/dayzero/embedded/customers/customerList.ts'
import { customerOperations } from '#backends/dayzero/embedded/customers/customers.ts'
import { checkDuplicates } from '#backends/dayzero/embedded/customers/duplicates.ts'
import { ApiError, errorResponse, jsonResponse } from '#backends/dayzero/embedded/http/errors.ts'
import { newIds } from '#backends/dayzero/embedded/http/ids.ts'
import type { Json } from '#backends/dayzero/embedded/pydantic/json.ts'
import {
  parse,
  type Model,
  type Parsed,
  type Problem,
} from '#backends/dayzero/embedded/pydantic/pydantic.ts'
import { rateLimiterOf, type RateLimit } from '#backends/dayzero/embedded/http/rateLimit.ts'
import { routerOf } from '#backends/dayzero/embedded/http/router.ts'

export interface DayZeroOptions extends EmbeddedOptions {
  /** Older documentation shows bare resources, newer wraps them in an envelope. */
  generation?: 'bare' | 'enveloped'
  /** Left out: no limit. */
  rateLimit?: RateLimit
  /** Hears of what ends as a 500. */
  onFault?(error: unknown): void
}

/** Starlette takes the first that fits, so those with fewer parameters stand first. */
const operations = [
  listBusinesses,
  listCustomers,
  checkDuplicates,
  ...customerOperations,
  ...contactOperations,
]

/** Day Zero's HTTP API on our own tables. Answers paths below /api/v1, whatever the host. */
export function dayZeroApp(options: DayZeroOptions): Send {
  const { database, generation = 'bare' } = options
  const now = () => options.now()
  const find = routerOf(operations)
  const count = options.rateLimit && rateLimiterOf(options.rateLimit, now)
  const newId = newIds(now)

  /** FastAPI's order: the body is read, then whoever asks is known, then what is asked is checked. */
  async function answer(request: Request): Promise<Response> {
    count?.()
    const url = new URL(request.url)
    const route = find(request.method, url)
    if (route instanceof Response) return route
    const { operation, params } = route
    const raw = operation.body ? await bodyOf(request) : undefined
    const access = accessOf(request.headers, operation)
    const { query, body } = validated(operation, url.searchParams, raw)
    const result = await operation.run({
      ...access,
      ...{ params, query, body, database, newId },
      now: now(),
    })
    return jsonResponse(operation.endpoint.success, JSON.stringify(wrapped(result)))
  }

  /** Without data (a delete), a bare body is `null` and an envelope has no `data`. */
  function wrapped(data: unknown): unknown {
    if (generation === 'bare') return data ?? null
    return { success: true, message: null, code: null, data }
  }

  function refusal(error: unknown): Response {
    if (error instanceof ApiError) return errorResponse(error)
    options.onFault?.(error)
    return errorResponse(new ApiError(500, 'Internal server error'))
  }

  return async (request) => {
    const response = await answer(request).catch(refusal)
    response.headers.set('x-request-id', crypto.randomUUID())
    return response
  }
}

/** @throws ApiError 422 with everything that is wrong */
function validated(
  operation: { query: Model; body: Model | null },
  search: URLSearchParams,
  raw: Json | undefined,
): { query: Parsed<Model>; body: Parsed<Model> } {
  const problems: Problem[] = []
  // Of a name that is given twice, the last one counts.
  const query = parse(operation.query, new Map<string, Json>(search), 'query', null, problems)
  const body = operation.body ? parsedBody(operation.body, raw ?? null, problems) : {}
  if (problems.length > 0) throw new ApiError(422, problems)
  return { query, body }
}

function parsedBody(model: Model, raw: Json, problems: Problem[]): Parsed<Model> {
  if (raw instanceof Map) return parse(model, raw, 'body', raw, problems)
  problems.push(
    raw === null
      ? { type: 'missing', loc: ['body'], msg: 'Field required', input: null }
      : {
          type: 'model_attributes_type',
          loc: ['body'],
          msg: 'Input should be a valid dictionary or object to extract fields from',
          input: raw,
        },
  )
  return {}
}
