import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import type { Database, Queries } from '#contract/backend/vendor.ts'
import { DatabaseAway } from './away.ts'
import {
  connectionsTo,
  isStalePlan,
  type Connection,
  type Connections,
  type Limits,
} from './connections.ts'
import { CommitUnknownError } from './commitUnknown.ts'

/** A database with its connections, which the caller has to close. */
export interface OpenDatabase extends Database {
  /** Ends all connections, in bounded time even when the database is silent. */
  close(): Promise<void>
  /** How many connections there are, how many of them idle, and who waits for one. */
  pool(): { total: number; idle: number; waiting: number }
}

export interface DatabaseOptions {
  /** The most connections at a time. */
  connections?: number
  /**
   * How long one statement may take, in seconds; 0: no limit. With the time for its answer less than
   * the 20 s after which browsers give up: a longer statement has no reader.
   */
  patience?: number
  /** How long it may be silent. Left out: the usual. */
  limits?: Partial<Limits>
  /** Prepared statements: quicker, but a pooler in between has to know them. */
  prepare?: boolean
}

/**
 * One PostgreSQL (or what speaks like it). Nothing is connected before the first query. A query
 * throws CommitUnknownError where it may be written, DatabaseAway where the database was not asked, and what
 * PostgreSQL answers with as it is.
 *
 * What columns come back as: int8 as a number where that is exact, else as text; numeric and date
 * as text; timestamptz as a Date; json and jsonb parsed.
 */
export function openDatabase(url: string, options: DatabaseOptions = {}): OpenDatabase {
  const { connections: most = 10, patience = 12, limits, prepare } = options
  const statement = patience * 1000
  const connections = connectionsTo(url, {
    ...{ most, statement, limits, prepare },
    types: { getTypeParser },
  })

  return {
    query: <Row extends object>(sql: string, values?: readonly unknown[]) =>
      retried(() => alone<Row>(connections, sql, values)),
    transaction: (work) => retried(() => inTransaction(connections, work)),
    close: () => connections.close(),
    pool: () => connections.counts(),
  }
}

async function alone<Row extends object>(
  connections: Connections,
  sql: string,
  values?: readonly unknown[],
): Promise<Row[]> {
  const connection = await connections.take()
  try {
    return await rowsOf<Row>(connection, sql, values)
  } catch (error) {
    throw isAnswered(error) ? error : new CommitUnknownError({ cause: error })
  } finally {
    connection.release()
  }
}

async function rowsOf<Row extends object>(
  connection: Connection,
  sql: string,
  values?: readonly unknown[],
): Promise<Row[]> {
  const { rows } = await connection.ask(sql, values)
  // Several statements in one text give several results, and no rows. Otherwise the caller names
  // the columns it selected; this is the one place where that is believed.
  return (rows ?? []) as Row[]
}

async function inTransaction<Result>(
  connections: Connections,
  work: (queries: Queries) => Promise<Result>,
): Promise<Result> {
  const connection = await connections.take()
  try {
    await within(connection, 'begin')
    const result = await work({ query: (sql, values) => within(connection, sql, values) })
    const { command } = await connection.ask('commit').catch((error: unknown) => {
      throw isAnswered(error) ? error : new CommitUnknownError({ cause: error })
    })
    // PostgreSQL answers a commit with ROLLBACK, and no error, when a statement in between failed.
    if (command !== 'COMMIT') throw new Error('the transaction was rolled back')
    return result
  } catch (error) {
    await connection.ask('rollback').catch(() => connection.cut())
    throw error
  } finally {
    connection.release()
  }
}

/** A statement before the commit: a connection that is lost by then has written nothing. */
async function within<Row extends object>(
  connection: Connection,
  sql: string,
  values?: readonly unknown[],
): Promise<Row[]> {
  try {
    return await rowsOf<Row>(connection, sql, values)
  } catch (error) {
    throw isAnswered(error) ? error : new DatabaseAway({ cause: error })
  }
}

/**
 * Whether PostgreSQL answered with an error, so that nothing is written. An error that says why a
 * connection ends may come instead of the answer.
 */
function isAnswered(error: unknown): boolean {
  const state = sqlStateOf(error)
  return state !== undefined && !/^(57P|08)/.test(state)
}

/** serialization_failure and deadlock_detected: nothing was done, and trying again is expected. */
const worthRetrying = new Set(['40001', '40P01'])
const mostTries = 8

function isWorthRetrying(error: unknown): boolean {
  return worthRetrying.has(sqlStateOf(error) ?? '') || isStalePlan(error)
}

async function retried<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      if (tries >= mostTries || !isWorthRetrying(error)) throw error
      await pause(Math.random() * 5 * 2 ** tries)
    }
  }
}

/** PostgreSQL's five-character code for what went wrong; undefined when the error is not its own. */
export function sqlStateOf(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined
}

/**
 * Whether a write would have broken this unique index: undefined where it broke one and the engine does
 * not say which, as Citus (there the index has the number of a shard in its name, in the message only).
 */
export function breaks(error: unknown, index: string): boolean | undefined {
  if (sqlStateOf(error) !== '23505') return false
  const { constraint } = error as pg.DatabaseError
  return constraint === undefined ? undefined : constraint === index
}

const int8: number = pg.types.builtins.INT8
const date: number = pg.types.builtins.DATE

function getTypeParser(oid: number, format?: 'text' | 'binary'): (raw: string) => unknown {
  if (oid === int8) return integerOf
  // As a Date it would be midnight in the server's time zone, a day off in others.
  if (oid === date) return (raw) => raw
  return pg.types.getTypeParser(oid, format) as (raw: string) => unknown
}

function integerOf(raw: string): number | string {
  const value = Number(raw)
  return Number.isSafeInteger(value) ? value : raw
}
