import type { Embedded } from '#contract/backend/vendor.ts'
import { embeddedBusiness, embeddedToken } from '#backends/dayzero/embedded/http/access.ts'
import { dayZeroApp } from './app.ts'
import { fill } from '#backends/dayzero/embedded/demo/seed.ts'
import { foldAgain } from './customers/foldAgain.ts'
import schema from './schema.sql?raw'

/** Day Zero, embedded: its HTTP API on PostgreSQL, as faithful as its documentation allows. */
export const embedded: Embedded = {
  schema,
  changes: [foldAgain],
  settings: {
    // Never looked up: what is sent there is handed to the app itself.
    address: 'http://embedded.invalid',
    token: embeddedToken,
    businessId: embeddedBusiness,
  },
  app: dayZeroApp,
  seed: fill,
}
