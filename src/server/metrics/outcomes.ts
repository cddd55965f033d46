import { Counter, type Registry } from 'prom-client'
import type { Outcome } from '#contract/api/submission.ts'
import type { Ledger } from '#server/submissions/ledger.ts'

type Count = (workspace: string, outcome: Outcome) => void

/** The same ledger, which counts outcomes once they are durable. */
export function instrumentLedger(registry: Registry, ledger: Ledger): Ledger {
  const outcomes = new Counter({
    name: 'desk_submission_outcomes_total',
    help: 'Outcomes of submissions. A submission in doubt counts at every reconcile attempt and once when it settles.',
    labelNames: ['workspace', 'outcome', 'refusal'],
    registers: [registry],
  })
  return counting(ledger, (workspace, outcome) => {
    const refusal = outcome.state === 'rejected' ? outcome.refusal.kind : ''
    outcomes.inc({ workspace, outcome: outcome.state, refusal })
  })
}

function counting(ledger: Ledger, count: Count): Ledger {
  const { inSharedTransaction } = ledger
  return {
    ...ledger,
    async settle(entry, fencingToken, outcome, now) {
      const stands = await ledger.settle(entry, fencingToken, outcome, now)
      // Another's word came first, and was counted there.
      if (stands === outcome) count(entry.workspace, outcome)
      return stands
    },
    async markInDoubt(entry, fencingToken, doubt, now) {
      const stands = await ledger.markInDoubt(entry, fencingToken, doubt, now)
      if (stands.state === 'unknown') count(entry.workspace, stands)
      return stands
    },
    inSharedTransaction:
      inSharedTransaction &&
      (async (turn, work) => {
        let counted: Parameters<Count>[] = []
        const result = await inSharedTransaction(turn, (inner) => {
          // Anew at every try: what was rolled back has not happened.
          counted = []
          return work(counting(inner, (...each) => counted.push(each)))
        })
        for (const each of counted) count(...each)
        return result
      }),
  }
}
