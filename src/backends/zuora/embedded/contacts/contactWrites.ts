import type { Queries } from '#contract/backend/vendor.ts'
import type { ContactChanges } from './contactCheck.ts'
import {
  contactColumns,
  flagColumns,
  flagFields,
  textColumns,
  textFields,
  type ContactRow,
} from '#backends/zuora/embedded/tables/contactRows.ts'
import { rule } from '#backends/zuora/embedded/http/errors.ts'

/** As documented; Zuora's older pages say 100. */
const mostContacts = 2000

/**
 * Whoever adds to an account, or takes from it, holds its row. An account's row is always locked
 * before one of its contacts.
 * @throws ZuoraError category 30 when so many more would be too many; their code is not documented
 */
export async function checkRoom(queries: Queries, accountId: string, more = 1): Promise<void> {
  const [row] = await queries.query<{ count: number }>(
    'select count(*) as count from zuora.contacts where account_id = $1',
    [accountId],
  )
  if ((row?.count ?? 0) + more > mostContacts)
    throw rule(
      `You cannot create more than ${mostContacts} contacts for each customer account. If you need to create this contact, please delete some others first.`,
    )
}

export interface NewContact {
  id: string
  accountId: string
  changes: ContactChanges
  now: Date
}

/** The account's row must be held, and have room. */
export async function insertContact(
  queries: Queries,
  { id, accountId, changes, now }: NewContact,
): Promise<ContactRow> {
  const columns = {
    id,
    account_id: accountId,
    ...columnsOf(changes),
    created_at: now,
    updated_at: now,
  }
  const values = Object.values(columns)
  const [row] = await queries.query<ContactRow>(
    `insert into zuora.contacts (${Object.keys(columns).join(', ')}, custom)
     values (${values.map((_, index) => `$${index + 1}`).join(', ')}, $${values.length + 1})
     returning ${contactColumns}`,
    [...values, JSON.stringify(changes.custom)],
  )
  if (!row) throw new Error('an insert gave no row')
  return row
}

/** Writes what is there. Nothing to write moves nothing, not even `updated_at`. */
export async function changeContact(
  queries: Queries,
  stored: ContactRow,
  changes: ContactChanges,
  now: Date,
): Promise<ContactRow> {
  const columns = columnsOf(changes)
  const values: unknown[] = [stored.id]
  const sets = Object.entries(columns).map(
    ([column, value]) => `${column} = $${values.push(value)}`,
  )
  if (Object.keys(changes.custom).length > 0)
    sets.push(`custom = custom || $${values.push(JSON.stringify(changes.custom))}::jsonb`)
  if (sets.length === 0) return stored
  const [row] = await queries.query<ContactRow>(
    `update zuora.contacts set ${sets.join(', ')}, updated_at = $${values.push(now)}
     where id = $1 returning ${contactColumns}`,
    values,
  )
  return row ?? stored
}

function columnsOf({ texts, flags }: ContactChanges): Record<string, unknown> {
  const columns: Record<string, unknown> = {}
  for (const name of textFields)
    if (texts[name] !== undefined) columns[textColumns[name]] = texts[name]
  for (const name of flagFields)
    if (flags[name] !== undefined) columns[flagColumns[name]] = flags[name]
  return columns
}
