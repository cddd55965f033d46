import type { Queries } from '#contract/backend/vendor.ts'

/** The database's time, which all gateways on it share although their machines may not agree. */
export interface DatabaseClock {
  now(): Date
  /**
   * Looks at the database's clock again.
   * @returns by how many milliseconds this machine was found to be wrong; 0 where that is too little
   *   to matter
   */
  sync(): Promise<number>
}

/** Less than that decides nothing, in milliseconds. */
const tolerance = 500

/** An answer that took longer says too little about the time, in milliseconds. */
const mostWaiting = 1000

/**
 * Who may still be at work, and from when on nothing can come late any more, is decided by times that
 * one gateway wrote and another one reads.
 * @param local milliseconds since 1970 by this machine
 */
export function createDatabaseClock(queries: Queries, local: () => number): DatabaseClock {
  let ahead = 0
  const now = () => local() + ahead
  return {
    now: () => new Date(now()),
    async sync() {
      const asked = now()
      const [row] = await queries.query<{ now: Date }>('select clock_timestamp() as now')
      const answered = now()
      if (!row || answered - asked > mostWaiting) return 0
      const error = row.now.getTime() - (asked + answered) / 2
      if (Math.abs(error) < tolerance) return 0
      ahead += error
      return error
    },
  }
}
