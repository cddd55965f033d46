import { expect } from '@playwright/test'
import { campaign } from '../tools/chaos/campaign.ts'
import { killing } from '../tools/chaos/kill9Run.ts'
import { fastPace, type KindName } from '../tools/chaos/kinds.ts'
import { deathViolations, killViolations, violationsIn } from '../tools/chaos/report.ts'
import { typing } from '../tools/chaos/typing.ts'
import { isWhole, repeatedBy, someOf } from '../helpers/scale.ts'
import { test } from './fixtures.ts'

/**
 * Those that are over soon, a few of them at every `npm test`. `npm run chaos` has all of them, at their
 * real pace.
 */
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

/** The same for whoever repeats this run. */
const said = repeatedBy('npx playwright test -c test/browser/playwright.config.ts chaos')

test('whatever breaks between browser, gateway and billing system, there is one contact', async ({
  browser,
}) => {
  test.setTimeout(400_000)
  const kinds = someOf(soon, 2)
  const results = await campaign({
    ...{ browser, kinds, runs: 1, pace: fastPace, slots: 4, patience: 120_000 },
    ...quietly,
  })
  expect(results).toHaveLength(kinds.length * 2)
  expect(violationsIn(results), said).toEqual([])
})

for (const gateways of someOf([1, 2]))
  test(`after kill -9 of ${gateways} gateway(s) in turn, what was acknowledged is there once`, async () => {
    test.setTimeout(400_000)
    const times = isWhole ? 3 : gateways
    const toll = await killing({ ...asUsual, times, gateways })
    expect(toll.kills).toBe(times)
    expect(killViolations({ ...toll, ...whenever }), said).toEqual([])
  })

test('after kill -9 of the browser, what was typed is there again', async ({ desk }) => {
  const at = someOf(['typing', 'blur', 'save'] as const)
  const deaths = await typing({ desk, times: at.length, at, ...quietly })
  expect(deaths).toHaveLength(at.length)
  expect(deathViolations(deaths), said).toEqual([])
})
