import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import type { Outcome } from '#contract/api/submission.ts'
import { instrumentLedger } from '#server/metrics/outcomes.ts'
import type { LedgerEntry } from '#server/submissions/ledgerEntry.ts'
import { postgresLedger } from '#server/submissions/postgresLedger.ts'
import type { Ledger } from '#server/submissions/ledger.ts'

const nothing = { query: async () => [], transaction: () => Promise.reject(new Error('no')) }

/** A ledger that takes every word, and gives its transactions three tries. */
const ledger: Ledger = {
  ...postgresLedger(nothing),
  settle: async (_entry, _fencingToken, outcome) => outcome,
  async inSharedTransaction(_turn, work) {
    await work(ledger)
    await work(ledger)
    return work(ledger)
  },
}

const sentAt = new Date('2026-05-04T10:00:00Z')

const entry: LedgerEntry = {
  workspace: 'acme',
  id: 'i',
  person: 'pat',
  personName: 'Pat',
  role: 'editor',
  reference: 'XA53WRJ',
  reason: null,
  revision: 1,
  fingerprint: 'f',
  write: { op: 'remove', revision: 1, customer: 'c', contact: 'k' },
  undoes: null,
  state: 'pending',
  outcome: null,
  sentAt,
  fencingToken: 1,
  leaseUntil: sentAt,
  previous: null,
  knownIds: null,
  keyEpoch: 1,
  faults: 0,
  unconfirmedAnswers: 0,
  reconcileAttempts: 0,
  dispatchedAt: null,
  lastDispatchedAt: null,
  inDoubtSince: null,
  givenBackAt: null,
  restoredAt: null,
  lookFrom: null,
  holders: null,
  holdsLock: false,
}
const done: Outcome = { state: 'succeeded', contact: null }

async function countOf(registry: Registry): Promise<string | undefined> {
  const text = await registry.getSingleMetricAsString('desk_submission_outcomes_total')
  return /outcome="succeeded",refusal=""} (\d+)/.exec(text)?.[1]
}

test('a write that the database took at the third try is counted once', async () => {
  const registry = new Registry()
  const counted = instrumentLedger(registry, ledger)
  await counted.inSharedTransaction?.(null, (inner) => inner.settle(entry, 1, done, new Date()))
  expect(await countOf(registry)).toBe('1')
})

test('what was rolled back, or another gateway settled before, is not counted', async () => {
  const registry = new Registry()
  const counted = instrumentLedger(registry, {
    ...ledger,
    settle: async () => ({ ...done }),
    inSharedTransaction: async (_turn, work) => {
      await work(ledger)
      throw new Error('rolled back')
    },
  })
  await counted.settle(entry, 1, done, new Date())
  const rolledBack = counted.inSharedTransaction?.(null, (inner) =>
    inner.settle(entry, 1, done, new Date()),
  )
  await expect(rolledBack).rejects.toThrow('rolled back')
  expect(await countOf(registry)).toBeUndefined()
})
