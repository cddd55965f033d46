import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'

const root = fileURLToPath(new URL('../../', import.meta.url))
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')))

const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md'],
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
]

/** As vitest takes a filter: any part of a test's path. */
const tests = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.test\.tsx?$/.test(name))
  .map((name) => `test/${name}`)

const topLevel = /^(src|test|docs|deploy|public|\.ci|\.env\.example|\.nvmrc|\.editorconfig)(\/|$)/

describe.each(documents)('%s', (document) => {
  const text = readFileSync(join(root, document), 'utf8')

  test('names only npm scripts that exist', () => {
    const named = [...text.matchAll(/npm (?:run ([\w:-]+)|(start|test)\b)/g)]
    const missing = named.map(([, run, own]) => run ?? own!).filter((name) => !(name in scripts))
    expect(missing).toEqual([])
  })

  test('names only paths that exist', () => {
    const code = [...text.matchAll(/`([^`\n]+)`/g)].map(([, found]) => found!)
    const paths = code.filter((found) => topLevel.test(found) && !/[\s<*{]/.test(found))
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })

  test('names only tests that exist', () => {
    const filters = [...text.matchAll(/npx vitest run (\S+?)[`\s]/g)].map(([, found]) => found!)
    const missing = filters.filter((filter) => !tests.some((file) => file.includes(filter)))
    expect(missing).toEqual([])
  })

  test('links only to what exists', () => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!)
    const broken = links.filter((target) => {
      if (/^https?:/.test(target)) return false
      const [path = '', anchor] = target.split('#')
      const file = path === '' ? document : join(dirname(document), path)
      return !existsSync(join(root, file)) || (anchor !== undefined && !anchorsIn(file).has(anchor))
    })
    expect(broken).toEqual([])
  })
})

test('the README is short enough to be read', () => {
  expect(readFileSync(join(root, 'README.md')).byteLength).toBeLessThanOrEqual(8_000)
})

/** As a forge makes them of headings: lower case, without punctuation, hyphens for blanks. */
function anchorsIn(file: string): Set<string> {
  const headings = readFileSync(join(root, file), 'utf8').matchAll(/^#+ (.+)$/gm)
  return new Set(
    [...headings].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} -]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}
