import { randomUUID } from 'node:crypto'
import pino from 'pino'
import { deskHeader } from '#contract/api/api.ts'
import type { Backend } from '#contract/backend/backend.ts'
import type { Submission } from '#contract/api/submission.ts'
import { plain } from '#contract/fields/field.ts'
import type { Database, Vendor } from '#contract/backend/vendor.ts'
import { configuredEmbedded } from '#server/config/configured.ts'
import { deskApp, type DeskApp, type DeskOptions, type OpenWorkspace } from '#server/app.ts'
import { asBrowser } from './asBrowser.ts'
import { freshDatabase } from './database.ts'
import { memoryBackend, memoryVendor } from './memoryBackend.ts'
import { distribute, serversThere } from './servers.ts'
import type { Customer } from '#contract/fields/contact.ts'
import { deskSchema } from '#server/migrations/migrations.ts'

export const origin = 'http://localhost:3000'

export const customer: Customer = {
  id: 'c-1',
  name: 'Plain Paper Company',
  number: null,
  email: null,
  place: null,
  status: 'active',
  mailsInvoices: null,
  copies: [],
}

/** A desk in this process, with its log and its ways in. */
export interface Gateway {
  database: Database
  /** Every line it has logged. */
  log: Record<string, unknown>[]
  sweeper: DeskApp['sweeper']
  giveBack: DeskApp['giveBack']
  writeDenials: DeskApp['writeDenials']
  /** As the desk's own page asks. */
  ask(path: string, init?: RequestInit): Promise<Response>
  /** As anything that can speak HTTP asks. */
  raw(request: Request, env?: object): Promise<Response>
  submit(
    submission: Submission | Record<string, unknown>,
    submissionId?: string,
    workspace?: string,
  ): Promise<Response>
}

/** The real gateway over whatever backend, on a real database. */
export async function openGateway(options: Partial<DeskOptions> = {}): Promise<Gateway> {
  const database = options.database ?? (await deskDatabase())
  const log: Record<string, unknown>[] = []
  const app = deskApp({
    workspaces: [workspaceOn(memoryBackend(customer))],
    embedded: new Map(),
    page: null,
    log: pino({ level: 'debug' }, { write: (line) => void log.push(JSON.parse(line)) }),
    hosts: ['localhost'],
    embeddedApi: 'loopback',
    version: '0.0.0-test',
    now: () => new Date(),
    signIn: null,
    ...options,
    database,
  })
  const browser = asBrowser(async (request) => app.fetch(request))
  const ask = (path: string, init?: RequestInit) => browser(new Request(`${origin}${path}`, init))
  return {
    database,
    log,
    sweeper: app.sweeper,
    giveBack: app.giveBack,
    writeDenials: app.writeDenials,
    ask,
    raw: async (request, env) => app.fetch(request, env),
    submit: (submission, submissionId = randomUUID(), workspace = 'desk') =>
      ask(`/api/workspaces/${workspace}/submissions/${submissionId}`, writing(submission)),
  }
}

/** What a write needs besides what a browser adds. */
export function writing(body: unknown): RequestInit {
  return {
    method: 'PUT',
    headers: { 'content-type': 'application/json', [deskHeader]: '1' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  }
}

/** A fresh database with the ledger in it. */
export async function deskDatabase(): Promise<Database> {
  const { database } = await freshDatabase()
  await database.query(deskSchema)
  if (serversThere().length > 1) await distribute(database)
  return database
}

export function workspaceOn(backend: Backend, id = 'desk'): OpenWorkspace {
  return {
    id,
    name: 'The desk under test',
    environment: { word: 'Test', tone: 'test' },
    vendor: memoryVendor,
    configured: configuredEmbedded(memoryVendor),
    variation: plain,
    form: memoryVendor.form(plain),
    backend,
    joined: false,
  }
}

/** The workspace of a vendor's embedded API, as a desk with nothing configured has it. */
export function embeddedWorkspace(vendor: Vendor, backend: Backend): OpenWorkspace {
  const variation = vendor.variation(vendor.embedded.settings)
  return {
    id: `${vendor.id}-embedded`,
    name: vendor.title,
    environment: { word: 'Embedded', tone: 'embedded' },
    vendor,
    configured: configuredEmbedded(vendor),
    variation,
    form: vendor.form(variation),
    backend,
    joined: false,
  }
}

/** A valid, boring create; a test names only what matters to it. */
export function aCreate(
  values: Record<string, string | boolean | null> = {},
  revision = 1,
): Submission & { op: 'create' } {
  return {
    op: 'create',
    revision,
    customer: customer.id,
    values: { name: 'Pat Plain', is_primary: false, ...values },
  }
}
