import type { Database, Queries } from '#contract/backend/vendor.ts'
import { auditColumns, hashAfter, type ChainedRow } from './chain.ts'

/** One thing that is wrong with a chain. */
export type ChainBreak =
  /** What the row says, or its place, is not as it was written. */
  | { kind: 'changed'; row: number }
  /** These rows are not there, the last one included. */
  | { kind: 'missing'; row: number; to: number }
  /** The row follows one that is missing, so nothing says whether it is as it was written. */
  | { kind: 'unchecked'; row: number }
  /** What is written down about the end is not what is there. */
  | { kind: 'head'; row: number }

/** What the rows of one workspace are worth. */
export type ChainCheck = { workspace: string } & (
  | { kind: 'whole'; rows: number; head: string }
  /** All that is wrong, in the order of the rows. */
  | { kind: 'broken'; breaks: ChainBreak[] }
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
  const breaks: ChainBreak[] = []
  /** What the hash before may be: as it is stored, or as it would be if the row before were right. */
  let before: readonly Buffer[] = [Buffer.alloc(0)]
  let count = 0
  for (;;) {
    goOn()
    const rows = await queries.query<ChainedRow>(
      `select number, hash, ${auditColumns} from desk.audit
       where workspace = $1 and number > $2 order by number limit $3`,
      [workspace, count, page],
    )
    for (const row of rows) {
      const expected = before.map((hash) => hashAfter(hash, row.number, row))
      const fits = expected.some((hash) => hash.equals(row.hash))
      if (row.number !== count + 1)
        breaks.push(
          { kind: 'missing', row: count + 1, to: row.number - 1 },
          { kind: 'unchecked', row: row.number },
        )
      else if (!fits) breaks.push({ kind: 'changed', row: row.number })
      // What follows a row whose hash alone was changed is right all the same.
      before = fits || row.number !== count + 1 ? [row.hash] : [row.hash, ...expected.slice(0, 1)]
      count = row.number
    }
    if (rows.length < page) break
  }
  if (head && count < head.rows) breaks.push({ kind: 'missing', row: count + 1, to: head.rows })
  else if (!head || count > head.rows || !before.some((hash) => hash.equals(head.hash)))
    breaks.push({ kind: 'head', row: count })
  const [last] = before
  if (breaks.length > 0 || !last) return { workspace, kind: 'broken', breaks }
  return { workspace, kind: 'whole', rows: count, head: last.toString('hex') }
}
