import type { LogEntry } from '#contract/api/history.ts'

/** A row of desk.audit without its place in the chain, under the names of its columns. */
export interface AuditRow {
  workspace: string
  at: Date
  person: string
  person_name: string
  role: LogEntry['person']['role']
  op: LogEntry['op']
  customer: string
  contact: string | null
  contact_name: string | null
  changes: string
  undoes: string | null
  reason: string | null
  submission_id: string
  revision: number
  code: string
  outcome: LogEntry['outcome']
  refusal: LogEntry['refusal']
  status: number | null
  track_id: string | null
  request_id: string | null
  milliseconds: number | null
  reference: string | null
}
