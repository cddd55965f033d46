import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { inject } from 'vitest'
import { processOf } from '#server/database/postmaster.ts'
import { afterThisFile, afterThisTest } from '../../setup/endings.ts'

const checkout = fileURLToPath(new URL('../../..', import.meta.url))

/** A desk in a process of its own, as people start it. */
export interface SpawnedDesk {
  pid: number
  /** Once it is open. Fails when it ends before. */
  address: Promise<string>
  ended: Promise<{ code: number | null; stdout: string; stderr: string }>
  kill(signal: NodeJS.Signals): void
}

export interface SpawnOptions {
  args?: readonly string[]
  environment?: Record<string, string>
  /** Where the desk is, and what it is started in. Left out: this checkout, from anywhere. */
  folder?: string
  /** Put before the program, to start it as another person. */
  as?: readonly string[]
}

const running = new Set<ChildProcess>()

async function endProcess(child: ChildProcess): Promise<void> {
  if (!running.has(child)) return
  child.kill('SIGTERM')
  // A desk that cannot end fails its own test; it must not keep the others waiting for ever.
  const tooLate = setTimeout(() => child.kill('SIGKILL'), 20_000)
  await new Promise((resolve) => child.once('close', resolve))
  clearTimeout(tooLate)
}

/** Starts a desk on a port that is free, with nothing set but what is given. */
export function startDesk(options: SpawnOptions): SpawnedDesk {
  const { args = [], environment = {}, as = [], folder } = options
  const program = join(folder ?? checkout, 'src/server/start.mjs')
  const [command = '', ...rest] = [...as, process.execPath, program, ...args]
  const child = spawn(command, rest, {
    cwd: folder ?? '/',
    env: { PATH: process.env.PATH, TMPDIR: tmpdir(), PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  afterThisTest(() => endProcess(child))
  const said = { stdout: '', stderr: '' }
  child.stderr.setEncoding('utf8').on('data', (part: string) => (said.stderr += part))
  const address = new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      said.stdout += part
      const found = /open at (http:\S+)/.exec(said.stdout)?.[1]
      if (found) resolve(found)
    })
    child.once('close', () => reject(new Error(`not opened: ${said.stdout}${said.stderr}`)))
  })
  // Not everybody waits for it.
  address.catch(() => {})
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.once('close', (code) => {
      running.delete(child)
      resolve({ code, ...said })
    })
  })
  return { pid: child.pid ?? 0, address, ended, kill: (signal) => void child.kill(signal) }
}

/** An empty folder for data. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'contact-desk-data-'))
  afterThisFile(() => rm(folder, { recursive: true, force: true }))
  return folder
}

let filled: Promise<string> | undefined

/** A folder in which the desk was open before. The first start of all is made only once. */
export async function usedFolder(): Promise<string> {
  filled ??= (async () => {
    const folder = await mkdtemp(join(inject('scratch'), 'desk-'))
    const desk = startDesk({ environment: { DESK_DATA: folder } })
    await desk.address
    desk.kill('SIGTERM')
    await desk.ended
    return folder
  })()
  const folder = await newFolder()
  await promisify(execFile)('cp', ['-a', `${await filled}/.`, folder])
  return folder
}

const embedded = '/embedded/dayzero/api/v1'
const headers = {
  authorization: 'Bearer dz_embedded',
  'x-business-id': '01890000-0000-7000-8000-000000000001',
  'content-type': 'application/json',
}

/** Asks the embedded Day Zero of an open desk. */
export async function askDayZero(
  desk: SpawnedDesk,
  path: string,
  body?: object,
): Promise<Record<string, never> & { items: Record<string, string>[] }> {
  const answer = await fetch((await desk.address) + embedded + path, {
    method: body ? 'POST' : 'GET',
    headers,
    body: body && JSON.stringify(body),
  })
  return answer.json() as never
}

/** What PostgreSQL wrote down in a data folder about itself: its pid first, its sockets fifth. */
export function noteIn(folder: string): Promise<string> {
  return readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '')
}

/** The PostgreSQL that runs on a data folder, by its own note; undefined when there is none. */
export async function postgresOn(folder: string): Promise<number | undefined> {
  const pid = Number((await noteIn(folder)).split('\n')[0])
  return pid && (await isAlive(pid)) ? pid : undefined
}

export async function isAlive(pid: number): Promise<boolean> {
  return (await processOf(pid)) !== undefined
}
