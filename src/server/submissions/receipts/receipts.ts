import * as z from 'zod/mini'
import type { Receipt } from '#contract/api/history.ts'
import type { Page } from '#contract/backend/backend.ts'
import { submissionIdSchema } from '#contract/api/submission.ts'
import type { Queries } from '#contract/backend/vendor.ts'
import { malformed } from '#server/http/httpRefusal.ts'
import { gatewayText } from '#text/gatewayText.ts'
import type { SubmissionKey } from '#server/submissions/ledgerEntry.ts'
import { undoWindowMs } from '#server/submissions/undo.ts'

interface Row {
  id: string
  person: string
  person_name: string
  op: Receipt['op']
  customer: string
  contact: string | null
  name: string | null
  state: Receipt['state']
  sent_at: Date
  lease_until: Date
  /** It has values from before, which an undo can restore. */
  had_previous: boolean
  is_undone: boolean
  undoes: string | null
  reason: string | null
  leaves_doubt: boolean
  asked: Receipt['asked']
  duplicate: string | null
}

export interface ReceiptsQuery {
  workspace: string
  /** Who asks. */
  person: string
  /** Only the changes of this person. */
  mine: boolean
  page: { cursor?: string; limit: number }
}

/** What was changed in a workspace, the newest first. @throws HttpRefusal 400 for a cursor not ours. */
export async function listReceipts(
  queries: Queries,
  { workspace, person, mine, page }: ReceiptsQuery,
  now: Date,
): Promise<Page<Receipt>> {
  const after = page.cursor === undefined ? null : placeIn(page.cursor)
  const given: unknown[] = [workspace, page.limit + 1]
  const value = (it: unknown) => `$${given.push(it)}`
  // One more than asked for tells whether there is a next page.
  const rows = await queries.query<Row>(
    `select id, person, person_name, op, customer, contact, state, sent_at, lease_until,
       coalesce(contact_name, previous::json->>'name') as name,
       case op
         when 'create' then contact is not null
         when 'update' then previous is not null
         when 'remove' then previous is not null
         else coalesce(executed_write, payload)::json->>'from' is not null
       end as had_previous,
       exists (
         select 1 from desk.submissions as undo
         where undo.workspace = $1 and undo.undoes = it.id
           and undo.state <> 'rejected'
       ) as is_undone,
       undoes, nullif(btrim(payload::json->>'reason'), '') as reason,
       case when state = 'rejected'
         then outcome::json->'refusal'->>'kind' = 'mayExist'
           or coalesce(outcome::json->'refusal'->>'maybeSaved', '') = 'true'
         else false
       end as leaves_doubt,
       case when state = 'rejected' and outcome::json->'refusal'->>'kind' = 'mayExist'
         then json_build_object(
           'id', outcome::json->'refusal'->'contact'->>'id',
           'name', outcome::json->'refusal'->'contact'->>'name')
       end as asked,
       case
         when duplicate is null then null
         -- One of the two is gone: then nothing is there twice any more.
         when exists (
           select 1 from desk.submissions as removal
           where removal.workspace = $1 and removal.op = 'remove'
             and removal.state = 'succeeded' and removal.contact in (it.contact, it.duplicate)
         ) then null
         else duplicate
       end as duplicate
     from (
       -- The page first, so that what is looked up beside it is looked up for these rows alone.
       select * from desk.submissions
       where workspace = $1
         ${mine ? `and person = ${value(person)}` : ''}
         ${after ? `and (sent_at, id) < (${value(after[0])}, ${value(after[1])})` : ''}
       order by sent_at desc, id desc
       limit $2
     ) as it
     order by sent_at desc, id desc`,
    given,
  )
  const shown = rows.slice(0, page.limit)
  const last = shown.at(-1)
  return {
    items: shown.map((row) => receiptOf(row, person, now)),
    next: last && rows.length > shown.length ? cursorAt(last) : null,
  }
}

function receiptOf(row: Row, person: string, now: Date): Receipt {
  return {
    submissionId: row.id,
    person: row.person_name,
    op: row.op,
    customer: row.customer,
    contact: row.contact,
    name: row.name,
    // As in claimDecision.ts: an expired lease was left by a gateway that died.
    state: row.state === 'pending' && now >= row.lease_until ? 'unknown' : row.state,
    at: row.sent_at.toISOString(),
    undo: undoOf(row, person, now),
    undoes: row.undoes,
    ...(row.reason !== null && { reason: row.reason }),
    leavesDoubt: row.leaves_doubt,
    // Only who saved it decides.
    asked: row.person === person ? row.asked : null,
    duplicate: row.duplicate,
  }
}

function undoOf(row: Row, person: string, now: Date): Receipt['undo'] {
  if (row.is_undone) return 'done'
  const isDone = row.state === 'succeeded' && row.person === person && row.had_previous
  return isDone && now.getTime() - row.sent_at.getTime() <= undoWindowMs ? 'possible' : 'no'
}

/**
 * The person wants to keep both contacts: they are no longer reported as duplicates.
 * @returns whether there is such a receipt of this person
 */
export async function dismissDuplicate(
  queries: Queries,
  key: SubmissionKey,
  person: string,
): Promise<boolean> {
  const kept = await queries.query(
    `update desk.submissions set duplicate = null, duplicate_scan_at = null
     where workspace = $1 and id = $2 and person = $3
     returning id`,
    [key.workspace, key.id, person],
  )
  return kept.length > 0
}

const place = z.tuple([z.iso.datetime(), submissionIdSchema])

function cursorAt(row: Row): string {
  const written = JSON.stringify([row.sent_at.toISOString(), row.id])
  return Buffer.from(written).toString('base64url')
}

function placeIn(cursor: string): z.infer<typeof place> {
  try {
    return z.parse(place, JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch (cause) {
    throw malformed('cursor', gatewayText.query.cursor, { cause })
  }
}
