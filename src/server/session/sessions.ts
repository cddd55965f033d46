import type { OwnSession } from '#contract/api/ownSessions.ts'
import type { Database, Queries } from '#contract/backend/vendor.ts'
import { groupsIn, signedOut, type EndedSession, type Recorded } from './accessLog.ts'
import type { Device } from './device.ts'
import type { Logouts } from './logouts.ts'
import { seal, unseal } from './sealed.ts'
import { hashOf, newSecret } from './secret.ts'

/** A person as the provider describes them. */
export interface Visitor {
  /** The same at every sign-in, and unique. */
  person: string
  name: string
  /** Those values of the claim that make roles. */
  groups: readonly string[]
}

/** What the provider is asked by again. */
export interface Grant {
  refreshToken: string
  /** The claim came in the ID token, and not with the user info. */
  isInIdToken: boolean
}

/** Somebody who has just signed in. */
export interface Arrival extends Visitor {
  /** The provider's own session, hashed; null where it names none. */
  sid: string | null
  /** Null: the provider gave no refresh token. */
  grant: Grant | null
}

/** Whose session it is. */
export interface SignedIn extends Visitor {
  /** Its name among the person's own. */
  session: string
  /** The provider has to be asked again what this person may do. */
  isCheckDue: boolean
}

const minute = 60_000

/** Without a request for so long a session is over. Milliseconds. */
const idle = 30 * minute

/** And so long after it began, whatever its person does. Milliseconds. */
const absolute = 12 * 60 * minute

/** With the time that the provider takes for its answer, claims are at most five minutes old. */
const claimsCount = 4.5 * minute

/** How long one gateway has for asking, before another request may ask. Milliseconds. */
const timeToAsk = minute / 2

/** Who is signed in, the same for every gateway on this database. Secrets are what cookies hold. */
export interface Sessions {
  /**
   * A new session with a secret of its own; the one with this hash is over.
   * @throws where the provider has ended its own session meanwhile
   */
  begin(arrival: Arrival, by: BegunBy): Promise<string>
  /** Null when it is over, or never was. */
  find(secret: string): Promise<SignedIn | null>
  /** Over, in every browser of the same person and at every gateway, when this resolves. */
  end(secret: string, reference: string): Promise<void>
  /** Over is this one alone, as the provider refuses. */
  endRefused(secret: string): Promise<void>
  /** The grant to ask with; null where somebody asks already. It may be taken again after half a minute. */
  takeCheck(secret: string): Promise<Grant | null>
  /** The provider's answer, which counts for the next minutes. */
  checked(secret: string, visitor: Visitor, grant: Grant): Promise<void>
  /** Those of a person, the one used last first. */
  listOwn(person: string, current: string | null): Promise<OwnSession[]>
  /** Ends those of a person's own for which this says so. */
  endOwn(person: string, isEnding: (session: string) => boolean, reference: string): Promise<void>
}

/** The request by which a session begins. */
interface BegunBy {
  device: Device
  /** The hash of the session that this browser had before. */
  replaces: string | null
  reference: string
}

interface Around {
  database: Database
  now: () => Date
  logouts: Pick<Logouts, 'isOver'>
  recorded: Recorded
}

interface Row {
  person: string
  name: string
  groups: string
  seen_at: Date
  check_at: Date | null
}

