import type { LogEntry } from '#contract/api/history.ts'
import { leavesDoubt } from '#contract/api/refusal.ts'
import type { Outcome } from '#contract/api/submission.ts'
import { supportCodeOf } from '#contract/api/supportCode.ts'
import type { LedgerEntry } from './ledgerEntry.ts'
import { changesOf } from './auditChanges.ts'
import type { UpstreamTrace } from './upstreamTrace.ts'
import type { AuditRow } from '#server/audit/auditRow.ts'

const outcomes = {
  succeeded: 'saved',
  rejected: 'refused',
  pending: 'unknown',
  unknown: 'unknown',
} as const satisfies Record<Outcome['state'], LogEntry['outcome']>

/** The audit entry of a submission with this outcome. */
export function auditRowOf(
  entry: LedgerEntry,
  outcome: Outcome,
  upstream: UpstreamTrace,
  at: Date,
): AuditRow {
  const { write, previous } = entry
  const made = outcome.state === 'succeeded' ? outcome.contact : null
  return {
    workspace: entry.workspace,
    at,
    person: entry.person,
    person_name: storable(entry.personName),
    role: entry.role,
    op: write.op,
    customer: write.customer,
    contact: write.op === 'create' ? (made?.id ?? null) : write.contact,
    contact_name: storable(made?.name ?? previous?.name ?? null),
    changes: JSON.stringify(changesOf(entry, outcome)),
    undoes: entry.undoes,
    reason: entry.reason,
    submission_id: entry.id,
    revision: entry.revision,
    code: supportCodeOf(entry.id),
    ...endOf(outcome),
    status: upstream.status,
    track_id: upstream.trackId,
    request_id: upstream.requestId,
    milliseconds: upstream.milliseconds,
    reference: entry.reference,
  }
}

/** Only the kind of a refusal: its message may repeat what was typed. */
function endOf(outcome: Outcome): Pick<AuditRow, 'outcome' | 'refusal'> {
  if (outcome.state !== 'rejected') return { outcome: outcomes[outcome.state], refusal: null }
  const { refusal } = outcome
  if (!leavesDoubt(refusal)) return { outcome: 'refused', refusal: refusal.kind }
  return { outcome: 'unknown', refusal: refusal.kind === 'conflict' ? 'maybeSaved' : refusal.kind }
}

/** What comes from elsewhere is stored as PostgreSQL would give it back, or its hash would not fit. */
function storable<Text extends string | null>(text: Text): Text {
  // eslint-disable-next-line no-control-regex -- NUL is what is looked for
  return text?.replace(/[\u0000\p{Surrogate}]/gu, '\ufffd') as Text
}
