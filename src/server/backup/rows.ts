import { createHash, type Hash } from 'node:crypto'
import type { Queries } from '#contract/backend/vendor.ts'
import type { Table } from './tables.ts'

/** Rows in memory at a time; one may have half a megabyte. */
export const batch = 250

/** Values come as text in one way on every server, to the last digit. */
export async function inOneWay(queries: Queries): Promise<void> {
  await queries.query(
    `set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres';
     set local bytea_output = 'hex'; set local extra_float_digits = 3`,
  )
}

/** All rows in order, a batch at a time, each as a JSON list of texts. Within a transaction. */
export async function* rowsIn(queries: Queries, table: Table): AsyncGenerator<string[]> {
  const values = table.columns.map(({ name }) => `${name}::text`)
  await queries.query(
    `declare backed_up no scroll cursor for
     select to_json(array[${values.join(', ')}]::text[])::text as row
     from ${table.name} order by ${table.order}`,
  )
  for (;;) {
    const rows = await queries.query<{ row: string }>(`fetch ${batch} from backed_up`)
    if (!rows.length) break
    yield rows.map(({ row }) => row)
  }
  await queries.query('close backed_up')
}

/** Puts rows into a table, in these columns. */
export async function insert(
  queries: Queries,
  { name, columns }: Table,
  rows: readonly string[],
): Promise<void> {
  const values = columns.map(({ type }, index) => `(row->>${index})::${type}`)
  await queries.query(
    `insert into ${name} (${columns.map((column) => column.name).join(', ')})
     select ${values.join(', ')} from jsonb_array_elements($1::jsonb) as row`,
    [`[${rows.join(',')}]`],
  )
}

/** The number of rows of a table, and their checksum. */
export class Sum {
  rows = 0
  readonly #hash: Hash = createHash('sha256')

  add(rows: readonly string[]): void {
    this.rows += rows.length
    for (const row of rows) this.#hash.update(row).update('\n')
  }

  sha256(): string {
    return this.#hash.digest('hex')
  }
}
