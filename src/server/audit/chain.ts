import { createHash } from 'node:crypto'
import type { Queries } from '#contract/backend/vendor.ts'
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
  const values = valuesFrom(at + 2)
  return `,
    head as (
      ${extendingHead(`$${at + 1}`, `select ${values[0]}`, `from (${cause}) as cause`)}
    ),
    link as (
      insert into desk.audit (${auditColumns}, number, hash)
      select ${values.join(', ')}, rows, hash from head
      returning number
    )`
}

/** What the parameters of that SQL are. */
export function chainingValues(row: AuditRow): unknown[] {
  return [contentBytesOf(row), ...columns.map((column) => row[column])]
}

/**
 * The same in two statements of a transaction, for an engine that distributes its tables by workspace:
 * each goes to the one machine that has the workspace, and the others may be away.
 */
export async function appendToChain(queries: Queries, row: AuditRow): Promise<void> {
  const extended = await queries.query<{ rows: number; hash: Buffer }>(extendHead, [
    row.workspace,
    contentBytesOf(row),
  ])
  for (const { rows, hash } of extended)
    await queries.query(appendRow, [...columns.map((column) => row[column]), rows, hash])
}

/**
 * SQL that makes the head of a workspace one row longer, and gives its number and hash. Of IMMUTABLE
 * functions only: Citus takes no other where a row is updated on conflict, and convert_to is none.
 * @param content the parameter with what the row says, as bytes
 */
function extendingHead(content: string, workspace: string, cause: string): string {
  const hashOf = (before: string, number: string) =>
    `sha256(${before} || ${number}::text::bytea || ${content}::bytea)`
  return `insert into desk.audit_heads as head (workspace, rows, hash)
      ${workspace}, 1, ${hashOf(`''::bytea`, '1')} ${cause}
      on conflict (workspace) do update
      set rows = head.rows + 1, hash = ${hashOf('head.hash', '(head.rows + 1)')}
      returning rows, hash`
}

const extendHead = extendingHead('$2', 'select $1', '')

const appendRow = `
  insert into desk.audit (${auditColumns}, number, hash)
  values (${[...valuesFrom(1), `$${columns.length + 1}`, `$${columns.length + 2}`].join(', ')})`

/** The parameters for the columns of a row, from this number on. */
function valuesFrom(first: number): string[] {
  return Object.values(hashed).map((type, index) => `$${first + index}::${type}`)
}

/** What follows the number in what is hashed. */
function contentBytesOf(row: AuditRow): Buffer {
  return Buffer.from(` ${contentOf(row)}`)
}
