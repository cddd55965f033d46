import pg from 'pg'

/**
 * Whether a statement only reads: given up while the server may still be at work on it, it leaves
 * nothing behind.
 */
export function isRead(sql: string): boolean {
  // What a statement compares with, or says of itself, may be the name of a write.
  const words = sql.replaceAll(/'[^']*'|--[^\n]*/g, '')
  return (
    /^\s*(select|with|values)\b/i.test(words) &&
    !/\b(insert|update|delete|merge|nextval|lock|locks)\b/i.test(words)
  )
}

/** @returns whether the server is at work on what this backend process was asked, as far as can be told */
export type IsAtWork = (processId: number | null) => Promise<boolean>

// Its own process is among them wherever this view tells anything.
const atWork = `select pid, pg_backend_pid() as own from pg_stat_activity where state = 'active'`

/** Which server process a connection has, as the server said when it let the connection in. */
export function processIdOf(client: pg.ClientBase): number | null {
  // Missing in its types.
  return (client as pg.ClientBase & { processID: number | null }).processID
}

/**
 * Asks a database on a connection of its own what it is at work on: a read that takes long may be
 * slow, or its connection silent. Several who ask at once share an answer.
 * @param limit milliseconds until it lets the connection in, and as many until it answers
 */
export function readWatch(url: string, limit: number): IsAtWork {
  let asked: Promise<ReadonlySet<number> | 'silent' | 'hidden'> | undefined

  async function ask() {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'contact-desk',
      connectionTimeoutMillis: limit,
      query_timeout: limit,
    })
    client.on('error', () => {})
    try {
      await client.connect()
      const { rows } = await client.query<{ pid: number; own: number }>(atWork)
      const pids = new Set(rows.map(({ pid }) => pid))
      const own = rows[0]?.own
      // A pooler in between has process ids of its own.
      const isDirect = own !== undefined && own === processIdOf(client) && pids.has(own)
      return isDirect ? pids : 'hidden'
    } catch (error) {
      return error instanceof pg.DatabaseError ? 'hidden' : 'silent'
    } finally {
      client.connection.stream.destroy()
    }
  }

  return async (processId) => {
    asked ??= ask().finally(() => {
      asked = undefined
    })
    const found = await asked
    if (typeof found === 'string') return found === 'hidden'
    return processId === null || found.has(processId)
  }
}
