import type { ChildProcess } from 'node:child_process'
import { rmSync } from 'node:fs'
import { chmod, mkdtemp, open, readFile, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { startText } from '#text/startText.ts'
import { StartupError } from '#server/startupError.ts'
import { accountFor, firstAble, type Account } from './account.ts'
import { findBinaries } from './binaries.ts'
import { checkWritable, isInitialised, ownerOf, takeOver } from './dataFolder.ts'
import { initialise } from './initialise.ts'
import { clusterName, removeSockets, socketsPrefix, stopProcess, urlOf } from './postmaster.ts'

export interface ClusterOptions {
  /** Holds everything that must survive: `postgres/` with the data, `postgres.log` beside it. */
  folder: string
  /** False: faster, and not safe against a power cut. Only for data that may be lost. */
  durable?: boolean
  /** The most connections at a time, of everybody together. */
  connections?: number
}

/** A PostgreSQL that only this account can reach: it listens on a socket in a 0700 folder. */
export interface Cluster {
  url: string
  pid: number
  /** Settles when it has ended, whether asked to or not. */
  ended: Promise<void>
  /** Ends it cleanly: what was committed is on disk when this resolves. */
  stop(): Promise<void>
  /** The same without waiting, for an exit handler. */
  abandon(): void
}

/**
 * Starts PostgreSQL on the folder, making its data on first use. One that a killed desk left behind
 * is stopped first; there are never two on a folder.
 * @throws StartupError with one sentence when that is not possible, also when another desk has it.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const folder = resolve(options.folder)
  const { durable = true, connections = 40 } = options
  const binaries = await findBinaries()
  await checkWritable(folder)
  const data = join(folder, 'postgres')
  await takeOver(folder, data)

  const accounts = await accountFor(await ownerOf(data))
  if (!(await isInitialised(data, folder)))
    await initialise({ folder, data, accounts, binaries, durable })
  const sockets = await socketFolder()
  try {
    const place = { folder, data, sockets, log: join(folder, 'postgres.log') }
    const account = await firstAble(accounts, binaries.postgres, [data, sockets])
    return await launched(account, binaries.postgres, argsOf(place, durable, connections), place)
  } catch (error) {
    await removeSockets(sockets)
    throw error
  }
}

interface Place {
  folder: string
  data: string
  sockets: string
  log: string
}

async function launched(
  account: Account,
  program: string,
  args: readonly string[],
  place: Place,
): Promise<Cluster> {
  // The log begins again now and then: old starts are of no use.
  const size = await stat(place.log).then(
    (it) => it.size,
    () => 0,
  )
  const log = await open(place.log, size > 5_000_000 ? 'w' : 'a', 0o600)
  const from = (await log.stat()).size
  const child = account.launch(program, args, {
    stdio: ['ignore', log.fd, log.fd],
    // In a session of its own: Ctrl-C reaches the desk, which lets open requests finish first.
    detached: true,
  })
  // Listened to at once: one that finds the folder taken ends before the log is closed.
  const ended = endOf(child)
  await log.close()
  const url = urlOf(place.sockets)
  const ready = await Promise.race([answers(url, ended), ended.then(() => false)])
  if (!ready) {
    await takeOver(place.folder, place.data)
    throw new StartupError(await complaintIn(place, from))
  }

  let stopping: Promise<void> | undefined
  const pid = child.pid ?? 0
  return {
    url,
    pid,
    ended,
    stop: () =>
      (stopping ??= (async () => {
        if (child.exitCode === null && child.signalCode === null) await stopProcess(pid)
        await ended
        await removeSockets(place.sockets)
      })()),
    abandon: () => {
      child.kill('SIGINT')
      rmSync(place.sockets, { recursive: true, force: true })
    },
  }
}

function argsOf({ data, sockets }: Place, durable: boolean, connections: number): string[] {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: sockets,
    unix_socket_permissions: '0700',
    cluster_name: clusterName(process.pid),
    // Small: it shares the machine with whatever else runs there.
    shared_buffers: '96MB',
    max_connections: String(connections),
    io_method: 'sync',
    max_parallel_workers_per_gather: '0',
    max_wal_size: '512MB',
    wal_level: 'minimal',
    max_wal_senders: '0',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Errors quote what was stored, and names of people do not belong into a log.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  return [
    '-D',
    data,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
}

/** Waits until a connection is let in. Recovery after a crash may take its time. */
async function answers(url: string, ended: Promise<void>): Promise<boolean> {
  let over = false
  void ended.then(() => (over = true))
  while (!over) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.end()
      return true
    } catch {
      await pause(25)
    }
  }
  return false
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.on('exit', () => resolve())
    child.on('error', () => resolve())
  })
}

async function socketFolder(): Promise<string> {
  // A socket's path can have about 107 characters, and some temporary folders are long.
  const parent = tmpdir().length > 60 ? '/tmp' : tmpdir()
  const folder = await mkdtemp(join(parent, socketsPrefix))
  await chmod(folder, 0o700)
  return folder
}

/** The last thing PostgreSQL complained about since this start. */
async function complaintIn({ folder, log }: Place, from: number): Promise<string> {
  const lines = (await readFile(log)).subarray(from).toString('utf8').trim().split('\n')
  const fatal = lines.findLast((line) => /FATAL|PANIC/.test(line)) ?? lines.at(-1) ?? ''
  if (/No space left on device/.test(fatal)) return startText.diskFull(folder)
  return startText.postgresFails(fatal.replace(/^.*(FATAL|PANIC):\s*/, ''), log)
}
