import { startText } from '#text/startText.ts'
import { StartupError } from '#server/startupError.ts'
import type { Config } from '#server/config/config.ts'
import { openDatabase, type OpenDatabase } from '#server/database/database.ts'
import { openPostgres } from '#server/database/postgresServer.ts'
import { verifyChains, type ChainCheck } from '#server/audit/verify.ts'

/**
 * `audit verify`: says of every workspace whether its log is as it was written. Changes nothing. The
 * desk must not be running on the folder; on a database elsewhere it may.
 * @returns whether all of them are
 * @throws StartupError
 */
export async function verifyAudit(
  config: Config,
  args: readonly string[],
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<boolean> {
  if (args.length !== 1 || args[0] !== 'verify') throw new StartupError(startText.audit.wrong)
  const goOn = () => {
    if (signal.aborted) throw new StartupError(startText.audit.stopped)
  }
  const store = await openPostgres(config.databaseUrl, config.dataFolder, false)
  const database = openDatabase(store.url, { connections: 1, patience: 0 })
  try {
    const verdicts = (await hasLog(database)) ? await verifyChains(database, goOn) : []
    if (verdicts.length === 0) say(startText.audit.empty)
    for (const result of verdicts) for (const sentence of sentencesOf(result)) say(sentence)
    return verdicts.every(({ kind }) => kind === 'whole')
  } finally {
    await database.close()
    await store.stop()
  }
}

/** A database on which no desk has written a log yet has none to be wrong. */
async function hasLog(database: OpenDatabase): Promise<boolean> {
  const [found] = await database.query<{ is_there: boolean }>(
    `select to_regclass('desk.audit') is not null as is_there`,
  )
  return found?.is_there === true
}

function sentencesOf(result: ChainCheck): string[] {
  const { workspace } = result
  if (result.kind === 'whole') return [startText.audit.whole(workspace, result.rows, result.head)]
  return result.breaks.map((each) =>
    each.kind === 'missing'
      ? startText.audit.missing(workspace, each.row, each.to)
      : startText.audit[each.kind](workspace, each.row),
  )
}
