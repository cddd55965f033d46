import { createHmac, randomBytes } from 'node:crypto'
import type { Queries } from '#contract/backend/vendor.ts'

/**
 * The key under which a person's drafts are sealed in their browser: 32 bytes as base64url, the same
 * for that person from every gateway on this database, and no use to anybody else.
 */
export async function draftEncryptionKey(queries: Queries, person: string): Promise<string> {
  const secret = await secretOf(queries, 'drafts')
  return createHmac('sha256', secret).update(person).digest('base64url')
}

async function secretOf(queries: Queries, name: string): Promise<string> {
  const read = () =>
    queries.query<{ value: string }>('select value from desk.secrets where name = $1', [name])
  let [row] = await read()
  if (!row) {
    // Another gateway may be quicker; then its secret counts.
    await queries.query(
      'insert into desk.secrets (name, value) values ($1, $2) on conflict (name) do nothing',
      [name, randomBytes(32).toString('base64url')],
    )
    ;[row] = await read()
  }
  return row!.value
}