export function sessionsOf({ database, now, logouts, recorded }: Around): Sessions {
  const ago = (milliseconds: number) => new Date(now().getTime() - milliseconds)
  const ahead = (milliseconds: number) => ago(-milliseconds)
  const endById = (queries: Queries, id: string | null) =>
    queries.query<EndedSession>(
      'delete from desk.sessions where id = $1 returning person, name, groups',
      [id],
    )

  return {
    async begin(arrival, { device, replaces, reference }) {
      const { person, name, groups, sid, grant } = arrival
      const secret = newSecret()
      const id = hashOf(secret)
      await recorded(
        async (queries) => {
          await queries.query('delete from desk.sessions where seen_at <= $1 or begun_at <= $2', [
            ...[ago(idle), ago(absolute)],
          ])
          const replaced = await endById(queries, replaces)
          await queries.query(
            `insert into desk.sessions (id, person, name, groups, sid, browser, system, refresh_token,
               check_at, begun_at, seen_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)`,
            [
              ...[id, person, name, JSON.stringify(groups), sid, device.browser, device.system],
              ...[grant && sealedGrant(grant, secret), grant && ahead(claimsCount), now()],
            ],
          )
          return replaced
        },
        (replaced) => [
          ...signedOut(replaced, 'newSignIn', reference),
          { kind: 'signedIn', who: arrival, reference },
        ],
      )
      // Only now: a logout that this does not see yet is one that will see the session.
      if (sid !== null && (await logouts.isOver(sid))) {
        await recorded(
          (queries) => endById(queries, id),
          (ended) => signedOut(ended, 'provider', reference),
        )
        throw new Error('the provider has ended this session already')
      }
      return secret
    },

    async find(secret) {
      const id = hashOf(secret)
      const [row] = await database.query<Row>(
        `select person, name, groups, seen_at, check_at from desk.sessions
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
      const { person, name, groups, check_at: checkAt } = row
      const isCheckDue = checkAt !== null && checkAt <= now()
      return { person, name, groups: groupsIn(groups), session: nameOf(id), isCheckDue }
    },

    async end(secret, reference) {
      // A secret that is no good any more ends nothing but itself.
      await recorded(
        (queries) =>
          queries.query<EndedSession & { was_open: boolean }>(
            `delete from desk.sessions where id = $1 or person =
               (select person from desk.sessions where id = $1 and seen_at > $2 and begun_at > $3)
             returning person, name, groups, seen_at > $2 and begun_at > $3 as was_open`,
            [hashOf(secret), ago(idle), ago(absolute)],
          ),
        (ended) =>
          signedOut(
            ended.filter((session) => session.was_open),
            'person',
            reference,
          ),
      )
    },

    async endRefused(secret) {
      await recorded(
        (queries) => endById(queries, hashOf(secret)),
        (ended) => signedOut(ended, 'refused', null),
      )
    },

    async takeCheck(secret) {
      const [row] = await database.query<{ refresh_token: string }>(
        `update desk.sessions set check_at = $3 where id = $1 and check_at <= $2
         returning refresh_token`,
        [hashOf(secret), now(), ahead(timeToAsk)],
      )
      return row ? grantIn(row.refresh_token, secret) : null
    },

    async checked(secret, visitor, grant) {
      const { name, groups } = visitor
      await recorded(
        (queries) =>
          queries.query(
            `update desk.sessions set name = $2, groups = $3, refresh_token = $4, check_at = $5
             where id = $1`,
            [
              ...[hashOf(secret), name, JSON.stringify(groups), sealedGrant(grant, secret)],
              ahead(claimsCount),
            ],
          ),
        () => [{ kind: 'checked', who: visitor }],
      )
    },

    async listOwn(person, current) {
      const rows = await database.query<
        Pick<OwnSession, 'browser' | 'system'> & { id: string; begun_at: Date; seen_at: Date }
      >(
        `select id, browser, system, begun_at, seen_at from desk.sessions
         where person = $1 and seen_at > $2 and begun_at > $3
         order by seen_at desc, begun_at desc, id`,
        [person, ago(idle), ago(absolute)],
      )
      return rows.map(({ id, browser, system, begun_at: begunAt, seen_at: seenAt }) => ({
        id: nameOf(id),
        startedAt: begunAt.toISOString(),
        seenAt: seenAt.toISOString(),
        browser,
        system,
        isThis: nameOf(id) === current,
      }))
    },

    async endOwn(person, isEnding, reference) {
      await recorded(
        async (queries) => {
          const rows = await queries.query<{ id: string }>(
            'select id from desk.sessions where person = $1',
            [person],
          )
          const ended: EndedSession[] = []
          for (const { id } of rows)
            if (isEnding(nameOf(id))) ended.push(...(await endById(queries, id)))
          return ended
        },
        (ended) => signedOut(ended, 'otherSession', reference),
      )
    },
  }
}

/** By this a browser may name a session: the hash of a hash of its secret. */
function nameOf(id: string): string {
  return hashOf(id)
}

const purpose = 'refresh token'

function sealedGrant({ refreshToken, isInIdToken }: Grant, secret: string): string {
  return seal(JSON.stringify([refreshToken, isInIdToken]), secret, purpose)
}

function grantIn(sealed: string, secret: string): Grant {
  const [refreshToken, isInIdToken] = JSON.parse(unseal(sealed, secret, purpose)) as [
    string,
    boolean,
  ]
  return { refreshToken, isInIdToken }
}
