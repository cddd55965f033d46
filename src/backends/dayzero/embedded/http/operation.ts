import type { Endpoint } from '#contract/backend/endpoint.ts'
import type { Database } from '#contract/backend/vendor.ts'
import type { Access } from './access.ts'
import type { Model, Parsed } from '#backends/dayzero/embedded/pydantic/pydantic.ts'

/** What an operation is given: a request that is allowed and valid. */
export interface Call<Query extends Model = Model, Body extends Model = Model> extends Access {
  params: Record<string, string>
  query: Parsed<Query>
  body: Parsed<Body>
  database: Database
  now: Date
  newId(): string
}

interface Work<Query extends Model, Body extends Model> {
  endpoint: Endpoint
  /** Whether `x-business-id` is needed. */
  scope?: 'business' | 'token'
  writes?: boolean
  query?: Query
  body?: Body
  /** Answers the payload; undefined where there is none, as after a delete. */
  run(call: Call<Query, Body>): Promise<unknown>
}

/** One endpoint with everything needed to serve it. */
export interface Operation {
  endpoint: Endpoint
  scope: 'business' | 'token'
  writes: boolean
  query: Model
  body: Model | null
  run(call: Call): Promise<unknown>
}

export function operation<Query extends Model = Model, Body extends Model = Model>(
  work: Work<Query, Body>,
): Operation {
  return {
    endpoint: work.endpoint,
    scope: work.scope ?? 'business',
    writes: work.writes ?? false,
    query: work.query ?? {},
    body: work.body ?? null,
    // Only ever called with what `query` and `body` made of the request.
    run: (call) => work.run(call as unknown as Call<Query, Body>),
  }
}
