import { draftsKeySchema, visitSchema } from '#contract/api/session.ts'
import type { Queries } from '#contract/backend/vendor.ts'
import { noParams } from '#server/http/params.ts'
import { ok, route, type Route } from '#server/http/route.ts'
import { draftEncryptionKey } from './draftEncryptionKey.ts'

export function sessionRoutes(database: Queries): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/session',
      summary: 'The signed-in person',
      params: noParams,
      query: noParams,
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
      summary: 'The key that encrypts this person’s drafts in the browser',
      params: noParams,
      query: noParams,
      body: null,
      reply: draftsKeySchema,
      statuses: [200],
      handle: async ({ session: { person } }) =>
        ok({ key: await draftEncryptionKey(database, person.id) }),
    }),
  ]
}
