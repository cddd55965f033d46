import { vendors } from '#backends/vendors.ts'
import type { Vendor } from '#contract/backend/vendor.ts'
import { startText } from '#text/startText.ts'
import { StartupError } from '#server/startupError.ts'
import type { Config } from '#server/config/config.ts'
import { openDatabase, sqlStateOf } from '#server/database/database.ts'
import { migrate, sqlMigration, unknownSteps, type Migration } from '#server/database/migrate.ts'
import type { PostgresServer } from '#server/database/postgresServer.ts'
import { demoMigrations, embeddedMigrations } from '#server/embedded/embeddedApps.ts'
import { oldNames, oldSteps } from './oldNames.ts'

/** The billing systems of which an embedded API is needed. */
export function embeddedVendors(config: Config): Vendor[] {
  const embedded = config.workspaces.filter((workspace) => workspace.embedded)
  return [...new Set(embedded.map((workspace) => workspace.vendor))]
}

const files = import.meta.glob<string>('./*.sql', { query: '?raw', import: 'default', eager: true })

const sqlFiles = Object.keys(files)
  .toSorted()
  .map((path) => ({ name: path.slice('./'.length, -'.sql'.length), sql: files[path] ?? '' }))

/** All the desk's own tables as one text, for a fresh database of a test. */
export const deskSchema = sqlFiles.map(({ sql }) => sql).join('\n')

/**
 * Every step of a desk's database: the numbered files of this folder in their order, then the tables
 * of the embedded billing systems. A file that was released is never changed; a change is a new file.
 */
export function deskMigrations(vendors: readonly Vendor[]): Migration[] {
  return [
    oldNames,
    ...sqlFiles.map(({ name, sql }) => sqlMigration(`desk/${name}`, sql)),
    ...embeddedMigrations(vendors),
  ]
}

/** Every step that this build knows, whatever is configured: of all billing systems, and demo data. */
function knownSteps(): ReadonlySet<string> {
  const all = Object.values(vendors)
  const steps = [...deskMigrations(all), ...demoMigrations(all, async () => {})]
  return new Set([...steps.map(({ id }) => id), ...oldSteps])
}

/**
 * Brings the database up to date, on a connection that may take its time.
 * @param version of this build
 * @throws StartupError also where a newer build was here, whose tables this one would write wrongly
 */
export async function prepare(
  store: PostgresServer,
  migrations: readonly Migration[],
  version: string,
): Promise<void> {
  const patient = openDatabase(store.url, { connections: 2, patience: 0 })
  try {
    const { ids, version: newer } = await unknownSteps(patient, knownSteps())
    if (ids.length > 0)
      throw new StartupError(startText.databaseNewer(store.place, newer, version, ids))
    await migrate(patient, migrations, version)
  } catch (error) {
    // disk_full
    if (sqlStateOf(error) === '53100') throw new StartupError(startText.diskFull(store.place))
    throw error
  } finally {
    await patient.close()
  }
}
