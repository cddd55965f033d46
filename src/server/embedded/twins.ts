import type { Send } from '#contract/send.ts'
import type { Database, Queries, Vendor } from '#contract/vendor.ts'
import { sqlMigration, type Migration } from '#server/database/migrate.ts'
import { demoCustomers } from './demo.ts'

/** What everybody finds who opens the desk for the first time. */
const firstDemo = { customers: 200, contacts: 3_000 }

/** The embedded APIs by vendor id, all on one database. */
export function twinsOf(
  vendors: readonly Vendor[],
  options: { database: Database; now(): Date },
): ReadonlyMap<string, Send> {
  return new Map(vendors.map((vendor) => [vendor.id, vendor.embedded.app(options)]))
}

/** The tables of each twin. */
export function twinMigrations(vendors: readonly Vendor[]): Migration[] {
  return vendors.map((vendor) => sqlMigration(`${vendor.id}/1`, vendor.embedded.schema))
}

/** Fills each twin, once in the life of its database: whoever deletes it all gets nothing back. */
export function demoMigrations(
  vendors: readonly Vendor[],
  fill: (vendor: Vendor, database: Database) => Promise<void>,
): Migration[] {
  return vendors.map((vendor) => ({
    id: `${vendor.id}/demo`,
    run: (queries) => fill(vendor, joined(queries)),
  }))
}

/** The demo data of a first start. */
export function fillFirst(vendor: Vendor, database: Database): Promise<void> {
  return vendor.embedded.fill(database, demoCustomers(firstDemo))
}

/** A database whose transactions are all part of the one under way. */
function joined(queries: Queries): Database {
  return {
    query: (sql, values) => queries.query(sql, values),
    transaction: (work) => work(queries),
  }
}
