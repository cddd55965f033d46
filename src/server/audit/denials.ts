import type { AccessRole } from '#contract/api/accessRole.ts'
import type { Database } from '#contract/backend/vendor.ts'
import { appendAccessRows } from './accessRow.ts'

/** A request of a signed-in person that their role does not allow. */
export interface Denial {
  workspace: string
  person: { id: string; name: string }
  role: AccessRole | null
  /** Method and pattern of the address. */
  route: string
  status: number
  reference: string
}

const minuteMs = 60_000

/** Refused requests, of which each person, route and minute make one row of the log. */
export interface Denials {
  count(denial: Denial): Promise<void>
  /** Writes those of minutes that are over. Any number of gateways may do so at once. */
  write(): Promise<void>
}

interface Row {
  person: string
  person_name: string
  role: AccessRole | null
  route: string
  status: number
  reference: string
  at: Date
  count: number
}

export function denialsOf(database: Database, now: () => Date): Denials {
  const minuteOf = (moment: Date) => new Date(Math.floor(moment.getTime() / minuteMs) * minuteMs)

  return {
    async count({ workspace, person, role, route, status, reference }) {
      const at = now()
      await database.query(
        `insert into desk.denials as denial (workspace, person, route, minute, person_name, role,
           status, reference, at, count)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)
         on conflict (workspace, person, route, minute) do update set count = denial.count + 1`,
        [workspace, person.id, route, minuteOf(at), person.name, role, status, reference, at],
      )
    },

    async write() {
      const over = minuteOf(now())
      const due = await database.query<{ workspace: string }>(
        'select distinct workspace from desk.denials where minute < $1',
        [over],
      )
      for (const { workspace } of due)
        await database.transaction(async (queries) => {
          // Another gateway that does the same waits here, and finds nothing then.
          const rows = await queries.query<Row>(
            `delete from desk.denials where workspace = $1 and minute < $2
             returning person, person_name, role, route, status, reference, at, count`,
            [workspace, over],
          )
          await appendAccessRows(
            queries,
            rows
              .toSorted((a, b) => a.at.getTime() - b.at.getTime())
              .map(({ person, person_name: personName, role, at, status, reference, ...of }) => ({
                ...{ workspace, at, person, personName, role, status, reference },
                op: 'denied',
                changes: [
                  { field: 'route', old: null, new: of.route },
                  { field: 'requests', old: null, new: String(of.count) },
                ],
              })),
          )
        })
    },
  }
}
