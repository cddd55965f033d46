import * as z from 'zod/mini'
import { logEntrySchema, type LogEntry } from '#contract/api/history.ts'
import type { Page } from '#contract/backend/backend.ts'
import type { Queries } from '#contract/backend/vendor.ts'
import { malformed } from '#server/http/httpRefusal.ts'
import { gatewayText } from '#text/gatewayText.ts'
import { auditColumns } from './chain.ts'
import type { LogQuery } from './auditQueryParams.ts'
import { matchesActor, peopleIn, type Named } from './actors.ts'
import type { AuditRow } from './auditRow.ts'
import { oldRefusals } from './oldRefusals.ts'

type Row = AuditRow & { number: number }

interface Asked {
  workspace: string
  /** Only what this person did; null: everybody. */
  only: string | null
  query: LogQuery
}

/** A workspace's log, the newest first. @throws HttpRefusal 400 for a cursor not ours. */
export async function listAuditEntries(
  queries: Queries,
  { workspace, only, query }: Asked,
): Promise<Page<LogEntry>> {
  const after = query.cursor === undefined ? null : placeIn(query.cursor)
  const isAboutSome = only !== null || query.person !== undefined
  const people = isAboutSome ? await peopleIn(queries, workspace, only) : null
  const called = people?.filter((it) => matchesActor(it, query.person ?? ''))
  // One more than asked for tells whether there is a next page.
  const rows = await rowsOf(queries, workspace, called, after, query)
  const shown = rows.slice(0, query.limit)
  const last = shown.at(-1)
  return {
    items: shown.map(logEntryOf),
    next: last && rows.length > shown.length ? cursorAt(last) : null,
  }
}

function rowsOf(
  queries: Queries,
  workspace: string,
  called: readonly Named[] | undefined,
  after: Place | null,
  { customer, from, to, outcome, code, limit }: LogQuery,
): Promise<Row[]> {
  const given: unknown[] = [workspace, limit + 1]
  const value = (it: unknown) => `$${given.push(it)}`
  const newest = `order by at desc, number desc limit $2`
  const matching = `
    select number, ${auditColumns} from desk.audit
    where workspace = $1
      ${customer === undefined ? '' : `and customer = any(${value(spellingsOf(customer))})`}
      ${from ? `and at >= ${value(from)}` : ''}
      ${to ? `and at < ${value(to)}` : ''}
      ${outcome ? `and outcome = '${outcome}'` : ''}
      ${code === undefined ? '' : `and code = ${value(code)}`}
      ${after ? `and (at, number) < (${value(after[0])}, ${value(after[1])})` : ''}`
  if (!called) return queries.query<Row>(`${matching} ${newest}`, given)
  // A page for each name, in the order of the index, and then the newest of all those.
  const people = value(called.map(({ person }) => person))
  const names = value(called.map(({ person_name }) => person_name))
  return queries.query<Row>(
    `select it.*
     from unnest(${people}::text[], ${names}::text[]) as named (person, person_name),
       lateral (
         ${matching} and person = named.person and person_name = named.person_name ${newest}
       ) as it
     ${newest}`,
    given,
  )
}

/** Ids and account numbers are stored in the case that the billing system has for them. */
function spellingsOf(id: string): string[] {
  return [...new Set([id, id.toLowerCase(), id.toUpperCase()])]
}

const changesSchema = logEntrySchema.shape.changes

function logEntryOf(row: Row): LogEntry {
  const { op, customer, contact, undoes, reason, submission_id: submissionId, revision } = row
  return {
    number: row.number,
    at: row.at.toISOString(),
    person: { id: row.person, name: row.person_name, role: row.role },
    ...{ op, customer, contact, undoes, reason, submissionId, revision },
    name: row.contact_name,
    changes: z.parse(changesSchema, JSON.parse(row.changes)),
    code: row.code,
    outcome: row.outcome,
    refusal: refusalOf(row.refusal),
    upstream: {
      status: row.status,
      trackId: row.track_id,
      requestId: row.request_id,
      milliseconds: row.milliseconds,
    },
    reference: row.reference,
  }
}

/** Rows from before names were changed keep theirs. */
function refusalOf(kind: string | null): LogEntry['refusal'] {
  if (kind === null) return null
  return z.parse(logEntrySchema.shape.refusal, oldRefusals[kind] ?? kind)
}

const place = z.tuple([z.iso.datetime(), z.int().check(z.minimum(1))])

type Place = z.infer<typeof place>

function cursorAt({ at, number }: Row): string {
  return Buffer.from(JSON.stringify([at.toISOString(), number])).toString('base64url')
}

function placeIn(cursor: string): Place {
  try {
    return z.parse(place, JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch (cause) {
    throw malformed('cursor', gatewayText.query.cursor, { cause })
  }
}
