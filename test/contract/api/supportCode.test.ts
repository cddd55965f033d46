import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { readSupportCode, supportCodeOf } from '#contract/api/supportCode.ts'

test('a save has one code, whoever makes it of its submission', () => {
  // The lowest bit of each character, then all of them.
  expect(supportCodeOf('3f2504e0-4f89-41d3-9a0c-030842108421')).toBe('1111-1111')
  expect(supportCodeOf('3f2504e0-4f89-41d3-9a0c-03ffffffffff')).toBe('ZZZZ-ZZZZ')
  expect(supportCodeOf('3F2504E0-4F89-41D3-9A0C-0305E82C3301')).toBe(
    supportCodeOf('3f2504e0-4f89-41d3-9a0c-0305e82c3301'),
  )
})

test('a version and a variant, which every submission shares, are not in it', () => {
  const codes = ['41d3-9a0c', '71d3-9a0c', '41d3-ba0c'].map((middle) =>
    supportCodeOf(`3f2504e0-4f89-${middle}-0305e82c3301`),
  )
  expect(new Set(codes).size).toBe(1)
})

test('a thousand saves have a thousand codes, each of which is read as it is shown', () => {
  const codes = Array.from({ length: 1000 }, () => supportCodeOf(randomUUID()))
  expect(new Set(codes).size).toBe(1000)
  for (const code of codes) {
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
    expect(readSupportCode(code)).toBe(code)
  }
})

test.each(['7f3k-1q0m', '7F3K1Q0M', '7f3k lqOm', ' 7F3K–IQoM '])(
  'a code is found as people type it: %s',
  (typed) => expect(readSupportCode(typed)).toBe('7F3K-1Q0M'),
)

test.each(['', '7F3K-9Q2', '7F3K-9Q2MM', '7F3K-9Q2U', '7F3K-9Q2%', 'ＡＢＣＤ-９Ｑ２Ｍ'])(
  'what is no code is not taken for one: "%s"',
  (typed) => expect(readSupportCode(typed)).toBeNull(),
)
