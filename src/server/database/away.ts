import pg from 'pg'
import { CommitUnknownError } from './commitUnknown.ts'

/** The database could not be asked, or left before the end of a transaction: nothing was written. */
export class DatabaseAway extends Error {
  constructor(options?: ErrorOptions) {
    super('the database is away', options)
    this.name = 'DatabaseAway'
  }
}

/**
 * SQLSTATEs of a server that is leaving, full, read-only after a failover, or slower than a
 * statement may be (https://www.postgresql.org/docs/current/errcodes-appendix.html): asking later, or
 * another gateway, may help. 08 connection exception, 53 insufficient resources, 57 operator
 * intervention (57014: statement_timeout), 55P03 lock not available, 25006 read-only transaction.
 */
const passing = /^(08|53|57|55P03$|25006$)/

/** Whether this failed because the database is away or locked; also as the cause of what is thrown. */
export function isAway(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 5) return false
  if (error instanceof DatabaseAway || error instanceof CommitUnknownError) return true
  if (error instanceof pg.DatabaseError) return passing.test(error.code ?? '')
  return isAway(error.cause, depth + 1)
}
