import { expect, test } from 'vitest'
import { median, percentile, tableOf, verdictOn, type Measure } from './row.ts'

const measure: Measure = {
  what: 'key to paint, p95',
  unit: 'ms',
  floor: 10,
  desk: 13,
  must: { times: 1.4 },
  stretch: { times: 1.2 },
}

test('a number is held against its floor, not against the clock', () => {
  expect(verdictOn(measure)).toBe('ok')
  expect(verdictOn({ ...measure, desk: 12 })).toBe('stretch')
  expect(verdictOn({ ...measure, desk: 15 })).toBe('MISS')
  expect(verdictOn({ ...measure, must: { atLeastTimes: 2 }, stretch: undefined })).toBe('MISS')
})

test('what was not measured is missed', () => {
  expect(verdictOn({ ...measure, desk: Number.NaN })).toBe('MISS')
  expect(verdictOn({ ...measure, floor: undefined })).toBe('MISS')
})

test('the table shows floor, desk, ratio and what was asked for', () => {
  expect(
    tableOf([{ row: 'key', ...measure }])
      .split('\n')
      .at(-1),
  ).toMatch(/^key +key to paint, p95 +10 ms +13 ms +1\.30 × +≤ 1\.4 × +≤ 1\.2 × +ok$/)
})

test('a percentile is one of the samples', () => {
  expect(percentile([5, 1, 4, 2, 3], 0.95)).toBe(5)
  expect(median([5, 1, 4, 2, 3])).toBe(3)
})
