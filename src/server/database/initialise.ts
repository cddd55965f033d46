import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { startText } from '#text/startText.ts'
import { StartupError } from '#server/startupError.ts'
import { firstAble, outcomeOf, type Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { processOf } from './postmaster.ts'

const stagingPrefix = 'postgres.new-'

interface Initialisation {
  folder: string
  data: string
  accounts: readonly Account[]
  binaries: Binaries
  durable: boolean
}

/**
 * Makes an empty PostgreSQL. It is made beside its place and moved there when it is whole, so that
 * a start which is cut off leaves nothing that looks like data.
 * @throws StartupError
 */
export async function initialise(options: Initialisation): Promise<void> {
  const { folder, data, durable } = options
  await removeLeftovers(folder)
  const staging = join(folder, `${stagingPrefix}${process.pid}`)
  await mkdir(staging, { mode: 0o700 })
  try {
    const account = await firstAble(options.accounts, options.binaries.postgres, [staging])
    await initdb(account, options, staging)
    await rename(staging, data)
    if (durable) await sync(folder)
  } catch (error) {
    await rm(staging, { recursive: true, force: true, maxRetries: 5 })
    // Another desk was quicker. Which of us runs on it, PostgreSQL decides.
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error
  }
}

/*
 * Text is ordered by code point and lower-cased by Unicode's rules, on every system alike. The
 * C library's part is only what pg_trgm asks for: which characters are letters. Not every system
 * knows C.UTF-8, so the second try does without.
 */
const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
const attempts = [[...locale, '--lc-ctype=C.UTF-8'], [...locale, '--lc-ctype=en_US.UTF-8'], locale]

async function initdb(account: Account, options: Initialisation, staging: string): Promise<void> {
  let complaint = ''
  for (const words of attempts) {
    const [code, stderr] = await outcomeOf(
      account.launch(options.binaries.initdb, [
        ...['--pgdata', staging, '--username=desk', '--encoding=UTF8', ...words],
        ...['--auth-local=trust', '--auth-host=reject'],
        ...(options.durable ? [] : ['--no-sync']),
      ]),
    )
    if (code === 0) return
    complaint = stderr
    if (!/locale/.test(stderr)) break
  }
  if (/No space left on device/.test(complaint))
    throw new StartupError(startText.diskFull(options.folder))
  const lines = complaint.trim().split('\n')
  const reason = lines.find((line) => /error|FATAL/.test(line)) ?? lines.at(-1) ?? ''
  throw new StartupError(startText.initdbFails(reason.replace(/^initdb: error: /, '')))
}

/** What a start that was cut off left behind. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, pid] = new RegExp(`^${stagingPrefix}(\\d+)$`).exec(name) ?? []
    if (!pid || (Number(pid) !== process.pid && (await processOf(Number(pid))))) continue
    await rm(join(folder, name), { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Puts the new name on the disk as well. */
async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync()
  await handle.close()
}
