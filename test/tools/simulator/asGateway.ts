import { Hono } from 'hono'
import pino from 'pino'
import type { Clock } from '#contract/clock.ts'
import type { Send } from '#contract/backend/send.ts'
import type { RequestEnv } from '#server/http/requestEnv.ts'
import { failureOf } from '#server/http/failures.ts'
import { mountRoutes } from '#server/http/mountRoutes.ts'
import type { OpenWorkspace } from '#server/workspaces/openWorkspace.ts'
import { HttpRefusal } from '#server/http/httpRefusal.ts'
import { errorsOnly } from '#server/http/requestLog.ts'
import { workspacesOf } from '#server/workspaces/workspaces.ts'
import type { Ledger } from '#server/submissions/ledger.ts'
import { submissionRoutes } from '#server/submissions/submissionRoutes.ts'
import { createSubmissions, type Submissions } from '#server/submissions/submissions.ts'
import { createSweeper } from '#server/submissions/sweeper.ts'
import type { Recorder } from './history.ts'

/** Says whose session a request comes with. The desk's own sign-in is not what is simulated. */
export const personHeader = 'x-simulated-person'

export interface GatewayOptions {
  name: string
  workspaces: readonly OpenWorkspace[]
  ledger: Ledger
  clock: Clock
  isLeader(): Promise<boolean>
  recorder: Recorder
}

/**
 * The real gateway as far as saving goes, put together as src/server/app.ts does it: routes, checks
 * and refusals, submissions and sweeper.
 */
export function asGateway(options: GatewayOptions): Send {
  const { name, ledger, clock, recorder, isLeader } = options
  // What is logged as an error is a bug.
  const log = pino(
    { level: 'error' },
    { write: (line: string) => recorder.bug(`${name}: ${line}`) },
  )
  const byId = new Map(options.workspaces.map((each) => [each.id, each]))
  const sweeper = createSweeper({ ledger, clock, workspaces: byId, log, isLeader })
  const submissions = watched(
    createSubmissions({ restoredAt: null, ledger, clock, follow: sweeper.follow }),
    options,
  )

  const app = new Hono<RequestEnv>()
  app.use(async (c, next) => {
    c.set('reference', 'REFEREN')
    c.set('log', log)
    await next()
    if (c.res.status === 500) recorder.bug(`${name}: ${JSON.stringify(c.var.trouble)}`)
  }, errorsOnly())
  mountRoutes(app, submissionRoutes(workspacesOf(options.workspaces), submissions), {
    sessionOf: (request) => {
      const person = request.headers.get(personHeader) ?? 'nobody'
      return {
        ...{ id: null, person: { id: person, name: person }, signIn: 'oidc' },
        roleIn: () => 'editor',
      }
    },
  })
  app.onError(failureOf)
  sweeper.start()
  return async (request) => app.fetch(request)
}

/** Writes down who asks for what, and what they are told. */
function watched(submissions: Submissions, { name, recorder }: GatewayOptions): Submissions {
  return {
    ...submissions,
    async put(asking, submission) {
      const { person, workspace, submissionId } = asking
      const answered = recorder.asked({
        gateway: name,
        person: person.id,
        workspace: workspace.id,
        ...{ submissionId, submission },
      })
      try {
        const told = await submissions.put(asking, submission)
        const { state } = told.outcome
        const status = state === 'succeeded' || state === 'rejected' ? 200 : 202
        answered({ status, body: JSON.stringify(told.outcome) })
        return told
      } catch (error) {
        if (error instanceof HttpRefusal)
          answered({ status: error.status, body: JSON.stringify(error.refusal) })
        throw error
      }
    },
  }
}
