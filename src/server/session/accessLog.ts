import type { AccessRole } from '#contract/api/accessRole.ts'
import type { Database, Queries } from '#contract/backend/vendor.ts'
import { appendAccessRows, nowhere, type AccessRow } from '#server/audit/accessRow.ts'
import { roleOf, type RoleGroups } from '#server/config/roleOf.ts'

/** Somebody with their values of the claim. */
interface Known {
  person: string
  name: string
  groups: readonly string[]
}

/** How sessions ended. */
export type SignOutCause =
  /** By the person, in this browser. */
  | 'person'
  /** By the person, in another browser. */
  | 'otherSession'
  /** By a back-channel logout. */
  | 'provider'
  /** The provider takes the refresh token no more. */
  | 'refused'
  /** Somebody signed in again in the same browser. */
  | 'newSignIn'

/** A session that was open until it was ended. */
export interface EndedSession {
  person: string
  name: string
  /** JSON, as it is stored. */
  groups: string
}

/** What happened to who may come in. */
export type AccessEvent =
  | { kind: 'signedIn'; who: Known; reference: string }
  /** The claims of somebody who is signed in were read again. */
  | { kind: 'checked'; who: Known }
  | {
      kind: 'signedOut'
      who: Known
      sessions: number
      by: SignOutCause
      reference: string | null
    }

/** Does something about sessions, and writes what it comes to into the log. */
export type Recorded = <Result>(
  work: (queries: Queries) => Promise<Result>,
  events: (result: Result) => readonly AccessEvent[],
) => Promise<Result>

/** One event for each person whose sessions ended. */
export function signedOut(
  ended: readonly EndedSession[],
  by: SignOutCause,
  reference: string | null,
): AccessEvent[] {
  const people = new Map(ended.map((session) => [session.person, session]))
  return [...people.values()].map(({ person, name, groups }) => ({
    ...{ kind: 'signedOut', by, reference },
    who: { person, name, groups: groupsIn(groups) },
    sessions: ended.filter((session) => session.person === person).length,
  }))
}

/** The values of the claim, as a session stores them. */
export function groupsIn(json: string): string[] {
  const groups: unknown = JSON.parse(json)
  return Array.isArray(groups) ? groups.map(String) : []
}

interface Around {
  database: Database
  now: () => Date
  /** By workspace. */
  roles: ReadonlyMap<string, RoleGroups>
  /** The engine has workspaces on several machines: one that is away must keep nobody out. */
  isDistributed: boolean
  /** A row could not be written. */
  onLost(error: unknown): void
}

/**
 * The work and its rows in one transaction: no session begins or ends without them. Each workspace in
 * which the person has a role has its row, as its admins read no other workspace's log.
 */
export function recordedOn(around: Around): Recorded {
  const { database, isDistributed, onLost } = around
  return async (work, events) => {
    if (!isDistributed)
      return database.transaction(async (queries) => {
        const result = await work(queries)
        const rows: AccessRow[] = []
        for (const event of events(result)) rows.push(...(await rowsOf(queries, event, around)))
        await appendAccessRows(queries, rows)
        return result
      })
    const result = await database.transaction(work)
    try {
      for (const event of events(result))
        for (const row of await rowsOf(database, event, around))
          await database.transaction((queries) => appendAccessRows(queries, [row])).catch(onLost)
    } catch (error) {
      onLost(error)
    }
    return result
  }
}

async function rowsOf(queries: Queries, event: AccessEvent, around: Around): Promise<AccessRow[]> {
  const { roles, now } = around
  const { person, name: personName, groups } = event.who
  const held = [...roles].flatMap(([workspace, by]) => {
    const role = roleOf(groups, by)
    return role ? [[workspace, role] as const] : []
  })
  const at = now()
  const reference = event.kind === 'checked' ? null : event.reference
  const rowIn = (workspace: string, role: AccessRole | null) => ({
    ...{ workspace, at, person, personName, role, reference },
  })
  const everywhere = held.length > 0 ? held : [[nowhere, null] as const]
  if (event.kind === 'signedOut') {
    const { by, sessions } = event
    const changes = [
      { field: 'by', old: null, new: by },
      { field: 'sessions', old: null, new: String(sessions) },
    ]
    return everywhere.map(([workspace, role]) => ({
      ...rowIn(workspace, role),
      ...{ op: 'signOut', changes },
    }))
  }
  const moved = await changedRoles(queries, person, new Map(held))
  return [
    ...(event.kind === 'signedIn'
      ? everywhere.map(([workspace, role]) => ({
          ...rowIn(workspace, role),
          op: 'signIn' as const,
        }))
      : []),
    ...moved.map(({ workspace, before, role }) => ({
      ...rowIn(workspace, role),
      op: 'roleChange' as const,
      changes: [{ field: 'role', old: before, new: role }],
    })),
  ]
}

interface Moved {
  workspace: string
  before: AccessRole | null
  role: AccessRole | null
}

/** How the roles differ from when the desk saw this person last; these are remembered. */
async function changedRoles(
  queries: Queries,
  person: string,
  held: ReadonlyMap<string, AccessRole>,
): Promise<Moved[]> {
  const known = await queries.query<{ workspace: string; role: AccessRole | null }>(
    'select workspace, role from desk.known_roles where person = $1 order by workspace for update',
    [person],
  )
  const before = new Map(known.map(({ workspace, role }) => [workspace, role]))
  const moved: Moved[] = []
  for (const workspace of [...new Set([...before.keys(), ...held.keys()])].toSorted()) {
    const role = held.get(workspace) ?? null
    const was = before.get(workspace)
    if (was === role) continue
    await queries.query(
      `insert into desk.known_roles (person, workspace, role) values ($1, $2, $3)
       on conflict (person, workspace) do update set role = excluded.role`,
      [person, workspace, role],
    )
    // The first time that somebody is seen there changes nothing.
    if (was !== undefined) moved.push({ workspace, before: was, role })
  }
  return moved
}
