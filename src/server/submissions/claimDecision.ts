import type { Outcome } from '#contract/api/submission.ts'
import type { LedgerEntry, WriteOperation, NewLedgerEntry } from './ledgerEntry.ts'

/*
 * What a second request with the id of a submission may do. Pure: row, request and time in, decision
 * out.
 *
 *   (none) → pending → succeeded
 *                    → rejected → pending, one revision later
 *                    → unknown  → succeeded, rejected
 */

export type ClaimDecision =
  /** The same request again: answered with the outcome so far. */
  | { kind: 'replay'; outcome: Outcome }
  /** It was refused and has been corrected: execute it as the next revision. */
  | { kind: 'newRevision' }
  /** Another revision of the submission is still in progress. */
  | { kind: 'inProgress' }
  /** The id is used for another payload. */
  | { kind: 'keyReused' }
  /** The submission of another person: answered as not found. */
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
 * A create that was refused with `mayExist` is not sent again before the person has said that the
 * contact in question is another one.
 * @returns the refusal that is still unanswered; null where there is none
 */
function openQuestion({ outcome }: Pick<Row, 'outcome'>, write: WriteOperation): Outcome | null {
  if (outcome?.state !== 'rejected' || outcome.refusal.kind !== 'mayExist') return null
  if (write.op !== 'create') return null
  return write.distinctFrom?.includes(outcome.refusal.contact.id) ? null : outcome
}

/** The outcome as known now. An expired lease was left by a gateway that died. */
export function outcomeOf(row: Pick<Row, 'outcome' | 'sentAt' | 'leaseUntil'>, now: Date): Outcome {
  if (row.outcome) return row.outcome
  return now < row.leaseUntil ? { state: 'pending' } : unknownSince(row.sentAt)
}

/** @param unlisted the billing system lists no contacts, so the outcome may never be known */
export function unknownSince(sentAt: Date, unlisted = false): Outcome {
  return { state: 'unknown', since: sentAt.toISOString(), ...(unlisted && { unlisted }) }
}
