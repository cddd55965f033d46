import { mkdir, mkdtemp, readFile, rmdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { startText } from '#text/startText.ts'
import { StartupError } from '#server/startupError.ts'
import { postgresVersion } from './binaries.ts'
import { postmasterOf, removeSockets, stopProcess } from './postmaster.ts'

/**
 * Makes sure that no other process uses the data folder, and stops what a killed desk left running.
 * @throws StartupError when a live desk, or any other PostgreSQL, has it
 */
export async function takeOver(folder: string, data: string): Promise<void> {
  const running = await postmasterOf(data)
  if (!running) return
  if (running.desk === undefined)
    throw new StartupError(startText.folderHeldByPostgres(folder, running.pid))
  if (running.desk !== null) throw new StartupError(startText.folderHeld(folder, running.desk))
  await stopProcess(running.pid)
  await removeSockets(running.sockets)
  // Takes its note away if it could not do that itself.
  await postmasterOf(data)
}

/**
 * Makes the folder if it is not there, and tries to write into it.
 * @throws StartupError
 */
export async function checkWritable(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    await rmdir(await mkdtemp(join(folder, '.writable-')))
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    const full = code === 'ENOSPC'
    throw new StartupError(
      full ? startText.diskFull(folder) : startText.folderUnusable(folder, code ?? message),
      { cause },
    )
  }
}

/** Whom the data belongs to; undefined when there is none yet. */
export async function ownerOf(data: string): Promise<{ uid: number; gid: number } | undefined> {
  return stat(data).catch(() => undefined)
}

/**
 * True when there is data that this PostgreSQL can open, false when there is none.
 * @throws StartupError for anything else
 */
export async function isInitialised(data: string, folder: string): Promise<boolean> {
  try {
    const version = (await readFile(join(data, 'PG_VERSION'), 'utf8')).trim()
    if (version !== postgresVersion)
      throw new StartupError(startText.folderVersion(folder, version, postgresVersion))
    return true
  } catch (error) {
    if (error instanceof StartupError) throw error
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EACCES') throw new StartupError(startText.folderForeign(folder))
    if (await ownerOf(data)) throw new StartupError(startText.folderDamaged(data))
    return false
  }
}
