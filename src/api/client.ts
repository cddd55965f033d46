import type * as z from 'zod/mini'
import {
  contactsPageSchema,
  customerSchema,
  customersPageSchema,
  deskHeader,
  failureSchema,
  workspacesSchema,
} from '#contract/api.ts'
import type { Send } from '#contract/send.ts'
import { draftsKeySchema, sessionSchema } from '#contract/session.ts'
import { contactSchema, outcomeSchema, type Submission } from '#contract/submission.ts'
import { DeskError } from '#contract/trouble.ts'

interface PageQuery {
  cursor?: string | null
  limit?: number
}

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
    session: (signal?: AbortSignal) => ask(sessionSchema, '/session', { signal }),

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
    submit: (workspace: string, intent: string, submission: Submission) =>
      ask(outcomeSchema, `${at(workspace)}/submissions/${intent}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', [deskHeader]: '1' },
        body: JSON.stringify(submission),
      }),
  }
}

function queryOf(query: Record<string, string | number | null | undefined>): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== '') params.set(name, String(value))
  return params.size > 0 ? `?${params}` : ''
}
