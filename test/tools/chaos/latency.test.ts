import { expect, test } from 'vitest'
import { tollOf } from './kill9Run.ts'
import { blackholeViolations, deathViolations, killViolations } from './report.ts'
import type { Death } from './typing.ts'
import type { Handed } from './writers.ts'

function handed(last: string, told: Handed['told']): Handed {
  return { vendor: 'dayzero', submissionId: '', last, path: '', body: '', told }
}

function violationsOf(journal: Handed[], there: Record<string, number>): string[] {
  const dayzero = new Map(Object.entries(there))
  return killViolations(tollOf(journal, { dayzero, zuora: new Map() }, [900, 1_000]))
}

test('what was acknowledged and is there once is well, and what was refused and is not', () => {
  expect(violationsOf([handed('Qa', 'succeeded'), handed('Qb', 'rejected')], { Qa: 1 })).toEqual([])
})

test('the count of a kill sees what is lost, there twice, refused but there, or without an end', () => {
  const [good, refused, open] = [
    handed('Qa', 'succeeded'),
    handed('Qb', 'rejected'),
    handed('Qc', null),
  ]
  expect(violationsOf([good], {})).toEqual(['1 acknowledged contacts are not there'])
  expect(violationsOf([good], { Qa: 2 })).toEqual(['1 submissions made more than one contact'])
  expect(violationsOf([good, refused], { Qa: 1, Qb: 1 })).toEqual(['1 were refused and are there'])
  expect(violationsOf([good, open], { Qa: 1 })).toEqual(['1 submissions are not settled'])
  expect(violationsOf([], {})).toEqual(['nothing was acknowledged'])
})

test('the count of a kill sees a desk that is slow to come back', () => {
  const toll = tollOf(
    [handed('Qa', 'succeeded')],
    { dayzero: new Map([['Qa', 1]]), zuora: new Map() },
    [900, 3_001],
  )
  expect(killViolations(toll)).toEqual(['a good answer took 3001 ms'])
})

test('the count of keys sees text that is older than it may be, and a second contact', () => {
  const death: Death = { moment: 'typing', typed: 40, lost: 6, oldest: 300, made: null }
  expect(deathViolations([death])).toEqual([])
  expect(deathViolations([{ ...death, oldest: 301 }])).toHaveLength(1)
  expect(deathViolations([{ ...death, moment: 'blur', lost: 1, oldest: 1 }])).toHaveLength(1)
  expect(deathViolations([{ ...death, moment: 'save', oldest: 0, made: 2 }])).toHaveLength(1)
  expect(deathViolations([{ ...death, moment: 'save', oldest: 0, made: 1 }])).toEqual([])
})

test('the count of a silent database sees odd answers, and what takes too long', () => {
  const toll = {
    ...tollOf(
      [handed('Qa', 'succeeded')],
      { dayzero: new Map([['Qa', 1]]), zuora: new Map() },
      [1],
    ),
    ...{ oddReads: 0, slowestRead: 5_000, slowestStop: 12_000 },
  }
  expect(blackholeViolations(toll)).toEqual([])
  const bad = { ...toll, oddReads: 2, slowestRead: 19_000, slowestStop: 20_000, firstGood: 21_000 }
  expect(blackholeViolations(bad)).toEqual([
    '2 reads were answered neither 200 nor 503',
    'a read took 19000 ms',
    'a stop took 20000 ms',
    'no save for 21000 ms',
  ])
})
