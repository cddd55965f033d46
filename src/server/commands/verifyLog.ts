import { startText } from '#text/startText.ts'
import { CannotStart } from '#server/startupError.ts'
import type { Config } from '#server/config/config.ts'
import { openDatabase, type OpenDatabase } from '#server/database/database.ts'
import { openStore } from '#server/database/postgresServer.ts'
import { verifyChains, type Verdict } from '#server/audit/verify.ts'

/**
 * `audit verify`: says of every workspace whether its log is as it was written. Changes nothing. The
 * desk must not be running on the folder; on a database elsewhere it may.
 * @returns whether all of them are
 * @throws CannotStart
 */
export async function verifyAudit(
  config: Config,
  args: readonly string[],
  say: (line: string) => void,
  told: AbortSignal,
): Promise<boolean> {
  if (args.length !== 1 || args[0] !== 'verify') throw new CannotStart(startText.audit.wrong)
  const goOn = () => {
    if (told.aborted) throw new CannotStart(startText.audit.stopped)
  }
  const store = await openStore(config.databaseUrl, config.dataFolder, false)
  const database = openDatabase(store.url, { connections: 1, patience: 0 })
  try {
    const verdicts = (await hasLog(database)) ? await verifyChains(database, goOn) : []
    if (verdicts.length === 0) say(startText.audit.empty)
    for (const verdict of verdicts) say(sentenceOf(verdict))
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

function sentenceOf(verdict: Verdict): string {
  const { workspace } = verdict
  switch (verdict.kind) {
    case 'whole':
      return startText.audit.whole(workspace, verdict.rows, verdict.head)
    case 'changed':
      return startText.audit.changed(workspace, verdict.row)
    case 'missing':
      return startText.audit.missing(workspace, verdict.row)
    default:
      return startText.audit.head(workspace, verdict.row)
  }
}
