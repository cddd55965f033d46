import { describe, expect, test } from 'vitest'
import { chromiumPath, type Machine } from './chromium.ts'

/** A machine on which just these files can be run. */
function machine(files: string[], more: Partial<Machine> = {}): Machine {
  return {
    env: { PATH: '/usr/local/bin:/usr/bin' },
    exists: (path) => files.includes(path),
    playwrights: '/cache/chrome',
    isRoot: false,
    run: () => {},
    ...more,
  }
}

describe('the browser for the tests', () => {
  test('is the one that was asked for', () => {
    const env = { PATH: '/usr/bin', CHROMIUM_PATH: '/opt/chrome' }
    expect(chromiumPath(machine(['/opt/chrome', '/usr/bin/chromium'], { env }))).toBe('/opt/chrome')
  })

  test('is never another than the one that was asked for', () => {
    const env = { PATH: '/usr/bin', CHROMIUM_PATH: '/opt/chrome' }
    expect(() => chromiumPath(machine(['/usr/bin/chromium'], { env }))).toThrow('/opt/chrome')
  })

  test('is found on the path, under any of its names', () => {
    expect(chromiumPath(machine(['/usr/bin/google-chrome']))).toBe('/usr/bin/google-chrome')
  })

  test('is Playwright’s own where there is no other', () => {
    expect(chromiumPath(machine(['/cache/chrome']))).toBe('/cache/chrome')
  })

  test('is installed, lists first and with fonts, where root may', () => {
    const files = ['/usr/bin/apt-get']
    const ran: string[] = []
    const run: Machine['run'] = (command, args) => {
      ran.push([command, ...args].join(' '))
      if (args.includes('chromium')) files.push('/usr/bin/chromium')
    }
    expect(chromiumPath(machine(files, { isRoot: true, run }))).toBe('/usr/bin/chromium')
    expect(ran[0]).toContain('apt-get update')
    expect(ran[1]).toMatch(/install .*--no-install-recommends chromium fonts-/)
  })

  test('is asked for in one line where nothing else helps', () => {
    const said = /^The browser tests need Chromium: [^\n]*CHROMIUM_PATH\.$/
    expect(() => chromiumPath(machine(['/usr/bin/apt-get']))).toThrow(said)
    expect(() => chromiumPath(machine([], { isRoot: true }))).toThrow(said)
  })
})
