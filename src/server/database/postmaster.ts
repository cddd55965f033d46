import { execFile } from 'node:child_process'
import { readFile, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'

/** The prefix of socket folders, by which one that was left behind is recognised. */
export const socketsPrefix = 'contact-desk-'

/** The title of a postmaster in the list of processes, with the process id of its desk. */
export function clusterName(owner: number): string {
  return `contact-desk-of-${owner}`
}

/** Where a PostgreSQL of ours is spoken to. */
export function urlOf(sockets: string): string {
  return `postgresql://desk@${encodeURIComponent(sockets)}/postgres`
}

/** A PostgreSQL that runs on a data folder. */
export interface Postmaster {
  pid: number
  /** The live desk that started it; null when that one is gone; undefined when no desk did. */
  desk: number | null | undefined
  sockets: string
}

/**
 * The postmaster of this data folder, by PostgreSQL's lock file. A lock file whose process is gone is
 * removed, with its socket folder.
 */
export async function postmasterOf(data: string): Promise<Postmaster | undefined> {
  const note = join(data, 'postmaster.pid')
  for (let look = 1; ; look++) {
    const [pid, , , , sockets = ''] = (await readFile(note, 'utf8').catch(() => '')).split('\n')
    if (!pid) return undefined
    // The pid comes first and the folder a moment later, while PostgreSQL is starting.
    if (!sockets && look < 20 && (await processOf(Number(pid)))) {
      await pause(50)
      continue
    }
    const found = await processOf(Number(pid))
    // The number alone proves nothing: after a reboot it may be anybody's.
    if (found && (await isPostmasterOn(found, data, sockets)))
      return { pid: Number(pid), desk: deskOf(found), sockets }
    await rm(note, { force: true })
    // Unless they belong to the data folder that this one is a copy of.
    if (!found?.command.includes(sockets)) await removeSockets(sockets)
    return undefined
  }
}

/** Stops a PostgreSQL and returns when it is gone. Work under way is rolled back. */
export async function stopProcess(pid: number, patience = 30_000): Promise<void> {
  signal(pid, 'SIGINT')
  for (let waited = 0; await processOf(pid); waited += 20) {
    // Without a last checkpoint; nothing is lost, the next start reads the log again.
    if (waited === patience) signal(pid, 'SIGQUIT')
    await pause(20)
  }
}

/** Removes a socket folder, if it is one of ours. */
export async function removeSockets(folder: string): Promise<void> {
  const ours = basename(folder).startsWith(socketsPrefix)
  if (ours && [tmpdir(), '/tmp'].includes(dirname(folder)))
    await rm(folder, { recursive: true, force: true })
}

interface Process {
  pid: number
  parent: number
  command: string
}

async function isPostmasterOn(it: Process, data: string, sockets: string): Promise<boolean> {
  if (!it.command.includes('postgres')) return false
  // Its working directory is its data folder, unlike that of a folder that was copied while it ran.
  const place = await realpath(`/proc/${it.pid}/cwd`).catch(() => undefined)
  if (place !== undefined) return place === (await realpath(data))
  return [data, sockets].filter(Boolean).some((folder) => it.command.includes(folder))
}

/** A desk that died leaves its PostgreSQL to another parent, so a reused number cannot mislead. */
function deskOf({ command, parent }: Process): number | null | undefined {
  const named = new RegExp(`${clusterName(0).slice(0, -1)}(\\d+)`).exec(command)?.[1]
  if (!named) return undefined
  return Number(named) === parent ? parent : null
}

/** Undefined when there is none, or only its exit code is left for a parent that does not ask. */
export async function processOf(pid: number): Promise<Process | undefined> {
  try {
    if (process.platform !== 'linux') {
      const ps = await promisify(execFile)('ps', ['-ww', '-o', 'ppid=,command=', '-p', String(pid)])
      const [, parent, command] = /^\s*(\d+)\s+(.*)/.exec(ps.stdout) ?? []
      return command ? { pid, parent: Number(parent), command } : undefined
    }
    const [stat, command] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
    ])
    // The name in brackets may hold anything; state and parent follow the last bracket.
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' ? undefined : { pid, parent: Number(parent), command }
  } catch {
    return undefined
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    // It may have gone by itself in the meantime.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
