import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import type { Database, Queries } from '#contract/vendor.ts'
import { LostCommit } from './lostCommit.ts'

/** A database with its connections, which somebody has to close. */
export interface OpenDatabase extends Database {
  close(): Promise<void>
  /** How many connections there are, how many of them idle, and who waits for one. */
  pool(): { total: number; idle: number; waiting: number }
}

export interface DatabaseOptions {
  /** The most connections at a time. */
  connections?: number
  /** How long one statement may take, in seconds. 0: as long as it likes. */
  patience?: number
}

/**
 * A pool of connections to one PostgreSQL (or what speaks like it). Nothing is connected before the
 * first query.
 *
 * What columns come back as: int8 as a number where that is exact, else as text; numeric and date
 * as text; timestamptz as a Date; json and jsonb parsed.
 */
export function openDatabase(url: string, options: DatabaseOptions = {}): OpenDatabase {
  const { connections = 10, patience = 30 } = options
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'contact-desk',
    max: connections,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    types: { getTypeParser },
    // Not as a startup parameter: poolers such as PgBouncer refuse connections that bring one.
    // Nobody waits for it, as the connection does one query after the other anyway.
    onConnect: (client) => {
      client.query(`set statement_timeout = ${Math.round(patience * 1000)}`).catch(() => {})
    },
  })
  // A connection that dies while idle is replaced at the next query, which will say if that fails.
  pool.on('error', () => {})

  return {
    query: <Row extends object>(sql: string, values?: readonly unknown[]) =>
      retried(() => rowsOf<Row>(pool, sql, values).catch(orLost)),
    transaction: (work) => retried(() => inTransaction(pool, work)),
    close: () => pool.end(),
    pool: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
  }
}

interface Connection {
  query(sql: string, values?: unknown[]): Promise<{ rows?: unknown[] }>
}

async function rowsOf<Row extends object>(
  connection: Connection,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const result = await connection.query(sql, [...values])
  // Several statements in one text give several results, and no rows. Otherwise the caller names
  // the columns it selected; this is the one place where that is believed.
  return (result.rows ?? []) as Row[]
}

async function inTransaction<Result>(
  pool: pg.Pool,
  work: (queries: Queries) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect()
  // Without a listener a connection that dies between two queries would end the process.
  const ignore = () => {}
  client.on('error', ignore)
  let broken = false
  try {
    await client.query('begin')
    const result = await work({ query: (sql, values) => rowsOf(client, sql, values) })
    const { command } = await client.query('commit').catch(orLost)
    // PostgreSQL answers a commit with ROLLBACK, and no error, when a statement in between failed.
    if (command !== 'COMMIT') throw new Error('the transaction was rolled back')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => (broken = true))
    throw error
  } finally {
    client.off('error', ignore)
    client.release(broken)
  }
}

/** Codes of failures to connect: nothing was asked. */
const neverAsked = new Set(['ECONNREFUSED', 'ENOENT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'])

/**
 * What PostgreSQL answers with an error is not written; but an error that says why a connection ends
 * may come instead of the answer.
 * @throws LostCommit where it may be, and the error itself where it is not
 */
function orLost(error: unknown): never {
  const state = sqlStateOf(error)
  const isAnswered = state !== undefined && !/^(57P|08)/.test(state)
  if (isAnswered || isUnasked(error)) throw error
  throw new LostCommit({ cause: error })
}

function isUnasked(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof AggregateError) return error.errors.every(isUnasked)
  const { code } = error as { code?: unknown }
  // The pool has no codes for its own troubles.
  const isNoConnection = /timeout exceeded when trying to connect|after calling end/.test(
    error.message,
  )
  return isNoConnection || (typeof code === 'string' && neverAsked.has(code))
}

/** serialization_failure and deadlock_detected: nothing was done, and trying again is expected. */
const worthRetrying = new Set(['40001', '40P01'])
const mostTries = 8

async function retried<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      if (tries >= mostTries || !worthRetrying.has(sqlStateOf(error) ?? '')) throw error
      await pause(Math.random() * 5 * 2 ** tries)
    }
  }
}

/** PostgreSQL's five-character code for what went wrong; undefined when the error is not its own. */
export function sqlStateOf(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined
}

/** The name of the constraint or unique index that a write would have broken. */
export function brokenBy(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.constraint : undefined
}

const int8: number = pg.types.builtins.INT8
const date: number = pg.types.builtins.DATE

function getTypeParser(oid: number, format?: 'text' | 'binary'): (raw: string) => unknown {
  if (oid === int8) return integerOf
  // As a Date it would be midnight in whatever zone the server stands in, a day off for others.
  if (oid === date) return (raw) => raw
  return pg.types.getTypeParser(oid, format) as (raw: string) => unknown
}

function integerOf(raw: string): number | string {
  const value = Number(raw)
  return Number.isSafeInteger(value) ? value : raw
}
