import { AsyncLocalStorage } from 'node:async_hooks'
import type { Send } from '#contract/backend/send.ts'
import type { Database, Queries, Vendor } from '#contract/backend/vendor.ts'
import { sqlMigration, type Migration } from '#server/database/migrate.ts'
import { isAway } from '#server/database/away.ts'
import { demoCustomers } from './demo.ts'

/** What everybody finds who opens the desk for the first time. */
const demoSize = { customers: 200, contacts: 3_000 }

/**
 * The embedded APIs by vendor id, all on one database. Where that is away or locked they throw as a
 * billing system does that cannot be reached: a 500 would be taken for a fault of the vendor.
 */
export function createEmbeddedApps(
  vendors: readonly Vendor[],
  options: { database: Database; now(): Date },
): ReadonlyMap<string, Send> {
  const failed = new AsyncLocalStorage<{ error?: Error }>()
  const database = noticing(options.database, (error) => {
    const request = failed.getStore()
    if (request && error instanceof Error && isAway(error)) request.error = error
  })
  return new Map(
    vendors.map((vendor) => {
      const app = vendor.embedded.app({ ...options, database })
      const send: Send = (request) => {
        const met: { error?: Error } = {}
        return failed.run(met, async () => {
          const response = await app(request)
          if (response.status >= 500 && met.error) throw met.error
          return response
        })
      }
      return [vendor.id, send]
    }),
  )
}

/** The same database, and `notice` is given every error of its own. */
function noticing(database: Database, notice: (error: unknown) => void): Database {
  const noticed = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await work
    } catch (error) {
      notice(error)
      throw error
    }
  }
  return {
    query: (sql, values) => noticed(database.query(sql, values)),
    transaction: (work) => noticed(database.transaction(work)),
  }
}

/** The tables of each embedded API, and what changed in them since. */
export function embeddedMigrations(vendors: readonly Vendor[]): Migration[] {
  return vendors.flatMap(({ id, embedded: { schema, changes = [] } }) => [
    sqlMigration(`${id}/1`, schema),
    ...changes.map((run, index) => ({ id: `${id}/${index + 2}`, run })),
  ])
}

/** Fills each embedded API with demo data, once in the life of its database. */
export function demoMigrations(
  vendors: readonly Vendor[],
  seed: (vendor: Vendor, database: Database) => Promise<void>,
): Migration[] {
  return vendors.map((vendor) => ({
    id: `${vendor.id}/demo`,
    run: (queries) => seed(vendor, joined(queries)),
  }))
}

/** The demo data of a first start. */
export function seedDemo(vendor: Vendor, database: Database): Promise<void> {
  return vendor.embedded.seed(database, demoCustomers(demoSize))
}

/** A database whose transactions join the one in progress. */
function joined(queries: Queries): Database {
  return {
    query: (sql, values) => queries.query(sql, values),
    transaction: (work) => work(queries),
  }
}
