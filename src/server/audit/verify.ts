import type { Database, Queries } from '#contract/backend/vendor.ts'
import { auditColumns, hashAfter, type ChainedRow } from './chain.ts'

/** What the rows of one workspace are worth. */
export type ChainCheck = { workspace: string } & (
  | { kind: 'whole'; rows: number; head: string }
  /** The first row that does not fit: what it says, or its place, is not as it was written. */
  | { kind: 'changed'; row: number }
  | { kind: 'missing'; row: number }
  /** Every row fits the one before, but what is written down about the end is another one. */
  | { kind: 'head'; row: number }
)

interface Head {
  workspace: string
  rows: number
  hash: Buffer
}

/** Rows that are read at a time. */
const page = 1000

/**
 * Looks whether every row is as it was written, and none is missing. All is read as of one moment,
 * so that the desk may go on writing.
 * @param goOn throws when it is to end early
 */
export function verifyChains(
  database: Database,
  goOn: () => void = () => {},
): Promise<ChainCheck[]> {
  return database.transaction(async (queries) => {
    await queries.query('set transaction isolation level repeatable read, read only')
    const heads = await queries.query<Head>('select workspace, rows, hash from desk.audit_heads')
    const byWorkspace = new Map(heads.map((head) => [head.workspace, head]))
    const checks: ChainCheck[] = []
    for (const workspace of await workspacesIn(queries, [...byWorkspace.keys()]))
      checks.push(await checkChain(queries, workspace, byWorkspace.get(workspace), goOn))
    return checks
  })
}

async function workspacesIn(queries: Queries, withHead: readonly string[]): Promise<string[]> {
  const rows = await queries.query<{ workspace: string }>(
    'select distinct workspace from desk.audit',
  )
  return [...new Set([...withHead, ...rows.map(({ workspace }) => workspace)])].toSorted()
}

async function checkChain(
  queries: Queries,
  workspace: string,
  head: Head | undefined,
  goOn: () => void,
): Promise<ChainCheck> {
  let before: Buffer = Buffer.alloc(0)
  let count = 0
  for (;;) {
    goOn()
    const rows = await queries.query<ChainedRow>(
      `select number, hash, ${auditColumns} from desk.audit
       where workspace = $1 and number > $2 order by number limit $3`,
      [workspace, count, page],
    )
    for (const row of rows) {
      if (row.number !== count + 1) return { workspace, kind: 'missing', row: count + 1 }
      if (!row.hash.equals(hashAfter(before, row.number, row)))
        return { workspace, kind: 'changed', row: row.number }
      before = row.hash
      count = row.number
    }
    if (rows.length < page) break
  }
  if (head && count < head.rows) return { workspace, kind: 'missing', row: count + 1 }
  if (!head || count > head.rows || !head.hash.equals(before))
    return { workspace, kind: 'head', row: count }
  return { workspace, kind: 'whole', rows: count, head: before.toString('hex') }
}
