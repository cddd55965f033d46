import { randomUUID } from 'node:crypto'
import type { Queries } from '#contract/backend/vendor.ts'

/** Seconds that a duty is held for, unless it is asked for again. */
const ttlSeconds = 15

/** A lease on work that one gateway does for all on the same database. */
export interface LeaderLease {
  /** Whether it is this gateway's, which asking keeps so. */
  isOurs(): Promise<boolean>
  /** Another gateway may have it at once. Not to be asked for afterwards. */
  giveBack(): Promise<void>
}

/**
 * A row with a term and not an advisory lock, which not every engine that speaks PostgreSQL has; by
 * the database's clock, so that gateways need not agree on the time. Whether it has run out is not
 * asked by now() again: Citus takes only IMMUTABLE functions where a row is updated on conflict.
 */
export function createLeaderLease(queries: Queries, name: string): LeaderLease {
  const holder = randomUUID()
  return {
    async isOurs() {
      const held = await queries.query(
        `insert into desk.leases as there (name, holder, until)
       values ($1, $2, now() + $3 * interval '1 second')
       on conflict (name) do update set holder = excluded.holder, until = excluded.until
       where there.holder = excluded.holder
         or excluded.until - there.until > $3 * interval '1 second'
       returning name`,
        [name, holder, ttlSeconds],
      )
      return held.length > 0
    },
    async giveBack() {
      await queries.query('delete from desk.leases where name = $1 and holder = $2', [name, holder])
    },
  }
}
