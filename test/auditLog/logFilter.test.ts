import { expect, test } from 'vitest'
import { dayOf } from '#auditLog/logFilter.ts'

test('a day is the reader’s, from its first minute to its last, whatever day it is in London', () => {
  expect(dayOf(new Date(2026, 0, 1, 0, 1))).toBe('2026-01-01')
  expect(dayOf(new Date(2026, 0, 1, 23, 59))).toBe('2026-01-01')
  expect(dayOf(new Date(2026, 11, 31, 12))).toBe('2026-12-31')
})
