import type { Queries } from '#contract/backend/vendor.ts'

/** Whether the engine spreads tables over machines: Citus, which is an extension of PostgreSQL. */
export async function isDistributed(queries: Queries): Promise<boolean> {
  const found = await queries.query(`select 1 from pg_extension where extname = 'citus'`)
  return found.length > 0
}
