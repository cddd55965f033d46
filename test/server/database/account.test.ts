import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accountFor, firstAble, outcomeOf } from '#server/database/account.ts'
import { findBinaries } from '#server/database/binaries.ts'

const isRoot = process.getuid?.() === 0
let folder: string

beforeAll(async () => {
  // Nobody but its owner may enter it.
  folder = await mkdtemp(join(tmpdir(), 'contact-desk-account-'))
})

afterAll(() => rm(folder, { recursive: true }))

test.runIf(isRoot)('as root it works where only root may enter, programs and data', async () => {
  const { initdb } = await findBinaries()
  await promisify(execFile)('cp', ['-a', dirname(dirname(initdb)), join(folder, 'native')])
  const bin = join(folder, 'native', 'bin')
  const data = join(folder, 'data')
  await mkdir(data)
  const account = await firstAble(await accountFor(undefined), join(bin, 'postgres'), [data])
  // initdb looks for the program beside it, and writes.
  const [code, complaint] = await outcomeOf(
    account.launch(join(bin, 'initdb'), ['--pgdata', data, '--no-sync', '--auth=trust']),
  )
  expect([code, complaint]).toEqual([0, expect.not.stringContaining('error')])
})

test.runIf(isRoot)(
  'PostgreSQL is never root, and has no right of root’s but to enter',
  async () => {
    const accounts = await accountFor(undefined)
    expect(accounts).toHaveLength(2)
    for (const account of accounts) {
      const child = account.launch('grep', ['-E', '^(Uid|CapEff)', '/proc/self/status'])
      let said = ''
      child.stdout?.on('data', (part: Buffer) => (said += String(part)))
      await outcomeOf(child)
      expect(said).not.toMatch(/^Uid:.*\b0\b/m)
      expect(said).toMatch(/^CapEff:\s+000000000000000[02]$/m)
    }
  },
)

test('a program that does not run here is said in one line', async () => {
  const accounts = (await accountFor(undefined)).slice(0, 1)
  await expect(firstAble(accounts, '/bin/false', [])).rejects.toThrow('does not run here')
})
