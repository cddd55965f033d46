import type * as z from 'zod/mini'
import { confirmedContactSchema } from '#contract/api/history.ts'
import { outcomeSchema, submissionSchema, type Outcome } from '#contract/api/submission.ts'
import { submissionParams, noParams, pressedQuery } from '#server/http/params.ts'
import { route, type RouteResult, type RouteContext, type Route } from '#server/http/route.ts'
import type { Workspaces } from '#server/workspaces/workspaces.ts'
import type { Submissions } from './submissions.ts'

const path = '/api/workspaces/{workspace}/submissions/{id}'

export function submissionRoutes(workspaces: Workspaces, submissions: Submissions): Route[] {
  function askingOf(
    asked: RouteContext<z.infer<typeof submissionParams>, unknown, unknown>,
    pressedAgo = 0,
  ) {
    const { params, session, log, reference } = asked
    const workspace = workspaces.open(params.workspace, asked)
    const role = session.roleIn(workspace.id)
    return {
      workspace,
      submissionId: params.id,
      person: session.person,
      role,
      reference,
      pressedAgo,
      log,
    }
  }

  return [
    route({
      method: 'PUT',
      path,
      summary: 'Submit a write (idempotent) and return its outcome',
      params: submissionParams,
      query: pressedQuery,
      body: submissionSchema,
      reply: outcomeSchema,
      statuses: [200, 202],
      async handle(asked) {
        const { outcome, replayed } = await submissions.put(
          askingOf(asked, asked.query.pressedAgo),
          asked.body,
        )
        return answered(outcome, replayed ? { 'idempotent-replayed': 'true' } : {})
      },
    }),

    route({
      method: 'GET',
      path,
      summary: 'The outcome of a submission, as far as it is known',
      params: submissionParams,
      query: noParams,
      body: null,
      reply: outcomeSchema,
      statuses: [200, 202],
      async handle(asked) {
        return answered(await submissions.get(askingOf(asked)))
      },
    }),

    route({
      method: 'PUT',
      path: `${path}/contact`,
      summary: 'Decide which contact a create made that was refused as mayExist',
      params: submissionParams,
      query: noParams,
      body: confirmedContactSchema,
      reply: outcomeSchema,
      statuses: [200],
      async handle(asked) {
        return answered(await submissions.confirm(askingOf(asked), asked.body.contact))
      },
    }),
  ]
}

function answered(outcome: Outcome, headers: Record<string, string> = {}): RouteResult<Outcome> {
  const settled = outcome.state === 'succeeded' || outcome.state === 'rejected'
  return { status: settled ? 200 : 202, body: outcome, headers }
}
