import * as z from 'zod/mini'
import { noParams } from './params.ts'
import { openApiOf } from './openApi.ts'
import { ok, route, type Route } from './route.ts'

/** The given routes, and the one that describes them all, itself included. */
export function documented(routes: readonly Route[], version: string): Route[] {
  let document: Record<string, unknown> | undefined
  const itself: Route = route({
    method: 'GET',
    path: '/api/openapi.json',
    summary: 'This OpenAPI document',
    params: noParams,
    query: noParams,
    body: null,
    reply: z.record(z.string(), z.unknown()),
    statuses: [200],
    handle: async () => ok((document ??= openApiOf([...routes, itself], version))),
  })
  return [...routes, itself]
}
