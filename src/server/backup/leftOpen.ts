import type { Queries } from '#contract/backend/vendor.ts'

/** A submission that had no result when the backup was made. */
export interface LeftOpen {
  workspace: string
  op: string
  person_name: string
  reference: string | null
}

/**
 * Marks what was open in a backup: the desk looks what became of it and never sends it again, for
 * since the backup it may have been carried out, and changed by others on purpose. Remembers the
 * restore, so that creates which the backup does not know are looked for before they are sent.
 * @param madeAt when the backup was made
 */
export async function markLeftOpen(queries: Queries, madeAt: string): Promise<LeftOpen[]> {
  await queries.query('insert into desk.restores (restored_at, made_at) values (now(), $1)', [
    madeAt,
  ])
  return queries.query<LeftOpen>(
    `update desk.submissions
     set restored_at = now(), due_at = now(), lease_until = now(), fencing_token = fencing_token + 1
     where state in ('pending', 'unknown')
     returning workspace, op, person_name, reference`,
  )
}

/** When this database came out of a backup the last time; null when it never did. */
export async function restoredAt(queries: Queries): Promise<Date | null> {
  const [row] = await queries.query<{ at: Date | null }>(
    'select max(restored_at) as at from desk.restores',
  )
  return row?.at ?? null
}
