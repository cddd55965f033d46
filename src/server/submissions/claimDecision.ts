import type { Outcome } from '#contract/api/submission.ts'
import type { LedgerEntry, WriteOperation, NewLedgerEntry } from './ledgerEntry.ts'

/*
 * What a submission's row means, and what a further submission under the same submission may do. Pure: the row,
 * the submission and the time go in, the verdict comes out.
 *
 *   (none) → pending → succeeded
 *                    → rejected → pending, one revision later
 *                    → unknown  → succeeded, rejected
 */

export type ClaimDecision =
  /** It has been said before: this is what it came to, so far. */
  | { kind: 'replay'; outcome: Outcome }
  /** What was refused has been mended: try it as the next revision. */
  | { kind: 'newRevision' }
  /** Something else is still being tried under this submission. */
  | { kind: 'inProgress' }
  /** This submission already stands for something else. */
  | { kind: 'keyReused' }
  /** Another person's submission, as good as not there. */
  | { kind: 'notOwner' }

type Row = Pick<
  LedgerEntry,
  'person' | 'revision' | 'fingerprint' | 'state' | 'outcome' | 'sentAt' | 'leaseUntil'
>

export function decideClaim(
  row: Row,
  incoming: Pick<NewLedgerEntry, 'person' | 'revision' | 'fingerprint' | 'write'>,
  now: Date,
): ClaimDecision {
  if (row.person !== incoming.person) return { kind: 'notOwner' }
  const outcome = outcomeOf(row, now)
  const samePayload = row.fingerprint === incoming.fingerprint
  if (samePayload && row.revision === incoming.revision) return { kind: 'replay', outcome }
  if (row.state === 'pending' || row.state === 'unknown') return { kind: 'inProgress' }
  if (row.state === 'succeeded' && samePayload) return { kind: 'replay', outcome }
  if (row.state === 'rejected' && incoming.revision > row.revision) {
    const asked = openQuestion(row, incoming.write)
    return asked ? { kind: 'replay', outcome: asked } : { kind: 'newRevision' }
  }
  return { kind: 'keyReused' }
}

/**
 * A create that was refused because its contact may exist is not sent again before a person has said
 * that the contact in question is another one.
 * @returns the refusal that still stands; null where there is none
 */
function openQuestion({ outcome }: Pick<Row, 'outcome'>, write: WriteOperation): Outcome | null {
  if (outcome?.state !== 'rejected' || outcome.refusal.kind !== 'mayExist') return null
  if (write.op !== 'create') return null
  return write.distinctFrom?.includes(outcome.refusal.contact.id) ? null : outcome
}

/** What can be said about a submission now. A row whose lease ran out was left by a process that died. */
export function outcomeOf(row: Pick<Row, 'outcome' | 'sentAt' | 'leaseUntil'>, now: Date): Outcome {
  if (row.outcome) return row.outcome
  return now < row.leaseUntil ? { state: 'pending' } : unknownSince(row.sentAt)
}

/** @param unlisted nothing that the desk can read may ever tell what became of it */
export function unknownSince(sentAt: Date, unlisted = false): Outcome {
  return { state: 'unknown', since: sentAt.toISOString(), ...(unlisted && { unlisted }) }
}
