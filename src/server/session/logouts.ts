import type { Queries } from '#contract/backend/vendor.ts'
import { signedOut, type EndedSession, type Recorded } from './accessLog.ts'
import type { Logout } from './logoutToken.ts'

/** How long a session of the provider's that is over may still bring somebody here, in milliseconds. */
const signInsUnderWay = 3_600_000

/** How far the clocks of two gateways may be apart, in milliseconds. */
const clockDifference = 1_000

/** The logouts that the provider asked for. Every gateway reads sessions from the same rows. */
export interface Logouts {
  /**
   * Ends the sessions. The same token again ends none that began after it came the first time, so
   * a provider may repeat it, and whoever copied it gains nothing.
   */
  carryOut(logout: Logout, reference: string): Promise<EndedSession[]>
  /** Whether the provider has ended this session of its own already. */
  isOver(sid: string): Promise<boolean>
}

export function logoutsOf(queries: Queries, now: () => Date, recorded: Recorded): Logouts {
  /** When this token came the first time. */
  async function firstSeen({ id, person, sid, expiresAt }: Logout): Promise<Date> {
    const at = now()
    const keepUntil = Math.max(expiresAt.getTime(), at.getTime()) + signInsUnderWay
    // Committed before sessions are ended: a sign-in under way either finds it, or is found.
    const made = await queries.query(
      `insert into desk.logouts (id, person, sid, at, keep_until) values ($1, $2, $3, $4, $5)
       on conflict (id) do nothing returning id`,
      [id, person, sid, at, new Date(keepUntil)],
    )
    if (made.length > 0) return at
    const [earlier] = await queries.query<{ at: Date }>(
      'select at from desk.logouts where id = $1',
      [id],
    )
    return earlier?.at ?? at
  }

  return {
    async carryOut(logout, reference) {
      const first = await firstSeen(logout)
      await queries.query('delete from desk.logouts where keep_until <= $1', [now()])
      // A session of which the provider never said which of its own it came from may be the one.
      return recorded(
        (within) =>
          within.query<EndedSession>(
            `delete from desk.sessions
             where ($1::text is null or person = $1) and (sid = $2
               or (person = $1 and begun_at <= $3 and ($2::text is null or sid is null)))
             returning person, name, groups`,
            [logout.person, logout.sid, new Date(first.getTime() + clockDifference)],
          ),
        (ended) => signedOut(ended, 'provider', reference),
      )
    },

    async isOver(sid) {
      const found = await queries.query('select 1 from desk.logouts where sid = $1 limit 1', [sid])
      return found.length > 0
    },
  }
}
