import type { Logger } from 'pino'
import type * as z from 'zod/mini'
import type { AccessRole } from '#contract/api/accessRole.ts'
import type { DeskSession } from './session.ts'
import { validate, validateParams } from './validate.ts'

/** What a handler is given: checked, and nothing else of the request. */
export interface RouteContext<Params, Query, Body> {
  params: Params
  query: Query
  body: Body
  session: DeskSession
  /** The role that this route takes in a workspace. */
  needs: AccessRole
  /** Aborts when the browser gives up. */
  signal: AbortSignal
  log: Logger
  /** Finds this request in the log. */
  reference: string
}

export interface RouteResult<Reply> {
  status: 200 | 202
  body: Reply
  headers?: Record<string, string>
}

/** One address of the desk's own API, declared once: mounted and documented by the same table. */
export interface RouteDefinition<Params, Query, Body, Reply> {
  method: 'GET' | 'PUT'
  /** With `{name}` for parameters, as OpenAPI writes them. */
  path: string
  summary: string
  /** Left out: a viewer may read, and an editor may write. */
  needs?: AccessRole
  params: z.ZodMiniType<Params>
  query: z.ZodMiniType<Query>
  /** null where there is none. */
  body: z.ZodMiniType<Body> | null
  reply: z.ZodMiniType<Reply>
  statuses: readonly (200 | 202)[]
  /** The answer to a request without a session. Left out: 401. */
  signedOut?: Reply
  handle(asked: RouteContext<Params, Query, Body>): Promise<RouteResult<Reply>>
}

/** The unread request, part by part. */
interface UnparsedRequest {
  params: unknown
  query: unknown
  body: unknown
}

/** A declared route without its type parameters. */
export interface Route extends Omit<RouteDefinition<unknown, unknown, unknown, unknown>, 'handle'> {
  /** Checks every part, then handles. Throws `HttpRefusal` where a part does not fit. */
  answer(unread: UnparsedRequest, rest: RequestContext): Promise<RouteResult<unknown>>
}

type RequestContext = Omit<RouteContext<unknown, unknown, unknown>, keyof UnparsedRequest | 'needs'>

export function route<Params, Query, Body, Reply>(
  it: RouteDefinition<Params, Query, Body, Reply>,
): Route {
  return {
    ...it,
    async answer(unread, rest) {
      return it.handle({
        ...rest,
        needs: it.needs ?? (it.method === 'GET' ? 'viewer' : 'editor'),
        params: validateParams(it.params, unread.params),
        query: validate(it.query, unread.query),
        // Where no body is declared its type is never, so that no handler reads it.
        body: it.body ? validate(it.body, unread.body) : (undefined as Body),
      })
    },
  }
}

export function ok<Reply>(body: Reply): RouteResult<Reply> {
  return { status: 200, body }
}
