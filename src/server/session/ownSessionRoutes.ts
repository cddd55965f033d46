import * as z from 'zod/mini'
import { endSessionSchema, ownSessionsSchema } from '#contract/api/ownSessions.ts'
import { noParams } from '#server/http/params.ts'
import { ok, route, type Route, type RouteResult } from '#server/http/route.ts'
import type { DeskSession } from '#server/http/session.ts'
import type { Sessions } from './sessions.ts'

type Listed = RouteResult<z.infer<typeof ownSessionsSchema>>

const sessionParams = z.object({ session: z.string().check(z.regex(/^[\w-]{1,64}$/)) })

/**
 * A person's own sessions. What is ended is over at every gateway with its next request; ending what is
 * over already, or somebody else's, changes nothing, and the answer is the same.
 * @param sessions null without sign-in
 */
export function ownSessionRoutes(sessions: Sessions | null): Route[] {
  const listed = async ({ person, id }: DeskSession): Promise<Listed> =>
    ok({ items: sessions ? await sessions.listOwn(person.id, id) : [] })

  return [
    route({
      method: 'GET',
      path: '/api/sessions',
      summary: 'The sessions of the signed-in person, the one used last first',
      params: noParams,
      query: noParams,
      body: null,
      reply: ownSessionsSchema,
      statuses: [200],
      handle: ({ session }) => listed(session),
    }),

    route({
      method: 'PUT',
      path: '/api/sessions',
      summary: 'Ends all sessions of the signed-in person but the one that asks',
      params: noParams,
      query: noParams,
      body: endSessionSchema,
      reply: ownSessionsSchema,
      statuses: [200],
      async handle({ session, reference }) {
        await sessions?.endOwn(session.person.id, (id) => id !== session.id, reference)
        return listed(session)
      },
    }),

    route({
      method: 'PUT',
      path: '/api/sessions/{session}',
      summary: 'Ends one session of the signed-in person',
      params: sessionParams,
      query: noParams,
      body: endSessionSchema,
      reply: ownSessionsSchema,
      statuses: [200],
      async handle({ params, session, reference }) {
        await sessions?.endOwn(session.person.id, (id) => id === params.session, reference)
        return listed(session)
      },
    }),
  ]
}
