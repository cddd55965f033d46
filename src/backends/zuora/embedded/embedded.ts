import type { Embedded } from '#contract/backend/vendor.ts'
import { zuoraApp } from './app.ts'
import { embeddedClient } from '#backends/zuora/embedded/auth/createToken.ts'
import { fill } from '#backends/zuora/embedded/demo/seed.ts'
import schema from './schema.sql?raw'

/** Zuora, embedded: its HTTP API on PostgreSQL, as faithful as its documentation allows. */
export const embedded: Embedded = {
  schema,
  settings: {
    // Never looked up: what is sent there is handed to the app itself.
    address: 'http://embedded.invalid',
    clientId: embeddedClient.id,
    clientSecret: embeddedClient.secret,
    shipTo: true,
  },
  app: zuoraApp,
  seed: fill,
}
