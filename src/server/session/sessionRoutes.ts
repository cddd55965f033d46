import { draftsKeySchema, visitSchema } from '#contract/session.ts'
import type { Queries } from '#contract/vendor.ts'
import { nothing } from '#server/gateway/ids.ts'
import { ok, route, type Route } from '#server/gateway/route.ts'
import { draftsKeyOf } from './draftsKey.ts'

export function sessionRoutes(database: Queries): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/session',
      summary: 'Who is at the desk',
      params: nothing,
      query: nothing,
      body: null,
      reply: visitSchema,
      statuses: [200],
      signedOut: { person: null, signIn: 'oidc' },
      handle: async ({ session: { person, signIn } }) =>
        ok({ person: { id: person.id, name: person.name }, signIn }),
    }),

    route({
      method: 'GET',
      path: '/api/session/drafts-key',
      summary: 'What this person’s unsaved text is sealed with in the browser',
      params: nothing,
      query: nothing,
      body: null,
      reply: draftsKeySchema,
      statuses: [200],
      handle: async ({ session: { person } }) =>
        ok({ key: await draftsKeyOf(database, person.id) }),
    }),
  ]
}
