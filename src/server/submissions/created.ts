import * as z from 'zod/mini'
import type { Created } from '#contract/api/history.ts'
import type { FormDefinition } from '#contract/fields/field.ts'
import { contactSchema } from '#contract/api/submission.ts'
import { valuesSchema, type Values } from '#contract/fields/kind.ts'
import type { Queries } from '#contract/backend/vendor.ts'

interface Row {
  submissionId: string
  person_name: string
  sent_at: Date
  payload: string
  outcome: string
}

/** The most that are listed, the newest first. */
const most = 500

const payloadSchema = z.object({ values: valuesSchema })
const outcomeSchema = z.object({ contact: z.nullable(contactSchema) })

/**
 * Contacts that were created for a customer through the desk, the newest first, as the ledger has
 * them. For a billing system that lists no contacts: what other applications did to them, and what
 * was edited or deleted there since, is not known.
 */
export async function createdFor(
  queries: Queries,
  form: FormDefinition,
  { workspace, customer }: { workspace: string; customer: string },
): Promise<Created[]> {
  const rows = await queries.query<Row>(
    `select id as "submissionId", person_name, sent_at, coalesce(executed_write, payload) as payload, outcome
     from desk.submissions as it
     where workspace = $1 and customer = $2 and op = 'create' and state = 'succeeded'
       and not exists (
         select 1 from desk.submissions as removal
         where removal.workspace = it.workspace and removal.op = 'remove'
           and removal.state = 'succeeded' and removal.contact = it.contact
       )
     order by sent_at desc, id desc
     limit ${most}`,
    [workspace, customer],
  )
  return rows.map((row) => {
    const { contact } = outcomeSchema.parse(JSON.parse(row.outcome))
    const { values } = payloadSchema.parse(JSON.parse(row.payload))
    return {
      submissionId: row.submissionId,
      person: row.person_name,
      at: row.sent_at.toISOString(),
      // The answer of a create need not tell its id, and then no contact is known by one.
      contact: contact?.id ?? null,
      name: contact?.name || nameIn(form, values),
      values: contact?.values ?? values,
    }
  })
}

/** What the contact is called: its name, or its names. */
function nameIn({ fields }: FormDefinition, values: Values): string {
  const names = fields.filter(({ required }) => required).map(({ name }) => values[name])
  return names.filter((name) => typeof name === 'string').join(' ')
}
