import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { check } from 'recheck'
import ts from 'typescript'
import { beforeAll, expect, test } from 'vitest'
import dayzero from '../fixtures/dayzero/openapi.json'
import zuora from '../fixtures/zuora/openapi.json'

const src = fileURLToPath(new URL('../../src', import.meta.url))

interface Pattern {
  source: string
  flags: string
  place: string
}

/** A header's bound, and so an address's: 16 KiB for all of them together. */
const header = 'read in headers, of which the server takes 16 KiB'
const address = 'read in an address of mail that is at most 2,048 characters long'

/** Patterns whose time grows with the square of a text, and what keeps the text short. */
const bounded: Record<string, string> = {
  'contract/fields/kind.ts': 'the limit of the field is looked at first',
  'backends/dayzero/backend.ts': 'a search has at most 200 characters',
  'backends/zuora/refusals.ts': 'of a sentence of Zuora’s 2,000 characters are read',
  'backends/zuora/embedded/objectQuery/filter.ts': header,
  'backends/zuora/embedded/http/requestBody.ts': header,
  'backends/dayzero/embedded/http/access.ts': header,
  'backends/dayzero/embedded/http/router.ts': header,
  'backends/dayzero/embedded/email/emailParts.ts': address,
  'server/database/statements.ts': 'read in a migration of ours',
  'server/session/device.ts': header,
}

const oneCharacter = 'one character at a time, with nothing repeated'

/** Patterns that are put together while running, how many, and why no text makes them slow. */
const composed: Record<string, [number, string]> = {
  'backends/dayzero/embedded/email/characters.ts': [2, address],
  'backends/dayzero/embedded/email/emailAddress.ts': [1, address],
  'backends/dayzero/embedded/email/emailDomain.ts': [1, address],
  'backends/dayzero/embedded/email/emailLocal.ts': [2, address],
  'backends/dayzero/embedded/http/router.ts': [1, header],
  'backends/zuora/embedded/http/router.ts': [1, header],
  'form/advice/adviceFor.ts': [1, oneCharacter],
  'text/invisible.ts': [2, oneCharacter],
  'server/database/initialise.ts': [1, 'read in a file of ours'],
  'server/database/postmaster.ts': [1, 'read in a file of ours'],
  'server/http/isLocal.ts': [1, 'a list of names, with nothing repeated'],
}

const literals: Pattern[] = []
const made: Record<string, number> = {}

beforeAll(async () => {
  for (const file of await readdir(src, { recursive: true })) {
    if (!/\.tsx?$/.test(file)) continue
    const text = await readFile(join(src, file), 'utf8')
    look(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true), file)
  }
})

function look(node: ts.Node, file: string): void {
  if (ts.isRegularExpressionLiteral(node)) {
    const end = node.text.lastIndexOf('/')
    literals.push({
      ...{ source: node.text.slice(1, end), flags: node.text.slice(end + 1) },
      place: `${file}: ${node.text}`,
    })
  }
  if (ts.isNewExpression(node) && node.expression.getText() === 'RegExp')
    made[file] = (made[file] ?? 0) + 1
  ts.forEachChild(node, (child) => look(child, file))
}

function patternsIn(it: unknown, place: string): Pattern[] {
  if (typeof it !== 'object' || it === null) return []
  return Object.entries(it).flatMap(([key, value]) =>
    key === 'pattern' && typeof value === 'string'
      ? [{ source: value, flags: 'u', place: `${place}: ${value}` }]
      : patternsIn(value, `${place}.${key}`),
  )
}

async function slowOnes(patterns: readonly Pattern[]): Promise<string[]> {
  const slow: string[] = []
  for (const { source, flags, place } of patterns) {
    const found = await check(source, flags, { timeout: 30_000 })
    if (found.status === 'safe') continue
    const complexity = found.status === 'vulnerable' ? found.complexity : undefined
    const isSquare = complexity?.type === 'polynomial' && complexity.degree === 2
    const isBounded = isSquare && bounded[place.split(':')[0] ?? ''] !== undefined
    if (!isBounded) slow.push(`${place}: ${found.status}`)
  }
  return slow
}

test('the checker knows a slow pattern when it sees one', async () => {
  expect(await slowOnes([{ source: '^(a+)+$', flags: '', place: 'x' }])).toHaveLength(1)
})

test('no text makes a pattern of the desk slow', async () => {
  expect(literals.length).toBeGreaterThan(80)
  expect(await slowOnes(literals)).toEqual([])
}, 300_000)

test('patterns that are put together while running are known, each in its place', () => {
  const known = Object.entries(composed).map(([file, [count]]) => [file, count])
  expect(made).toEqual(Object.fromEntries(known))
})

test('no pattern of the vendors’ documents is a slow one', async () => {
  const patterns = [...patternsIn(dayzero, 'dayzero'), ...patternsIn(zuora, 'zuora')]
  expect(await slowOnes(patterns)).toEqual([])
}, 300_000)
