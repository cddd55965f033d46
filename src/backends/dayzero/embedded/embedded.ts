import type { Embedded } from '#contract/vendor.ts'
import { embeddedBusiness, embeddedToken } from './access.ts'
import { dayZeroApp } from './app.ts'
import { fill } from './fill.ts'
import schema from './schema.sql?raw'

/** Day Zero, embedded: its HTTP API on PostgreSQL, as faithful as its documentation allows. */
export const embedded: Embedded = {
  schema,
  settings: {
    // Never looked up: what is sent there is handed to the app itself.
    address: 'http://embedded.invalid',
    token: embeddedToken,
    businessId: embeddedBusiness,
  },
  app: dayZeroApp,
  fill,
}
