import { execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'

/** What a Chromium needs to be told where nobody has set it up for its user, and to stay quiet. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Where this machine could have one, and may be given one. */
export interface Machine {
  env: Readonly<Record<string, string | undefined>>
  exists(path: string): boolean
  /** What Playwright would have downloaded, had it been allowed to. */
  playwrights: string
  isRoot: boolean
  run(command: string, args: readonly string[]): void
}

/**
 * The Chromium to test with. Where there is none, Debian's is installed if that is possible at once.
 * @throws one line that says what to do
 */
export function chromiumPath(machine: Machine = thisMachine()): string {
  const chosen = machine.env['CHROMIUM_PATH']
  if (chosen && !machine.exists(chosen))
    throw new Error(`CHROMIUM_PATH names ${chosen}, and there is nothing that can be run.`)
  const found = chosen ?? installed(machine)
  if (found) return found
  const apt = onPath(machine, 'apt-get')
  if (machine.isRoot && apt) {
    installWith(apt, machine)
    const fresh = installed(machine)
    if (fresh) return fresh
  }
  throw new Error(
    'The browser tests need Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.',
  )
}

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

function installed(machine: Machine): string | undefined {
  for (const name of names) {
    const path = onPath(machine, name)
    if (path) return path
  }
  return machine.exists(machine.playwrights) ? machine.playwrights : undefined
}

function onPath(machine: Machine, name: string): string | undefined {
  return (machine.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => machine.exists(path))
}

/** The fonts are those of the demo data's names: without them a screenshot is full of boxes. */
const packages = ['chromium', 'fonts-noto-core', 'fonts-noto-cjk']

function installWith(apt: string, machine: Machine): void {
  machine.run(apt, ['update', '-qq'])
  machine.run(apt, ['install', '-y', '-qq', '--no-install-recommends', ...packages])
}

function thisMachine(): Machine {
  return {
    env: process.env,
    exists: canRun,
    playwrights: chromium.executablePath(),
    isRoot: process.getuid?.() === 0,
    run(command, args) {
      console.log(`Installing a browser: ${[command, ...args].join(' ')}`)
      execFileSync(command, args, {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      })
    },
  }
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return existsSync(path)
  } catch {
    return false
  }
}
