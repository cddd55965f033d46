import type * as z from 'zod/mini'
import {
  contactsPageSchema,
  customerSchema,
  customersPageSchema,
  deskHeader,
  failureSchema,
  keptSchema,
  receiptsPageSchema,
  workspacesSchema,
} from '#contract/api.ts'
import type { Send } from '#contract/send.ts'
import { draftsKeySchema, visitSchema } from '#contract/session.ts'
import { contactSchema, outcomeSchema, type Submission } from '#contract/submission.ts'
import { DeskError } from '#contract/trouble.ts'

interface PageQuery {
  cursor?: string | null
  limit?: number
}

const writing = { 'content-type': 'application/json', [deskHeader]: '1' }

/** The typed client of our own gateway. Every method throws `DeskError`, or the signal's reason. */
export type DeskApi = ReturnType<typeof deskApi>

export function deskApi(send: Send, origin: string) {
  async function ask<Reply>(
    schema: z.ZodMiniType<Reply>,
    path: string,
    init: RequestInit = {},
  ): Promise<Reply> {
    let response: Response
    let body: unknown
    try {
      response = await send(new Request(`${origin}/api${path}`, init))
      body = await response.json()
    } catch (cause) {
      // A page of somebody's sign-in portal, a cut body, no answer at all: not our gateway.
      if (init.signal?.aborted) throw cause
      throw new DeskError({ kind: 'unreached' }, { cause })
    }
    if (response.ok) {
      const reply = schema.safeParse(body)
      if (reply.success) return reply.data
      throw new DeskError({ kind: 'unreached' }, { cause: reply.error })
    }
    const failure = failureSchema.safeParse(body)
    if (!failure.success) throw new DeskError({ kind: 'unreached' })
    throw new DeskError({ kind: 'refused', ...failure.data.error })
  }

  const at = (workspace: string) => `/workspaces/${encodeURIComponent(workspace)}`
  const customerAt = (workspace: string, customer: string) =>
    `${at(workspace)}/customers/${encodeURIComponent(customer)}`

  return {
    /** @throws DeskError `signedOut` while nobody is signed in */
    async session(signal?: AbortSignal) {
      const visit = await ask(visitSchema, '/session', { signal })
      if (visit.person) return visit
      throw new DeskError({ kind: 'refused', refusal: { kind: 'signedOut' }, reference: null })
    },

    draftsKey: () => ask(draftsKeySchema, '/session/drafts-key'),

    workspaces: (signal?: AbortSignal) => ask(workspacesSchema, '/workspaces', { signal }),

    customers: (workspace: string, query: PageQuery & { search: string }, signal?: AbortSignal) =>
      ask(customersPageSchema, `${at(workspace)}/customers${queryOf({ ...query })}`, { signal }),

    customer: (workspace: string, customer: string, signal?: AbortSignal) =>
      ask(customerSchema, customerAt(workspace, customer), { signal }),

    contacts: (workspace: string, customer: string, query: PageQuery, signal?: AbortSignal) =>
      ask(
        contactsPageSchema,
        `${customerAt(workspace, customer)}/contacts${queryOf({ ...query })}`,
        {
          signal,
        },
      ),

    contact: (workspace: string, customer: string, id: string, signal?: AbortSignal) =>
      ask(contactSchema, `${customerAt(workspace, customer)}/contacts/${encodeURIComponent(id)}`, {
        signal,
      }),

    /** Safe to repeat: the intent in the address makes it the same wish. */
    submit: (workspace: string, intent: string, submission: Submission, signal?: AbortSignal) =>
      ask(outcomeSchema, `${at(workspace)}/submissions/${intent}`, {
        method: 'PUT',
        headers: writing,
        body: JSON.stringify(submission),
        signal,
      }),

    /** What was changed, the newest first. `mine`: by whoever asks. */
    receipts: (workspace: string, query: PageQuery & { mine: boolean }, signal?: AbortSignal) =>
      ask(
        receiptsPageSchema,
        `${at(workspace)}/receipts${queryOf({ ...query, mine: String(query.mine) })}`,
        { signal },
      ),

    /** Both contacts are meant to be there: what this intent made is no duplicate. */
    keepBoth: (workspace: string, intent: string) =>
      ask(keptSchema, `${at(workspace)}/submissions/${intent}/duplicate`, {
        method: 'PUT',
        headers: writing,
        body: JSON.stringify({ keep: true }),
      }),
  }
}

function queryOf(query: Record<string, string | number | null | undefined>): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== '') params.set(name, String(value))
  return params.size > 0 ? `?${params}` : ''
}
