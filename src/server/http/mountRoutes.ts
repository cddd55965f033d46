import type { Context, Hono } from 'hono'
import { personHeader } from '#contract/api/api.ts'
import type { DeskSession, SessionOf } from './session.ts'
import { gatewayText } from '#text/gatewayText.ts'
import { readJson } from './body.ts'
import type { RequestEnv } from './requestEnv.ts'
import { malformed, HttpRefusal } from './httpRefusal.ts'
import { ok, type RouteResult, type Route } from './route.ts'
import { checkWrite } from './csrf.ts'

/** A request that was refused because of its person's role. */
export interface DeniedRequest {
  session: DeskSession
  workspace: string
  /** Method and pattern of the address. */
  route: string
  status: number
  reference: string
}

export interface Visits {
  sessionOf: SessionOf
  /** Awaited before the answer leaves. Left out: nobody counts them. */
  onDenied?: (denied: DeniedRequest) => Promise<void>
}

/** Mounts the table of routes; other methods of an address are answered with 405 and `Allow`. */
export function mountRoutes(
  app: Hono<RequestEnv>,
  routes: readonly Route[],
  { sessionOf, onDenied }: Visits,
): void {
  for (const route of routes)
    app.on(route.method, honoPath(route.path), (c) => {
      c.set('route', route.path)
      return answerOf(c, route, { sessionOf, onDenied })
    })

  for (const path of new Set(routes.map((route) => route.path)))
    app.all(honoPath(path), (c) => {
      c.set('route', path)
      throw notTaken(routes.filter((route) => route.path === path).map((route) => route.method))
    })
}

async function answerOf(
  c: Context<RequestEnv, string>,
  route: Route,
  { sessionOf, onDenied }: Visits,
): Promise<Response> {
  const request = c.req.raw
  if (route.method !== 'GET') checkWrite(request)
  const session = await sessionOf(request)
  const { status, body, headers } =
    session && isForThisPerson(session, request)
      ? await answerTo(session, c, route).catch(async (error: unknown) => {
          const denied = deniedIn(error, session, c, route)
          if (denied) await onDenied?.(denied)
          throw error
        })
      : toNobody(route)
  const text = JSON.stringify(body)
  // The length tells the compression whether it is worth it.
  const length = String(Buffer.byteLength(text))
  return new Response(text, {
    status,
    headers: { 'content-type': 'application/json', 'content-length': length, ...headers },
  })
}

function deniedIn(
  error: unknown,
  session: DeskSession,
  c: Context<RequestEnv, string>,
  { method, path }: Route,
): DeniedRequest | null {
  if (!(error instanceof HttpRefusal)) return null
  const { security, status } = error
  if (security !== 'role refused' && security !== 'workspace refused') return null
  const workspace = c.req.param('workspace') ?? ''
  return { session, workspace, route: `${method} ${path}`, status, reference: c.var.reference }
}

/** Whether the session belongs to the person whose page sends the request. */
function isForThisPerson({ person }: DeskSession, request: Request): boolean {
  const meant = request.headers.get(personHeader)
  return meant === null || meant === person.id
}

/** @throws HttpRefusal 401 where the route needs a session */
function toNobody({ signedOut }: Route): RouteResult<unknown> {
  if (signedOut === undefined)
    throw new HttpRefusal({ kind: 'signedOut' }, 401, { security: 'not signed in' })
  return ok(signedOut)
}

async function answerTo(
  session: DeskSession,
  c: Context<RequestEnv, string>,
  route: Route,
): Promise<RouteResult<unknown>> {
  const request = c.req.raw
  const unread = {
    params: c.req.param(),
    query: queryOf(request.url),
    body: route.body ? await readJson(c) : undefined,
  }
  const { log, reference } = c.var
  return route.answer(unread, { session, signal: request.signal, log, reference })
}

/** The refusal for a method that an address does not take. */
export function notTaken(methods: readonly string[]): HttpRefusal {
  const allowed = methods
    .flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : method))
    .join(', ')
  return new HttpRefusal({ kind: 'rejected', message: gatewayText.method(allowed) }, 405, {
    headers: { allow: allowed },
  })
}

function honoPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1')
}

function queryOf(address: string): Record<string, string> {
  const query = new Map<string, string>()
  for (const [name, value] of new URL(address).searchParams) {
    // Which of two would be meant is anybody's guess, and parsers disagree.
    if (query.has(name)) throw malformed(name, gatewayText.query.twice)
    query.set(name, value)
  }
  return Object.fromEntries(query)
}
