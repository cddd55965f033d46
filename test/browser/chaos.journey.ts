import { expect } from '@playwright/test'
import { campaign } from '../chaos/campaign.ts'
import { killing } from '../chaos/killing.ts'
import { fastPace, type KindName } from '../chaos/kinds.ts'
import { deathViolations, killViolations, violationsIn } from '../chaos/report.ts'
import { typing } from '../chaos/typing.ts'
import { test } from './fixtures.ts'

/** Those that are over soon. `npm run chaos` has all of them, at their real pace. */
const soon: KindName[] = [
  'refuse',
  'reset after',
  'cut body',
  '500 after',
  '429 seconds',
  'double click',
  'tab crash',
  'two tabs',
]

const quietly = { say: () => {} }

/** How soon it was back is for the command to say, on a machine that does nothing else. */
const whenever = { firstGood: 0 }

const asUsual = { writers: 8, span: 2_000, outside: false, ...quietly }

test('whatever breaks between browser, gateway and billing system, there is one contact', async ({
  browser,
}) => {
  test.setTimeout(400_000)
  const results = await campaign({
    ...{ browser, kinds: soon, runs: 1, pace: fastPace, slots: 4, patience: 120_000 },
    ...quietly,
  })
  expect(results).toHaveLength(soon.length * 2)
  expect(violationsIn(results)).toEqual([])
})

test('after kill -9 under load, what was acknowledged is there once', async () => {
  test.setTimeout(400_000)
  const toll = await killing({ ...asUsual, times: 3, gateways: 1 })
  expect(toll.kills).toBe(3)
  expect(killViolations({ ...toll, ...whenever })).toEqual([])
})

test('after kill -9 of two gateways in turn, what either acknowledged is there once', async () => {
  test.setTimeout(400_000)
  const toll = await killing({ ...asUsual, times: 2, gateways: 2 })
  expect(toll.kills).toBe(2)
  expect(killViolations({ ...toll, ...whenever })).toEqual([])
})

test('after kill -9 of the browser, what was typed is there again', async ({ desk }) => {
  const deaths = await typing({ desk, times: 3, at: ['typing', 'blur', 'save'], ...quietly })
  expect(deaths).toHaveLength(3)
  expect(deathViolations(deaths)).toEqual([])
})
