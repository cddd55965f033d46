import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from './source.ts'

/** What each was called before, and is called in docs/glossary.md now. */
const retired = {
  wish: 'submission',
  errand: 'outbox item',
  intent: 'submission id',
  twin: 'embedded, or duplicate in flight',
}

/** A retired word, alone or as a part of a name. */
const pattern = new RegExp(
  Object.keys(retired)
    .flatMap((word) => {
      const part = word.charAt(0).toUpperCase() + word.slice(1)
      return [
        `(?<![a-zA-Z])[${word.charAt(0)}${part.charAt(0)}]${word.slice(1)}(e?s)?(?![a-z])`,
        `(?<=[a-z])${part}(e?s)?(?![a-z])`,
      ]
    })
    .join('|'),
)

function linesWith(path: string, text: string): string[] {
  return text.split('\n').flatMap((line, index) => {
    const [found] = pattern.exec(line) ?? []
    return found === undefined ? [] : [`${path}:${index + 1} says "${found}"`]
  })
}

test('no code, comment, stored name or document says a retired word', () => {
  const found = ['src', 'test', 'docs', 'deploy'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => join(folder, path))
      .filter((path) => /\.(tsx?|mjs|sql|css|md|conf)$/.test(path))
      // Databases of earlier releases have their names, and one migration has to read them.
      .filter((path) => !/retiredWords|corpora|fixtures\/databases|oldNames/.test(path))
      .flatMap((path) => linesWith(path, readFileSync(join(root, path), 'utf8'))),
  )
  expect(found).toEqual([])
})

describe('the checker', () => {
  test.each(['a wish', 'Errands', 'newIntent', 'intentSchema', 'hasTwin', "'twins'"])(
    'sees %s',
    (line) => expect(linesWith('a.ts', line)).toHaveLength(1),
  )

  test.each(['Nortwind', 'intention', 'between', 'twinkle', 'intentionally'])('passes %s', (line) =>
    expect(linesWith('a.ts', line)).toEqual([]),
  )
})
