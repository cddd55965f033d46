import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import pino from 'pino'
import { deskHeader } from '#contract/api/api.ts'
import type { Backend } from '#contract/backend/backend.ts'
import type { Send } from '#contract/backend/send.ts'
import type { Outcome, Submission } from '#contract/api/submission.ts'
import type { Database, DemoCustomer, Vendor } from '#contract/backend/vendor.ts'
import { dayzero } from '#backends/dayzero/vendor.ts'
import { zuora } from '#backends/zuora/vendor.ts'
import { deskApp } from '#server/app.ts'
import { openDatabase } from '#server/database/database.ts'
import { migrate } from '#server/database/migrate.ts'
import { createEmbeddedApps } from '#server/embedded/embeddedApps.ts'
import { configuredAs } from '#server/config/configured.ts'
import type { OpenWorkspace } from '#server/workspaces/openWorkspace.ts'
import { httpServer, listen } from '#server/http/httpServer.ts'
import { outbound } from '#server/outbound/outbound.ts'
import { asBrowser } from '../../helpers/asBrowser.ts'
import { deskMigrations } from '#server/migrations/migrations.ts'

export const racedVendors = { dayzero, zuora }

export type VendorId = keyof typeof racedVendors

/** Two gateways on one database, and the billing systems of another desk, reached by HTTP. */
export interface Scene {
  /** Saves through one of the gateways, and asks again until it is told what came of it. */
  save(gateway: number, vendor: VendorId, submission: Submission): Promise<Outcome>
  /** The billing system itself, as another application reaches it. */
  billing: Readonly<Record<VendorId, Backend>>
  /** Customers that nobody else uses, by vendor. */
  customers: Readonly<Record<VendorId, readonly string[]>>
  /** Milliseconds that a call of a gateway takes on its way there and back, from now on. */
  setDelay(milliseconds: number): void
  stop(): Promise<void>
}

const origin = 'http://localhost:3000'

/** How many customers are raced at side by side. */
const lanes = 8

/** @param urls of two empty databases: of the desk under test, and of the billing systems */
export async function openScene(urls: { desk: string; billing: string }): Promise<Scene> {
  let delay = 0
  const vendors = Object.values(racedVendors)
  const log = pino({ level: 'silent' })
  const now = () => new Date()

  const billingDatabase = openDatabase(urls.billing, { connections: 20 })
  await migrate(billingDatabase, deskMigrations(vendors))
  const embedded = createEmbeddedApps(vendors, { database: billingDatabase, now })
  const billingDesk = appOf({ database: billingDatabase, workspaces: [], embedded })
  const server = httpServer(async (request: Request) => {
    await pause(delay / 2)
    const answer = await billingDesk.fetch(request)
    await pause(delay / 2)
    return answer
  })
  const address = await listen(server, '127.0.0.1', 0)
  const billing = billingOf(embedded)
  const customers = {
    dayzero: await filled(dayzero, billingDatabase, billing.dayzero),
    zuora: await filled(zuora, billingDatabase, billing.zuora),
  }

  const databases = [1, 2].map(() => openDatabase(urls.desk, { connections: 10 }))
  await migrate(databases[0]!, deskMigrations([]))
  const gateways = databases.map((database) => {
    const workspaces = vendors.map((vendor) => outsideWorkspace(vendor, address))
    return appOf({ database, workspaces, embedded: new Map() })
  })
  for (const { sweeper } of gateways) sweeper.start()

  function appOf(own: Pick<Parameters<typeof deskApp>[0], 'database' | 'workspaces' | 'embedded'>) {
    return deskApp({
      ...own,
      ...{ page: null, log, hosts: ['localhost', '127.0.0.1'], embeddedApi: 'everyone' },
      ...{ version: '0.0.0-races', now, signIn: null, rateLimits: 0 },
    })
  }

  return {
    billing,
    customers,
    setDelay: (milliseconds) => {
      delay = milliseconds
    },
    async save(gateway, vendor, submission) {
      const browser = asBrowser(async (request) => gateways[gateway]!.fetch(request))
      const url = `${origin}/api/workspaces/${vendor}/submissions/${randomUUID()}`
      const body = JSON.stringify(submission)
      const headers = { 'content-type': 'application/json', [deskHeader]: '1' }
      for (;;) {
        const answer = await browser(new Request(url, { method: 'PUT', headers, body }))
        const told = (await answer.json()) as Outcome | { error: unknown }
        if ('error' in told) throw new Error(`${answer.status} ${JSON.stringify(told)}`)
        if (told.state === 'succeeded' || told.state === 'rejected') return told
        await pause(50)
      }
    },
    async stop() {
      for (const { sweeper } of gateways) await sweeper.stop()
      await new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      })
      for (const database of [...databases, billingDatabase]) await database.close()
    },
  }
}

/** As a workspace of a billing system outside is configured. */
function outsideWorkspace(vendor: Vendor, host: string): OpenWorkspace {
  const address = `${host}/embedded/${vendor.id}`
  const settings = { ...vendor.embedded.settings, address }
  const variation = vendor.variation(settings)
  return {
    id: vendor.id,
    name: vendor.title,
    environment: { word: 'Test', tone: 'test' },
    vendor,
    configured: configuredAs(vendor, settings, []),
    variation,
    form: vendor.form(variation),
    backend: vendor.connect(settings, outbound({ origins: [address] })),
    joined: false,
  }
}

function billingOf(embedded: ReadonlyMap<string, Send>): Record<VendorId, Backend> {
  const own = (vendor: Vendor) => vendor.connect(vendor.embedded.settings, embedded.get(vendor.id)!)
  return { dayzero: own(dayzero), zuora: own(zuora) }
}

/** Customers with three contacts each. */
async function filled(vendor: Vendor, database: Database, backend: Backend): Promise<string[]> {
  const names = Array.from({ length: lanes }, (_, lane) => `Race track ${lane}`)
  await vendor.embedded.seed(database, names.map(racing))
  const { items } = await backend.customers({ search: 'Race track', limit: 50 })
  const ids = items.filter(({ name }) => names.includes(name)).map(({ id }) => id)
  if (ids.length < lanes) throw new Error(`only ${ids.length} customers at ${vendor.title}`)
  return ids
}

function racing(name: string): DemoCustomer {
  const people = ['Ada', 'Bea', 'Cleo'].map((firstName, index) => ({
    firstName,
    lastName: 'Runner',
    email: `${firstName.toLowerCase()}@runners.example`,
    phone: '+44 20 7946 0000',
    role: 'Billing',
    notes: null,
    primary: index === 0,
    ...{ street: '1 Track Road', city: 'Leeds', postalCode: 'LS1 1AA' },
  }))
  const address = '1 Track Road, Leeds'
  return { name, email: 'office@runners.example', phone: '', address, country: 'GB', people }
}
