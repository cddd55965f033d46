import type { Queries } from '#contract/backend/vendor.ts'
import { openDatabase } from '#server/database/database.ts'

/**
 * The servers of `npm run test:postgres`: one, or the coordinator of Citus and then its workers. None
 * where the tests start a PostgreSQL of their own.
 */
export function serversThere(): string[] {
  return (process.env['DESK_TEST_POSTGRES'] ?? '').split(' ').filter(Boolean)
}

/** The same server, another database. */
export function named(url: string, database: string): string {
  const [address = '', query] = url.split('?')
  return address.replace(/[^/]*$/, database) + (query === undefined ? '' : `?${query}`)
}

/** Makes one database of those of the same name at a coordinator and its workers. */
export async function joinWorkers(urls: readonly string[]): Promise<void> {
  for (const url of urls) await on(url, ['create extension citus'])
  const [coordinator = '', ...workers] = urls
  await on(coordinator, [
    `select citus_set_coordinator_host(${placeOf(coordinator)})`,
    ...workers.map((url) => `select citus_add_node(${placeOf(url)})`),
  ])
}

/** The desk's tables, by workspace (docs/databases.md). */
export async function distribute(queries: Queries): Promise<void> {
  await queries.query(
    `select create_distributed_table('desk.submissions', 'workspace', colocate_with => 'none')`,
  )
  for (const table of ['audit', 'audit_heads', 'customer_locks', 'denials'])
    await queries.query(
      `select create_distributed_table('desk.${table}', 'workspace', colocate_with => 'desk.submissions')`,
    )
}

async function on(url: string, statements: readonly string[]): Promise<void> {
  const database = openDatabase(url, { connections: 1 })
  try {
    for (const statement of statements) await database.query(statement)
  } finally {
    await database.close()
  }
}

function placeOf(url: string): string {
  const { hostname, port } = new URL(url)
  return `'${hostname}', ${port || 5432}`
}
