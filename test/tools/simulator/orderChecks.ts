import { spanOf, when, type Edit, type Findings } from './findings.ts'
import type { LedgerRow } from './memoryLedger.ts'
import { hasEffect } from './toldChecks.ts'

/*
 * What must be true of the order in which changes are carried out: an older change that nobody could find
 * the end of does not undo a later one that was saved.
 */

export const orderInvariants = {
  /** What is sent again writes over nothing that somebody saved since it was sent first. */
  I23: (findings: Findings) =>
    findings.edits.flatMap((edit) => {
      const { row, change, since } = edit
      if (!row || row.reconcileAttempts === 0 || !hasEffect(findings, change)) return []
      const first = firstSent(findings, row)
      return findings.edits
        .filter((other) => isSameThing(edit, other) && other.change.at > first)
        .filter(({ row: later }) => {
          const last = later && findings.last.get(later.id)
          if (!last || last.id === row.id || last.state !== 'succeeded') return false
          return later.revision === last.revision && spanOf(findings, last)[1] <= since
        })
        .slice(0, 1)
        .map(
          (other) =>
            `${row.id} was sent again, done ${when(change.at)}, over what ${other.row!.id} saved`,
        )
    }),
}

/** When a row said first that bytes of this revision leave. */
function firstSent({ versions }: Findings, { id: submissionId, revision }: LedgerRow): number {
  const seen = versions.get(submissionId) ?? []
  const first = seen.find(({ row }) => row.revision === revision && row.dispatchedAt !== null)
  return first?.at ?? Infinity
}

function isSameThing(one: Edit, other: Edit): boolean {
  if (one.op !== other.op || one.op === 'remove') return false
  if (one.op === 'primary') return one.change.customer === other.change.customer
  const isShared = Object.keys(one.change.wrote).some((name) => name in other.change.wrote)
  return isShared && one.change.contact === other.change.contact
}
