import type { Queries } from '#contract/backend/vendor.ts'
import { hashOf, newSecret } from './secret.ts'

/** A login that the provider has not answered yet. */
export interface Begun {
  /** A page of ours. */
  returnTo: string
  /** The hash of the session that this browser has now. */
  replaces: string | null
}

/** How long a person may stay at the provider, in milliseconds. As long as the cookie lives. */
const patience = 600_000

/** Who is on the way. A browser that comes back has to bring the secret it left with. */
export interface SignIns {
  begin(begun: Begun): Promise<string>
  /** Once for every secret; null after that, when it is too late, and for what was never begun. */
  take(secret: string): Promise<Begun | null>
}

export function signInsOf(queries: Queries, now: () => Date): SignIns {
  const tooLate = () => new Date(now().getTime() - patience)

  return {
    async begin({ returnTo, replaces }) {
      const secret = newSecret()
      await queries.query('delete from desk.login_attempts where begun_at <= $1', [tooLate()])
      await queries.query(
        'insert into desk.login_attempts (id, return_to, replaces, begun_at) values ($1, $2, $3, $4)',
        [hashOf(secret), returnTo, replaces, now()],
      )
      return secret
    },

    async take(secret) {
      const [row] = await queries.query<{
        return_to: string
        replaces: string | null
        in_time: boolean
      }>(
        `delete from desk.login_attempts where id = $1
         returning return_to, replaces, begun_at > $2 as in_time`,
        [hashOf(secret), tooLate()],
      )
      return row?.in_time ? { returnTo: row.return_to, replaces: row.replaces } : null
    },
  }
}
