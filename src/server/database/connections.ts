import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { DatabaseAway } from './away.ts'
import { hostsOf } from './hosts.ts'
import { preparedNames } from './preparedNames.ts'
import { isRead, processIdOf, readWatch } from './readWatch.ts'

/**
 * The server's own limits. A transaction whose client went silent would keep its locks until the
 * server's TCP gives up, after two hours by default (tcp_keepalives_idle): no statement of the desk is
 * further from the next one than an answer may take.
 */
function serverLimits(statement: number, inTime: number): string {
  const idle = inTime < Infinity ? Math.round(inTime) : 0
  return (
    `set statement_timeout = ${Math.round(statement)};` +
    `set idle_in_transaction_session_timeout = ${idle}`
  )
}

/** How long a database may be silent, in milliseconds. */
export interface Limits {
  /** Until a new connection is let in, or one of the pool becomes free. */
  connect: number
  /** For the answer to a statement, on top of the time that the server allows the statement. */
  answer: number
  /** For the answer to a read, until the database is asked whether it is at work on it. */
  read: number
  /** A connection that was unused for longer has to show that it is alive before it is used. */
  unused: number
  /** For that sign of life. */
  check: number
  /** For all connections to end when the database is closed. */
  close: number
}

const usual: Limits = {
  ...{ connect: 5_000, answer: 3_000, read: 3_000 },
  ...{ unused: 2_000, check: 3_000, close: 5_000 },
}

/** Milliseconds of silence after which TCP itself asks whether the other side is there. */
const keepAliveDelay = 10_000

interface Reply {
  rows?: unknown[]
  command: string
}

/** One connection, taken from the pool until it is given back. */
export interface Connection {
  /** @throws whatever pg throws; a connection that does not answer in time is cut, and is of no use. */
  ask(sql: string, values?: readonly unknown[]): Promise<Reply>
  /** Ends it at once, without a word to the server. */
  cut(): void
  /** Gives it back; one that was cut is not used again. */
  release(): void
}

export interface Connections {
  /** @throws DatabaseAway when there is none in time */
  take(): Promise<Connection>
  counts(): { total: number; idle: number; waiting: number }
  /** Ends all of them, within the limit even when nothing answers. */
  close(): Promise<void>
}

export interface ConnectionOptions {
  most: number
  /** Milliseconds that the server allows one statement; 0: no limit, there and here. */
  statement: number
  limits?: Partial<Limits>
  types: pg.CustomTypesConfig
  /** Lets the server keep each statement it has parsed. Not every pooler in between can do that. */
  prepare?: boolean
}

/**
 * A pool whose connections may go silent without a FIN or a RST: when the server's host dies or its
 * address moves, Linux alone would give up after about 15 minutes (tcp_retries2), or never when
 * nothing is on its way.
 */
export function connectionsTo(
  url: string,
  { most, statement, limits: given, types, prepare = false }: ConnectionOptions,
): Connections {
  const limits = { ...usual, ...given }
  const inTime = statement > 0 ? statement + limits.answer : Infinity
  const hosts = hostsOf(url)
  // The pool waits for what this returns, which its types do not say.
  const admit = (client: pg.ClientBase): unknown => {
    const limited = client.query(serverLimits(statement, inTime)).catch(() => {})
    // Waited for only where the answer decides whether the connection is of any use.
    return hosts.count > 1 ? limited.then(() => hosts.check(client)) : undefined
  }
  const pool = new pg.Pool({
    Client: hosts.Client,
    application_name: 'contact-desk',
    max: most,
    connectionTimeoutMillis: limits.connect,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveDelay,
    types,
    // Not as a startup parameter: poolers such as PgBouncer refuse connections that bring one.
    // The next statement waits for it, as a connection does one after the other anyway.
    onConnect: admit,
  })
  // A connection that dies while idle is replaced at the next query, which will say if that fails.
  pool.on('error', () => {})
  const isAtWork = readWatch(url, limits.check)
  const nameOf = prepare ? preparedNames() : () => undefined
  const open = new Set<pg.PoolClient>()
  const heard = new WeakMap<pg.PoolClient, number>()
  pool.on('connect', (client) => {
    open.add(client)
    heard.set(client, performance.now())
    client.connection.stream.once('close', () => open.delete(client))
  })
  /** When a connection was last found silent: those not heard of since are taken to be as well. */
  let silentAt = -Infinity

  function cut(client: pg.PoolClient): void {
    client.connection.stream.destroy()
  }

  async function ask(
    client: pg.PoolClient,
    limit: number,
    sql: string,
    values: readonly unknown[] = [],
  ): Promise<Reply> {
    let settled = false
    // A process that was stopped itself, or busy, reads what has arrived before it gives up.
    const giveUp = () =>
      setImmediate(() => {
        if (settled) return
        silentAt = performance.now()
        cut(client)
      })
    const late = limit < Infinity ? setTimeout(giveUp, limit) : undefined
    // A read that the server does not work on is aborted sooner: the client may ask another gateway.
    const look = async () => {
      if (settled) return
      if (await isAtWork(processIdOf(client))) watch = setTimeout(() => void look(), limits.read)
      else giveUp()
    }
    let watch = isRead(sql) ? setTimeout(() => void look(), limits.read) : undefined
    try {
      const name = nameOf(sql, values.length)
      const reply: Reply = await client.query({ name, text: sql, values: [...values] })
      heard.set(client, performance.now())
      return reply
    } catch (error) {
      // Its prepared statements are of no more use; a new connection prepares them again.
      if (isStalePlan(error)) cut(client)
      // A primary that was made a standby, without a word to its clients.
      if (hosts.count > 1 && isReadOnly(error)) {
        hosts.leave(client)
        cut(client)
      }
      throw error
    } finally {
      settled = true
      clearTimeout(late)
      clearTimeout(watch)
    }
  }

  async function isAlive(client: pg.PoolClient): Promise<boolean> {
    const since = heard.get(client) ?? 0
    if (since < silentAt) return false
    if (performance.now() - since <= limits.unused) return true
    return ask(client, limits.check, 'select 1').then(
      () => true,
      () => false,
    )
  }

  /** Every host has its turn, as long as none of them lets anybody in. */
  async function connected(): Promise<pg.PoolClient> {
    for (let left = hosts.count; ; left--) {
      try {
        return await pool.connect()
      } catch (cause) {
        if (left <= 1) throw new DatabaseAway({ cause })
      }
    }
  }

  async function take(): Promise<Connection> {
    for (;;) {
      const client = await connected()
      // Without a listener a connection that dies between two statements would end the process.
      const ignore = () => {}
      client.on('error', ignore)
      const release = () => {
        client.off('error', ignore)
        client.release(client.connection.stream.destroyed)
      }
      if (await isAlive(client))
        return {
          ask: (sql, values) => ask(client, inTime, sql, values),
          cut: () => cut(client),
          release,
        }
      cut(client)
      release()
    }
  }

  return {
    take,
    counts: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    async close() {
      const over = new AbortController()
      const late = pause(limits.close, undefined, { signal: over.signal }).catch(() => {})
      await Promise.race([pool.end(), late])
      over.abort()
      for (const client of open) cut(client)
    },
  }
}

/** 25006 read_only_sql_transaction: it is no primary. */
function isReadOnly(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '25006'
}

/**
 * Whether a table was changed so that a prepared statement would return other columns than before
 * (a newer build has migrated the database). The statement was not carried out. PostgreSQL has no
 * code of its own for it, only the function that says so (plancache.c).
 */
export function isStalePlan(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.routine === 'RevalidateCachedQuery'
}
