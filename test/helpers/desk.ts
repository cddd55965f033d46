import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface DeskOptions {
  /** On top of this process's own; settings of the desk found there are left out. */
  env?: Readonly<Record<string, string>>
  /** How long it may take until it answers, in milliseconds. */
  patience?: number
}

/** The real desk, started as `npm start` does, in a process of its own. */
export interface Desk {
  readonly url: string
  readonly pid: number
  readonly data: string
  /** Where its database was before it, if that is so. */
  readonly database: string | null
  /** All it has printed so far. */
  output(): string
  /** Asks it to end and waits until it has; its data goes with it. */
  stop(): Promise<void>
  /** Asks it to end and waits until it has. Its data stays. */
  end(): Promise<void>
  /** Ends the process without asking it. Its data stays. */
  kill9(): Promise<void>
  /** Starts it again on the same data and port, after `kill9` or on top of a polite end. */
  restart(): Promise<void>
}

/** @throws when the desk ends before it answers, with all that it printed */
export async function startDesk(options: DeskOptions = {}): Promise<Desk> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const data = options.env?.['DESK_DATA'] ?? (await mkdtemp(join(tmpdir(), 'contact-desk-')))
  const env = {
    ...withoutSettings(process.env),
    PORT: String(port),
    DESK_DATA: data,
    ...options.env,
  }
  let output = ''
  let child: ChildProcess

  async function start(): Promise<void> {
    // Node itself and not npm: a signal to npm does not arrive (the shell between swallows it).
    child = spawn(process.execPath, ['src/server/start.mjs'], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (piece: Buffer) => {
        output += piece.toString()
      })
    await answering(url, child, () => output, options.patience ?? 240_000)
  }

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (hasEnded(child)) return
    const ended = once(child, 'exit')
    child.kill(signal)
    const tooLate = setTimeout(() => child.kill('SIGKILL'), 20_000)
    await ended
    clearTimeout(tooLate)
  }

  async function removeData(): Promise<void> {
    await endLeftPostmaster(data)
    if (!options.env?.['DESK_DATA']) await rm(data, { recursive: true, force: true })
  }

  try {
    await start()
  } catch (error) {
    await end('SIGKILL')
    await removeData()
    throw error
  }

  return {
    url,
    get pid() {
      return child.pid ?? 0
    },
    data,
    database: options.env?.['DATABASE_URL'] ?? null,
    output: () => output,
    async stop() {
      await end('SIGTERM')
      await removeData()
    },
    end: () => end('SIGTERM'),
    kill9: () => end('SIGKILL'),
    async restart() {
      await end('SIGTERM')
      await start()
    },
  }
}

/** A port nothing listens on, below those that are given out for outgoing connections. */
export async function freePort(): Promise<number> {
  const port = 20_000 + Math.floor(Math.random() * 12_000)
  const server = createServer()
  const free = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => resolve(true))
  })
  if (!free) return freePort()
  server.close()
  await once(server, 'close')
  return port
}

function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !/^(PORT|HOST|DATABASE_URL|DESK_|NODE_ENV$|VITEST|TEST)/.test(name),
    ),
  )
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

async function answering(
  url: string,
  child: ChildProcess,
  output: () => string,
  patience: number,
): Promise<void> {
  const deadline = Date.now() + patience
  while (Date.now() < deadline) {
    if (hasEnded(child)) throw new Error(`The desk ended before it answered:\n${output()}`)
    if (await isReady(url)) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`The desk did not answer within ${patience} ms:\n${output()}`)
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok
  } catch {
    return false
  }
}

/** After a `kill -9` of the desk its PostgreSQL may still be there; only the one on this folder is ours. */
async function endLeftPostmaster(data: string): Promise<void> {
  const files = await readdir(data, { recursive: true }).catch(() => [])
  const lock = files.find((path) => path.endsWith('postmaster.pid'))
  if (!lock) return
  const pid = Number.parseInt(await readFile(join(data, lock), 'utf8').catch(() => ''), 10)
  if (!(pid > 1)) return
  try {
    // SIGINT is PostgreSQL's fast shutdown: it waits for nobody.
    process.kill(pid, 'SIGINT')
    while (isRunning(pid)) await new Promise((resolve) => setTimeout(resolve, 20))
  } catch {
    // It was gone already.
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
