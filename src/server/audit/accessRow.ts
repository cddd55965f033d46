import { randomUUID } from 'node:crypto'
import type { LogEntry } from '#contract/api/history.ts'
import type { AccessOp } from '#contract/api/accessOps.ts'
import type { AccessRole } from '#contract/api/accessRole.ts'
import { supportCodeOf } from '#contract/api/supportCode.ts'
import type { Queries } from '#contract/backend/vendor.ts'
import type { AuditRow } from './auditRow.ts'
import { appendToChain } from './chain.ts'

/** What a row says that is about access, and not about a contact. */
export interface AccessRow {
  workspace: string
  at: Date
  person: string
  personName: string
  role: AccessRole | null
  op: AccessOp
  changes?: LogEntry['changes']
  /** The answer to a request that was denied. */
  status?: number
  reference: string | null
}

/** The chain of people without a role in any workspace. No workspace can be called that. */
export const nowhere = '*'

/** Puts the rows at the end of their chains, always in the same order, so that nobody waits for each other. */
export async function appendAccessRows(
  queries: Queries,
  rows: readonly AccessRow[],
): Promise<void> {
  const ordered = rows.toSorted((a, b) => (a.workspace < b.workspace ? -1 : 1))
  for (const row of ordered) await appendToChain(queries, auditRowOf(row))
}

/** With an id of its own in the place of a submission's, so that a support code finds it. */
function auditRowOf(row: AccessRow): AuditRow {
  const id = randomUUID()
  const isDenied = row.op === 'denied'
  return {
    workspace: row.workspace,
    at: row.at,
    person: row.person,
    person_name: row.personName,
    role: row.role,
    op: row.op,
    customer: '',
    contact: null,
    contact_name: null,
    changes: JSON.stringify(row.changes ?? []),
    undoes: null,
    reason: null,
    submission_id: id,
    revision: 1,
    code: supportCodeOf(id),
    outcome: isDenied ? 'refused' : 'saved',
    refusal: isDenied ? 'permission' : null,
    status: row.status ?? null,
    track_id: null,
    request_id: null,
    milliseconds: null,
    reference: row.reference,
  }
}
