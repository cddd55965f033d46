import { expect, test } from 'vitest'
import { searchOf } from '#api/searchOf.ts'

/** Blanks of every kind, and what cannot be seen, between two words. */
const between = [
  ' ',
  '  ',
  '\u00a0',
  '\t',
  '\n',
  '\u2003',
  '\u3000',
  ' \u200b',
  '\u2060 ',
  '\u2800',
]

test.each(between)('two words with %j between them are asked for with one blank', (gap) => {
  expect(searchOf(`${gap}Harbour${gap}Lights${gap}`)).toBe('Harbour Lights')
})

test('what cannot be seen inside a word is not asked for', () => {
  expect(searchOf('Har\u200bbour')).toBe('Harbour')
  expect(searchOf('\u200b\u3164')).toBe('')
})

test('no more is asked for than the gateway takes, and no half of a character', () => {
  expect(searchOf('x'.repeat(500))).toHaveLength(200)
  expect(searchOf(`${'x'.repeat(199)}😀`)).toBe('x'.repeat(199))
})
