import type { Queries } from '#contract/backend/vendor.ts'

export interface Table {
  /** With its schema, as SQL takes it. */
  name: string
  columns: readonly { name: string; type: string }[]
  /** What its rows are ordered by, the same in every database. */
  order: string
}

/**
 * What belongs to the running desk and not to its data: who is signed in, what one gateway does for
 * all, when it was restored, and what the migrations write down themselves.
 */
const leftOut = [
  ...[
    'desk.sessions',
    'desk.login_attempts',
    'desk.logouts',
    'desk.leases',
    'desk.restores',
    'desk.migrations',
  ],
]

/** The tables of these schemas, each after those it refers to. */
export async function tablesIn(queries: Queries, schemas: readonly string[]): Promise<Table[]> {
  const columns = await queries.query<{
    table: string
    column: string
    type: string
    key: number | null
    ordered: string
  }>(columnsOf, [schemas])
  const references = await queries.query<{ from: string; to: string }>(referencesOf, [schemas])

  const names = new Set(columns.map(({ table }) => table).filter((name) => !leftOut.includes(name)))
  const tables = [...names].map((name): Table => {
    const all = columns.filter(({ table }) => table === name)
    const keys = all.filter(({ key }) => key !== null)
    const order = keys.length ? keys.toSorted((a, b) => a.key! - b.key!) : all
    return {
      name,
      columns: all.map(({ column, type }) => ({ name: column, type })),
      order: order.map(({ ordered }) => ordered).join(', '),
    }
  })
  return parentsFirst(tables, references)
}

function parentsFirst(
  tables: readonly Table[],
  references: readonly { from: string; to: string }[],
): Table[] {
  const ordered = new Set<Table>()
  const visit = (table: Table, below: readonly Table[]) => {
    if (ordered.has(table)) return
    if (below.includes(table)) throw new Error(`${table.name} refers to itself`)
    for (const { from, to } of references)
      for (const parent of from === table.name ? tables.filter(({ name }) => name === to) : [])
        visit(parent, [...below, table])
    ordered.add(table)
  }
  for (const table of tables) visit(table, [])
  return [...ordered]
}

// Names of columns in the order of the database's own catalogue; text by code point, as the order of
// a language differs from one machine to the next.
const columnsOf = `
  select format('%I.%I', n.nspname, c.relname) as table, quote_ident(a.attname) as column,
    format_type(a.atttypid, a.atttypmod) as type,
    array_position(i.indkey::int2[], a.attnum) as key,
    case when i.indkey is null then quote_ident(a.attname) || '::text collate "C"'
      when a.attcollation <> 0 then quote_ident(a.attname) || ' collate "C"'
      else quote_ident(a.attname) end as ordered
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    and a.attgenerated = ''
  left join pg_index i on i.indrelid = c.oid and i.indisprimary
  where n.nspname = any($1) and c.relkind in ('r', 'p') and not c.relispartition
  order by 1, a.attnum`

const referencesOf = `
  select format('%I.%I', n.nspname, c.relname) as from, format('%I.%I', pn.nspname, p.relname) as to
  from pg_constraint f
  join pg_class c on c.oid = f.conrelid join pg_namespace n on n.oid = c.relnamespace
  join pg_class p on p.oid = f.confrelid join pg_namespace pn on pn.oid = p.relnamespace
  where f.contype = 'f' and n.nspname = any($1)`

/** How far each sequence of these schemas has come. Those that were never asked are left out. */
export function sequencesIn(
  queries: Queries,
  schemas: readonly string[],
): Promise<{ name: string; value: string }[]> {
  return queries.query(
    `select format('%I.%I', schemaname, sequencename) as name, last_value::text as value
     from pg_sequences where schemaname = any($1) and last_value is not null order by 1`,
    [schemas],
  )
}
