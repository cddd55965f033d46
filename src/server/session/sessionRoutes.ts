import { keymapSchema, storedKeymapSchema } from '#contract/api/keymap.ts'
import { draftsKeySchema, visitSchema } from '#contract/api/session.ts'
import type { Queries } from '#contract/backend/vendor.ts'
import { noParams } from '#server/http/params.ts'
import { ok, route, type Route } from '#server/http/route.ts'
import { draftEncryptionKey } from './draftEncryptionKey.ts'
import { readShortcuts, storeShortcuts } from './shortcuts.ts'

export function sessionRoutes(database: Queries, now: () => Date): Route[] {
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

    route({
      method: 'GET',
      path: '/api/session/shortcuts',
      summary: 'The keyboard shortcuts that this person has changed',
      params: noParams,
      query: noParams,
      body: null,
      reply: storedKeymapSchema,
      statuses: [200],
      handle: async ({ session: { person } }) =>
        ok({ keymap: await readShortcuts(database, person.id) }),
    }),

    route({
      method: 'PUT',
      path: '/api/session/shortcuts',
      summary: 'Store this person’s keyboard shortcuts; any role may',
      params: noParams,
      query: noParams,
      body: keymapSchema,
      reply: storedKeymapSchema,
      statuses: [200],
      async handle({ session: { person }, body }) {
        await storeShortcuts(database, person.id, body, now())
        return ok({ keymap: body })
      },
    }),
  ]
}
