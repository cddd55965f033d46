import { maxDueAheadMs, type Ledger } from '#server/submissions/ledger.ts'
import { memoryLedger, type LedgerGuard, type LedgerRow } from './memoryLedger.ts'

export interface WatchedLedger extends Ledger {
  /** Whether a sweep would find something. */
  isBusy(now: number): boolean
}

/**
 * The ledger of a simulation.
 * @param written hears of every row that is written, as it then is
 * @param lacks what it does not see to
 */
export function watchedLedger(
  written: (row: LedgerRow) => void,
  lacks?: LedgerGuard,
): WatchedLedger {
  const ledger = memoryLedger(written, lacks)
  return {
    ...ledger,
    isBusy: (now) =>
      ledger.rows().some(({ state, dueAt, auditAt }) => {
        if (state === 'pending' || state === 'unknown')
          return dueAt !== null && (+dueAt <= now || +dueAt > now + maxDueAheadMs)
        return auditAt !== null && +auditAt <= now
      }),
  }
}

/** What a row is about; of a create, what it made. */
export function contactOf({ write, outcome }: LedgerRow): string | null {
  if (write.op !== 'create') return write.contact
  return outcome?.state === 'succeeded' ? (outcome.contact?.id ?? null) : null
}
