import { expect, test } from 'vitest'
import { rustTrim } from '#backends/dayzero/embedded/email/characters.ts'

test('only blanks at the ends are trimmed, and all that Unicode calls white', () => {
  expect(rustTrim('\u0085\u3000 a \t b\u2028\u00a0')).toBe('a \t b')
  expect(rustTrim('\ufeffa\u200b')).toBe('\ufeffa\u200b')
  expect(rustTrim(' \n')).toBe('')
})

test('a text full of blanks is trimmed at once', () => {
  // Looked at from every blank anew, this would take minutes.
  const text = `a${' '.repeat(1_000_000)}b`
  expect(rustTrim(text)).toBe(text)
})
