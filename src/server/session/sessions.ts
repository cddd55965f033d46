import type { Database } from '#contract/backend/vendor.ts'
import type { Logouts } from './logouts.ts'
import { hashOf, newSecret } from './secret.ts'

/** A person as the provider describes them. */
export interface Visitor {
  /** The same at every sign-in, and unique. */
  person: string
  name: string
  /** Those values of the claim that make roles. */
  groups: readonly string[]
  /** The provider's own session, hashed; null where it names none. */
  sid: string | null
}

const minute = 60_000

/** Without a request for so long a session is over. Milliseconds. */
const idle = 30 * minute

/** And so long after it began, whatever its person does. Milliseconds. */
const absolute = 12 * 60 * minute

/** Who is signed in, the same for every gateway on this database. Secrets are what cookies hold. */
export interface Sessions {
  /**
   * A new session with a secret of its own; the one with this hash is over.
   * @throws where the provider has ended its own session meanwhile
   */
  begin(visitor: Visitor, replaces: string | null): Promise<string>
  /** Null when it is over, or never was. */
  find(secret: string): Promise<Visitor | null>
  /** Over, in every browser of the same person and at every gateway, when this resolves. */
  end(secret: string): Promise<void>
}

interface Row {
  person: string
  name: string
  groups: string
  sid: string | null
  seen_at: Date
}

export function sessionsOf(
  database: Database,
  now: () => Date,
  logouts: Pick<Logouts, 'isOver'>,
): Sessions {
  const ago = (milliseconds: number) => new Date(now().getTime() - milliseconds)

  return {
    async begin({ person, name, groups, sid }, replaces) {
      const secret = newSecret()
      await database.transaction(async (queries) => {
        await queries.query(
          'delete from desk.sessions where id = $1 or seen_at <= $2 or begun_at <= $3',
          [replaces, ago(idle), ago(absolute)],
        )
        await queries.query(
          `insert into desk.sessions (id, person, name, groups, sid, begun_at, seen_at)
           values ($1, $2, $3, $4, $5, $6, $6)`,
          [hashOf(secret), person, name, JSON.stringify(groups), sid, now()],
        )
      })
      // Only now: a logout that this does not see yet is one that will see the session.
      if (sid !== null && (await logouts.isOver(sid))) {
        await database.query('delete from desk.sessions where id = $1', [hashOf(secret)])
        throw new Error('the provider has ended this session already')
      }
      return secret
    },

    async find(secret) {
      const id = hashOf(secret)
      const [row] = await database.query<Row>(
        `select person, name, groups, sid, seen_at from desk.sessions
         where id = $1 and seen_at > $2 and begun_at > $3`,
        [id, ago(idle), ago(absolute)],
      )
      if (!row) return null
      // A write for every read would cost more than the read. On a full disk reads go on.
      if (row.seen_at <= ago(minute))
        await database
          .query('update desk.sessions set seen_at = $2 where id = $1 and seen_at < $2', [
            id,
            now(),
          ])
          .catch(() => [])
      const { person, name, groups, sid } = row
      return { person, name, groups: groupsIn(groups), sid }
    },

    async end(secret) {
      // A secret that is no good any more ends nothing but itself.
      await database.query(
        `delete from desk.sessions where id = $1 or person =
           (select person from desk.sessions where id = $1 and seen_at > $2 and begun_at > $3)`,
        [hashOf(secret), ago(idle), ago(absolute)],
      )
    },
  }
}

function groupsIn(json: string): string[] {
  const groups: unknown = JSON.parse(json)
  return Array.isArray(groups) ? groups.map(String) : []
}
