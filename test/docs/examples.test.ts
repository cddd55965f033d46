import { readFile, writeFile, mkdtemp, rm, copyFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { vendors } from '#backends/vendors.ts'
import { configFrom } from '#server/config/config.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

const secrets = { DAYZERO_TOKEN: 'dz_4f9c2a', ZUORA_CLIENT_ID: '7b1d93' }

const signIn = {
  DESK_PUBLIC_URL: 'https://desk.example.com',
  DESK_OIDC_ISSUER: 'https://login.example.com',
  DESK_OIDC_CLIENT_ID: 'contact-desk',
  DESK_OIDC_CLIENT_SECRET: 'b81f60d2',
}

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contact-desk-examples-'))
  await writeFile(join(folder, 'zuora-secret'), 'e07a45\n')
})

afterAll(() => rm(folder, { recursive: true }))

test('deploy/desk.example.json loads with sign-in, and connects both billing systems', async () => {
  const file = join(folder, 'desk.json')
  await copyFile(join(root, 'deploy/desk.example.json'), file)
  const config = await configFrom({ DESK_CONFIG: file, ...secrets, ...signIn }, vendors)
  expect(config.workspaces.map(({ id, vendor, embedded }) => [id, vendor.id, embedded])).toEqual([
    ['acme', 'dayzero', false],
    ['acme-zuora', 'zuora', false],
  ])
  expect(config.signIn).not.toBeNull()
})

test('the example of the README loads as it stands there', async () => {
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(await read('README.md')) ?? []
  const file = join(folder, 'readme.json')
  await writeFile(file, example)
  const { workspaces } = await configFrom({ DESK_CONFIG: file, ...secrets }, vendors)
  expect(workspaces.map(({ id, name }) => [id, name])).toEqual([['acme', 'ACME Inc.']])
})

test('.env.example is accepted as it stands, and names every variable and no other', async () => {
  const lines = (await read('.env.example')).split('\n')
  const set = lines.filter((line) => /^[A-Z]/.test(line)).map((line) => line.split('=', 2))
  const config = await configFrom(Object.fromEntries(set), vendors)
  expect([config.host, config.port, config.dataFolder]).toEqual(['127.0.0.1', 3000, './data'])

  const all = lines.flatMap((line) => /^(?:# )?([A-Z][A-Z_]+)=/.exec(line)?.[1] ?? [])
  const refusal = await configFrom({ DESK_OTHER: 'x' }, vendors).then(() => '', String)
  const known = [...refusal.matchAll(/\b[A-Z][A-Z_]{3,}\b/g)].map(([name]) => name)
  const ours = all.filter((name) => !(name in secrets))
  expect(ours.toSorted()).toEqual(
    [...new Set(known)].filter((it) => it !== 'DESK_OTHER').toSorted(),
  )
})

function read(path: string): Promise<string> {
  return readFile(join(root, path), 'utf8')
}
