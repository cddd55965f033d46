import * as z from 'zod/mini'
import type { Receipt } from '#contract/api.ts'
import type { Page } from '#contract/backend.ts'
import { intentSchema } from '#contract/submission.ts'
import type { Queries } from '#contract/vendor.ts'
import { malformed } from '#server/gateway/refused.ts'
import { gatewayText } from '#text/gatewayText.ts'

interface Row {
  intent: string
  person_name: string
  op: Receipt['op']
  customer: string
  contact: string | null
  contact_name: string | null
  state: Receipt['state']
  sent_at: Date
  lease_until: Date
}

/** What was changed in a workspace, the newest first. @throws Refused 400 for a cursor not ours. */
export async function receiptsOf(
  queries: Queries,
  workspace: string,
  page: { cursor?: string; limit: number },
  now: Date,
): Promise<Page<Receipt>> {
  const after = page.cursor === undefined ? null : placeIn(page.cursor)
  // One more than asked for tells whether there is a next page.
  const rows = await queries.query<Row>(
    `select intent, person_name, op, customer, contact, contact_name, state, sent_at, lease_until
     from desk.submissions
     where workspace = $1 ${after ? 'and (sent_at, intent) < ($3, $4)' : ''}
     order by sent_at desc, intent desc
     limit $2`,
    [workspace, page.limit + 1, ...(after ?? [])],
  )
  const shown = rows.slice(0, page.limit)
  const last = shown.at(-1)
  return {
    items: shown.map((row) => receiptOf(row, now)),
    next: last && rows.length > shown.length ? cursorAt(last) : null,
  }
}

function receiptOf(row: Row, now: Date): Receipt {
  return {
    intent: row.intent,
    person: row.person_name,
    op: row.op,
    customer: row.customer,
    contact: row.contact,
    name: row.contact_name,
    // As in states.ts: a lease that ran out was left by a process that died.
    state: row.state === 'pending' && now >= row.lease_until ? 'unknown' : row.state,
    at: row.sent_at.toISOString(),
  }
}

const place = z.tuple([z.iso.datetime(), intentSchema])

function cursorAt(row: Row): string {
  const written = JSON.stringify([row.sent_at.toISOString(), row.intent])
  return Buffer.from(written).toString('base64url')
}

function placeIn(cursor: string): z.infer<typeof place> {
  try {
    return z.parse(place, JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch (cause) {
    throw malformed('cursor', gatewayText.query.cursor, { cause })
  }
}
