import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import type { Outcome } from '#contract/submission.ts'
import { countedLedger } from '#server/metrics/outcomes.ts'
import { postgresLedger } from '#server/submissions/postgresLedger.ts'
import type { Ledger } from '#server/submissions/ledger.ts'

const nothing = { query: async () => [], transaction: () => Promise.reject(new Error('no')) }

/** A ledger that takes every word, and gives its transactions three tries. */
const ledger: Ledger = {
  ...postgresLedger(nothing),
  settle: async (_key, _fence, outcome) => outcome,
  async together(work) {
    await work(ledger)
    await work(ledger)
    return work(ledger)
  },
}

const key = { workspace: 'acme', intent: 'i' }
const done: Outcome = { state: 'succeeded', contact: null }

async function countOf(registry: Registry): Promise<string | undefined> {
  const text = await registry.getSingleMetricAsString('desk_submission_outcomes_total')
  return /outcome="succeeded",refusal=""} (\d+)/.exec(text)?.[1]
}

test('a write that the database took at the third try is counted once', async () => {
  const registry = new Registry()
  const counted = countedLedger(registry, ledger)
  await counted.together?.((inner) => inner.settle(key, 1, done, new Date()))
  expect(await countOf(registry)).toBe('1')
})

test('what was rolled back, or another gateway settled before, is not counted', async () => {
  const registry = new Registry()
  const counted = countedLedger(registry, {
    ...ledger,
    settle: async () => ({ ...done }),
    together: async (work) => {
      await work(ledger)
      throw new Error('rolled back')
    },
  })
  await counted.settle(key, 1, done, new Date())
  const rolledBack = counted.together?.((inner) => inner.settle(key, 1, done, new Date()))
  await expect(rolledBack).rejects.toThrow('rolled back')
  expect(await countOf(registry)).toBeUndefined()
})
