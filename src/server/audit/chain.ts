import { createHash } from 'node:crypto'
import type { AuditRow } from './auditRow.ts'

/** A row in its place. */
export interface ChainedRow extends AuditRow {
  number: number
  hash: Buffer
}

/**
 * The columns with their types, in this order for ever: the hash of a row is made of its values one
 * after the other.
 */
const hashed = {
  workspace: 'text',
  at: 'timestamptz',
  person: 'text',
  person_name: 'text',
  role: 'text',
  op: 'text',
  customer: 'text',
  contact: 'text',
  contact_name: 'text',
  changes: 'text',
  undoes: 'uuid',
  reason: 'text',
  submission_id: 'uuid',
  revision: 'integer',
  code: 'text',
  outcome: 'text',
  refusal: 'text',
  status: 'integer',
  track_id: 'text',
  request_id: 'text',
  milliseconds: 'integer',
  reference: 'text',
} as const satisfies Record<keyof AuditRow, string>

const columns = Object.keys(hashed) as (keyof AuditRow)[]

export const auditColumns = columns.join(', ')

/** All that a row says, as one text that no other row has. */
function contentOf(row: AuditRow): string {
  return JSON.stringify(columns.map((column) => row[column]))
}

/** The hash of a row that follows the one with this hash; the first one follows an empty one. */
export function hashAfter(before: Buffer, number: number, row: AuditRow): Buffer {
  return createHash('sha256')
    .update(before)
    .update(`${number} ${contentOf(row)}`)
    .digest()
}

/**
 * SQL that puts a row at the end of its workspace's chain, as parts of a statement that begin with a
 * comma. The head is locked until the transaction ends, so this belongs into its last statement.
 * @param cause a select that gives one row when there is something to write, and none otherwise
 * @param at how many parameters the statement has already
 */
export function chaining(cause: string, at: number): string {
  const content = `$${at + 1}::text`
  const values = Object.values(hashed).map((type, index) => `$${at + 2 + index}::${type}`)
  const hashOf = (before: string, number: string) =>
    `sha256(${before} || convert_to(${number}::text || ' ' || ${content}, 'UTF8'))`
  return `,
    head as (
      insert into desk.audit_heads as head (workspace, rows, hash)
      select ${values[0]}, 1, ${hashOf(`''::bytea`, '1')} from (${cause}) as cause
      on conflict (workspace) do update
      set rows = head.rows + 1, hash = ${hashOf('head.hash', '(head.rows + 1)')}
      returning rows, hash
    ),
    link as (
      insert into desk.audit (${auditColumns}, number, hash)
      select ${values.join(', ')}, rows, hash from head
      returning number
    )`
}

/** What the parameters of that SQL are. */
export function chainingValues(row: AuditRow): unknown[] {
  return [contentOf(row), ...columns.map((column) => row[column])]
}
