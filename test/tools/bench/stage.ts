import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser } from '@playwright/test'
import pg from 'pg'
import { startCluster } from '#server/database/cluster.ts'
import { chromiumFlags, chromiumPath } from '../../helpers/chromium.ts'
import { freePort, startDesk, type Desk } from '../../helpers/desk.ts'

/** What the rows play on. Each part is started when the first row needs it, and shared. */
export interface Stage {
  /** One PostgreSQL, as careful as in production, for the desk and for the floors. */
  database(): Promise<string>
  desk(): Promise<Desk>
  /** Where the floors' pages are. */
  floors(): Promise<string>
  browser(): Promise<Browser>
  pool(): Promise<pg.Pool>
}

/** Runs `work` on a stage and clears it away afterwards. */
export async function onStage(work: (stage: Stage) => Promise<void>): Promise<void> {
  const strike: (() => Promise<unknown>)[] = []
  const stage: Stage = {
    database: shared(async () => {
      const folder = await mkdtemp(join(tmpdir(), 'contact-desk-bench-'))
      const cluster = await startCluster({ folder })
      strike.push(async () => {
        await cluster.stop()
        await rm(folder, { recursive: true, force: true })
      })
      return cluster.url
    }),
    desk: shared(async () => {
      const desk = await startDesk({ env: { DATABASE_URL: await stage.database() } })
      strike.push(() => desk.stop())
      return desk
    }),
    floors: shared(async () => {
      const floors = await startFloors(await stage.database())
      strike.push(() => floors.stop())
      return floors.url
    }),
    browser: shared(async () => {
      const browser = await chromium.launch({
        executablePath: chromiumPath(),
        // Its own handlers would keep this process alive.
        handleSIGINT: false,
        handleSIGTERM: false,
        handleSIGHUP: false,
        // Frames as fast as they can be made: at sixty a second all small times look the same.
        args: [...chromiumFlags, '--disable-gpu-vsync', '--disable-frame-rate-limit'],
      })
      strike.push(() => browser.close())
      return browser
    }),
    pool: shared(async () => {
      const pool = new pg.Pool({ connectionString: await stage.database(), max: 10 })
      strike.push(() => pool.end())
      return pool
    }),
  }
  const clear = async () => {
    for (let away = strike.pop(); away; away = strike.pop()) await away()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void clear().finally(() => process.exit(1)))
  try {
    await work(stage)
  } finally {
    await clear()
  }
}

function shared<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined
  return () => (made ??= make())
}

async function startFloors(database: string) {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const starter = fileURLToPath(new URL('../ts.mjs', import.meta.url))
  const child = spawn(
    process.execPath,
    [starter, 'bench/floors/server.ts', String(port), database],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  )
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null) throw new Error('The floors did not start.')
    const answer = await fetch(`${url}/staticForm.html`).catch(() => undefined)
    if (answer?.ok) break
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return {
    url,
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}
