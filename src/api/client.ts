import type * as z from 'zod/mini'
import {
  contactsPageSchema,
  customerSchema,
  customersPageSchema,
  deskHeader,
  failureSchema,
  personHeader,
  workspacesSchema,
} from '#contract/api/api.ts'
import type { Send } from '#contract/backend/send.ts'
import { draftsKeySchema, signedOutSchema, visitSchema } from '#contract/api/session.ts'
import { contactSchema, outcomeSchema, type Submission } from '#contract/api/submission.ts'
import { ApiError, isSignedOut } from '#contract/api/apiError.ts'

interface PageQuery {
  cursor?: string | null
  limit?: number
}

/** The headers of a write. */
export const writing = { 'content-type': 'application/json', [deskHeader]: '1' }

/** The typed client of our own gateway. Every method throws `ApiError`, or the signal's reason. */
export type DeskApi = ReturnType<typeof deskApi>

/** @param hear called with whether the session has ended, by each answer that says so */
export function deskApi(
  send: Send,
  origin: string,
  hear: (isSignedOut: boolean) => void = () => {},
) {
  /** The person of this page. Another person needs a new page. */
  let person: string | null = null
  let asked = 0
  /** Number of the last request sent before the session ended: its answer may be from before the end. */
  let endedAt = 0

  async function ask<Reply>(
    schema: z.ZodMiniType<Reply>,
    path: string,
    init?: RequestInit,
  ): Promise<Reply> {
    const number = ++asked
    try {
      const reply = await askAt(schema, `/api${path}`, init)
      if (number > endedAt) hear(false)
      return reply
    } catch (error) {
      if (isSignedOut(error)) {
        endedAt = asked
        hear(true)
      }
      throw error
    }
  }

  async function askAt<Reply>(
    schema: z.ZodMiniType<Reply>,
    path: string,
    init: RequestInit = {},
  ): Promise<Reply> {
    let response: Response
    let body: unknown
    try {
      const request = new Request(origin + path, init)
      if (person !== null) request.headers.set(personHeader, person)
      response = await send(request)
      body = await response.json()
    } catch (cause) {
      // A page of a sign-in portal, a truncated body or no answer: not our gateway.
      if (init.signal?.aborted) throw cause
      throw new ApiError({ kind: 'gatewayUnreachable' }, { cause })
    }
    if (response.ok) {
      const reply = schema.safeParse(body)
      if (reply.success) return reply.data
      throw new ApiError({ kind: 'gatewayUnreachable' }, { cause: reply.error })
    }
    const failure = failureSchema.safeParse(body)
    if (!failure.success) throw new ApiError({ kind: 'gatewayUnreachable' })
    throw new ApiError({ kind: 'refused', ...failure.data.error })
  }

  const at = (workspace: string) => `/workspaces/${encodeURIComponent(workspace)}`
  const customerAt = (workspace: string, customer: string) =>
    `${at(workspace)}/customers/${encodeURIComponent(customer)}`

  return {
    /** @throws ApiError `signedOut` without a session */
    async session(signal?: AbortSignal) {
      const visit = await askAt(visitSchema, '/api/session', { signal })
      hear(!visit.person)
      if (!visit.person)
        throw new ApiError({ kind: 'refused', refusal: { kind: 'signedOut' }, reference: null })
      person ??= visit.person.id
      return visit
    },

    /** Ends every session of this person, here and elsewhere; the answer says where the browser has to go. */
    signOut: () => askAt(signedOutSchema, '/auth/sign-out', { method: 'POST', headers: writing }),

    draftsKey: (signal?: AbortSignal) => ask(draftsKeySchema, '/session/drafts-key', { signal }),

    /** Any other address, for parts that come later and bring along what its answer is. */
    ask,

    workspaces: (signal?: AbortSignal) => ask(workspacesSchema, '/workspaces', { signal }),

    customers: (
      workspace: string,
      query: PageQuery & { search: string; sort?: string },
      signal?: AbortSignal,
    ) => ask(customersPageSchema, `${at(workspace)}/customers${queryOf({ ...query })}`, { signal }),

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

    /**
     * Safe to repeat: the submission in the address makes it the same submission.
     * @param pressedAgo how many milliseconds ago Save was pressed; left out: just now
     */
    submit: (
      workspace: string,
      submissionId: string,
      submission: Submission,
      signal?: AbortSignal,
      pressedAgo?: number,
    ) =>
      ask(outcomeSchema, `${at(workspace)}/submissions/${submissionId}${queryOf({ pressedAgo })}`, {
        method: 'PUT',
        headers: writing,
        body: JSON.stringify(submission),
        signal,
      }),

    /** Any other read of a workspace, for parts that come later and bring along what its answer is. */
    read: <Reply>(
      schema: z.ZodMiniType<Reply>,
      workspace: string,
      path: string,
      query: Record<string, string | number | null>,
      signal?: AbortSignal,
    ) => ask(schema, `${at(workspace)}/${path}${queryOf(query)}`, { signal }),
  }
}

function queryOf(query: Record<string, string | number | null | undefined>): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== '') params.set(name, String(value))
  return params.size > 0 ? `?${params}` : ''
}
