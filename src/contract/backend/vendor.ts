import type * as z from 'zod/mini'
import type { Backend } from './backend.ts'
import type { FormDefinition, TenantOptions } from '#contract/fields/field.ts'
import type { Refusal } from '#contract/api/refusal.ts'
import type { Send } from './send.ts'
import type { Scope, VendorLimits } from '#contract/api/workspaceSettings.ts'

/** As much of PostgreSQL as a vendor's embedded duplicate needs. */
export interface Queries {
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>
}

export interface Database extends Queries {
  /** Commits when `work` resolves, rolls back when it rejects; serialization failures are retried. */
  transaction<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result>
}

/** Made-up but lifelike: what the embedded backends are filled with on first start. */
export interface DemoCustomer {
  name: string
  email: string
  phone: string
  /** Postal address in one line, as a Day Zero customer holds it. */
  address: string
  /** ISO 3166-1 alpha-2. */
  country: string
  people: DemoPerson[]
}

export interface DemoPerson {
  firstName: string
  lastName: string
  email: string
  phone: string
  role: string
  notes: string | null
  primary: boolean
  street: string
  city: string
  postalCode: string
}

/** What an embedded duplicate is made of. */
export interface Embedded {
  /** Its tables, in a PostgreSQL schema of its own. Runs once, in the migration's transaction. */
  schema: string
  /** What changed since, each run once and in a transaction of its own. Only ever added to. */
  changes?: readonly ((queries: Queries) => Promise<void>)[]
  /** Settings that reach the duplicate itself, made from its own address. */
  settings: Record<string, unknown>
  /** Its HTTP API, mounted below /embedded/<id>. */
  app(options: EmbeddedOptions): Send
  /** Adds demo customers to whatever is there. Ids are repeatable for a repeatable source. */
  seed(
    database: Database,
    customers: AsyncIterable<DemoCustomer> | Iterable<DemoCustomer>,
  ): Promise<void>
}

export interface EmbeddedOptions {
  database: Database
  now(): Date
}

/** One vendor as the server knows it. */
export interface Vendor {
  id: string
  /** The product's name, never translated. */
  title: string
  /** The form of a workspace that varies it in this way. */
  form(variation: TenantOptions): FormDefinition
  /** How the form varies in a workspace with these settings. Throws on wrong ones. */
  variation(settings: unknown): TenantOptions
  /** Where its HTTP API is found, by the names the vendor gives those places. */
  addresses: Readonly<Record<string, string>>
  /** What a workspace of this vendor must be given. Secrets are already read when it is applied. */
  settings: z.ZodMiniType
  /**
   * The headers by which its own support finds a call: the one that is sent and the one that is
   * answered with. Left out: it documents none.
   */
  tracing?: { sent?: string; answered?: string }
  limits: VendorLimits
  /** Where a workspace with these settings acts, for people to read. Nothing in it is secret. */
  scope(settings: unknown): Scope[]
  /** Which of those settings to check when the billing system refuses access; read by an admin. */
  advice?: Readonly<Partial<Record<Refusal['kind'], string>>>
  /** Parses its settings, so that the caller need not know their shape. @throws on wrong ones */
  connect(settings: unknown, send: Send): Backend
  embedded: Embedded
}
