import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { chromium, type Browser, type BrowserContext } from '@playwright/test'
import { chromiumFlags, chromiumPath } from '../../helpers/chromium.ts'
import { freePort } from '../../helpers/desk.ts'

/** A Chromium started as a person starts it, so that it can be killed and put to sleep. */
export interface OwnBrowser {
  browser: Browser
  /** The one with the profile. */
  context: BrowserContext
  /** Ends it without asking, with all its processes. */
  kill9(): Promise<void>
  sleep(): Promise<void>
  wake(): void
  close(): Promise<void>
}

/** @param profile the folder where it keeps what must survive it */
export async function startBrowser(profile: string): Promise<OwnBrowser> {
  const port = await freePort()
  const child = spawn(
    chromiumPath(),
    [
      ...chromiumFlags,
      '--headless=new',
      `--remote-debugging-port=${port}`,
      `--user-data-dir=${profile}`,
      '--no-default-browser-check',
      '--disable-extensions',
      // What a killed browser asks about at its next start.
      '--hide-crash-restore-bubble',
      'about:blank',
    ],
    { stdio: 'ignore' },
  )
  const ended = once(child, 'exit')
  const pid = child.pid ?? 0
  let asleep: number[] = []

  /** The browser first: it would start anew what is missing. */
  async function kill9(): Promise<void> {
    const all = [pid, ...(await descendantsOf(pid))]
    for (const each of all) signal(each, 'SIGKILL')
    await ended
  }

  try {
    const browser = await connected(port)
    const [context] = browser.contexts()
    if (!context) throw new Error('The browser has no profile.')
    return {
      browser,
      context,
      kill9,
      async sleep() {
        asleep = [pid, ...(await descendantsOf(pid))]
        for (const each of asleep) signal(each, 'SIGSTOP')
      },
      wake() {
        for (const each of asleep) signal(each, 'SIGCONT')
      },
      async close() {
        await browser.close().catch(() => {})
        await kill9()
      },
    }
  } catch (error) {
    await kill9()
    throw error
  }
}

async function connected(port: number): Promise<Browser> {
  for (let tries = 1; ; tries++) {
    try {
      return await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { timeout: 5_000 })
    } catch (error) {
      if (tries >= 100) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It may have gone by itself.
  }
}

/** Whoever was started by this process, or by those it started. Linux only. */
async function descendantsOf(root: number): Promise<number[]> {
  const parents = new Map<number, number>()
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '')
    const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    parents.set(Number(entry), Number(parent))
  }
  const found = new Set([root])
  for (let before = 0; before !== found.size;) {
    before = found.size
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid)
  }
  found.delete(root)
  return [...found]
}
