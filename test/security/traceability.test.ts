import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'
import type { Proof } from './evidence.ts'
import { applicable, rows } from './traceability.ts'

const root = new URL('../../', import.meta.url)

/** The titles of a file's tests: the first text given to a call, whatever the call is made of. */
async function titlesIn(file: string): Promise<Set<string>> {
  const text = await readFile(fileURLToPath(new URL(file, root)), 'utf8').catch(() => '')
  const titles = new Set<string>()
  const look = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const [title] = node.arguments
      if (title && ts.isStringLiteralLike(title) && /^(test|it)\b/.test(node.expression.getText()))
        titles.add(title.text)
    }
    ts.forEachChild(node, look)
  }
  look(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true))
  return titles
}

test('rows 1 to 41 are all there, each with a proof, or one reason for having none', () => {
  expect(rows.map(({ row }) => row)).toEqual(Array.from({ length: 41 }, (_, index) => index + 1))
  for (const row of rows) {
    const apart = row.apart ?? []
    // A row whose every requirement stands for itself needs nothing else.
    if (row.ids.length === 0 || apart.length < row.ids.length) isSettled(`row ${row.row}`, row)
    for (const each of apart) isSettled(each.id, each)
  }
})

function isSettled(what: string, { tests = [], record, notYet }: Proof): void {
  const isProven = tests.length > 0 || record !== undefined
  expect([what, isProven, notYet !== undefined]).toEqual([what, !notYet, !isProven])
  for (const sentence of [record, notYet])
    if (sentence !== undefined) expect(sentence).toMatch(/^\p{Lu}.{15,}\.$/u)
}

test('every requirement that applies is in one row, and no other is', () => {
  expect(rows.flatMap(({ ids }) => ids).toSorted()).toEqual([...applicable].toSorted())
  expect(new Set(applicable).size).toBe(applicable.length)
  for (const { ids, apart = [] } of rows) {
    const those = apart.map(({ id }) => id)
    expect(new Set(those).size).toBe(those.length)
    expect(ids).toEqual(expect.arrayContaining(those))
  }
})

test('every test that is named is there, word for word', async () => {
  const named = rows.flatMap(({ row, tests = [], apart = [] }) =>
    [...tests, ...apart.flatMap((each) => each.tests ?? [])].map((test) => ({ row, ...test })),
  )
  const missing: string[] = []
  for (const { row, file, title } of named)
    if (!(await titlesIn(file)).has(title)) missing.push(`${row}: ${file}: ${title}`)
  expect(missing).toEqual([])
})
