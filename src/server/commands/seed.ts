import { parseArgs } from 'node:util'
import { startText } from '#text/startText.ts'
import type { BackupOptions } from './backup.ts'
import { StartupError } from '#server/startupError.ts'
import type { Config } from '#server/config/config.ts'
import { openDatabase } from '#server/database/database.ts'
import { openPostgres } from '#server/database/postgresServer.ts'
import { demoCustomers, type DemoAmount } from '#server/embedded/demo.ts'
import { demoMigrations } from '#server/embedded/embeddedApps.ts'
import { deskMigrations, embeddedVendors, prepare } from '#server/migrations/migrations.ts'

/**
 * How much demo data is asked for, in all: `--customers N --contacts M`.
 * @throws StartupError when it is not said in this way
 */
export function amountIn(args: readonly string[]): DemoAmount {
  const options = { customers: { type: 'string' }, contacts: { type: 'string' } } as const
  try {
    const { values } = parseArgs({ args: [...args], options })
    const amount = { customers: Number(values.customers), contacts: Number(values.contacts) }
    if (isCount(amount.customers) && isCount(amount.contacts)) return amount
  } catch (cause) {
    throw new StartupError(startText.seedWrong, { cause })
  }
  throw new StartupError(startText.seedWrong)
}

/** Throws when aborted. Whole batches that were added before stay. */
async function* until<Item>(signal: AbortSignal, items: AsyncIterable<Item>): AsyncGenerator<Item> {
  for await (const item of items) {
    if (signal.aborted) throw new StartupError(startText.seedStopped)
    yield item
  }
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

/**
 * Adds demo customers to every embedded backend, until aborted. The desk must not be running
 * on the folder.
 * @throws StartupError
 */
export async function seedDemo(
  config: Config,
  amount: DemoAmount,
  { version, say, signal }: Omit<BackupOptions, 'file'>,
): Promise<void> {
  const vendors = embeddedVendors(config)
  if (!vendors.length) throw new StartupError(startText.seedUnembedded)
  const store = await openPostgres(config.databaseUrl, config.dataFolder, true)
  const database = openDatabase(store.url, { connections: 2, patience: 0 })
  try {
    // With numbers given, only those are added, and not the first demo data as well.
    const withoutFirst = demoMigrations(vendors, async () => {})
    await prepare(store, [...deskMigrations(vendors), ...withoutFirst], version)
    for (const { title, embedded } of vendors) {
      say(startText.seeding(title, amount.customers, amount.contacts))
      await embedded.seed(database, until(signal, demoCustomers(amount)))
    }
    say(startText.seeded)
  } finally {
    await database.close()
    await store.stop()
  }
}
