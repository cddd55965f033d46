import { sessionSchema } from '#contract/session.ts'
import { nothing } from '#server/gateway/ids.ts'
import { ok, route, type Route } from '#server/gateway/route.ts'

export function sessionRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/session',
      summary: 'Who is at the desk',
      params: nothing,
      query: nothing,
      body: null,
      reply: sessionSchema,
      statuses: [200],
      handle: async ({ session: { person, signIn } }) =>
        ok({ person: { id: person.id, name: person.name }, signIn }),
    }),
  ]
}
