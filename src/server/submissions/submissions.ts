import type { Logger } from 'pino'
import type { Outcome, Submission } from '#contract/submission.ts'
import type { OpenWorkspace } from '#server/gateway/openWorkspace.ts'
import { Refused } from '#server/gateway/refused.ts'
import { traceOf } from '#server/gateway/trace.ts'
import type { Person } from '#server/session/session.ts'
import { gatewayText } from '#text/gatewayText.ts'
import { dispatch } from './dispatch.ts'
import { fingerprintOf, payloadOf, upstreamKey } from './fingerprint.ts'
import type { Key, Ledger, Written } from './ledger.ts'
import { outcomeOf, unknownSince } from './states.ts'

interface Told {
  outcome: Outcome
  /** It had been carried out, or was being carried out, before this was asked. */
  replayed: boolean
}

interface Asking {
  workspace: OpenWorkspace
  intent: string
  person: Person
  log: Logger
}

/** Saving: every intent is carried out at most once, and every repeat is told what it came to. */
export interface Submissions {
  /** @throws Refused 404, 409, 422 for what the intent may not become, 503 when nothing was sent. */
  put(asking: Asking, submission: Submission): Promise<Told>
  /** @throws Refused 404 */
  get(asking: Asking): Promise<Outcome>
}

/** How long a request waits for an outcome, in milliseconds. Browsers give up after 20 s. */
const patience = 15_000

export function submissionsOf(ledger: Ledger, now: () => Date): Submissions {
  /** What this process is carrying out: the same wish again waits for the same outcome. */
  const underWay = new Map<string, Promise<Told>>()

  async function carryOut(asking: Asking, written: Written): Promise<Told> {
    const { workspace, log } = asking
    const key = keyOf(asking)
    const upstream = upstreamKey(key.workspace, key.intent, written.generation)
    const claim = await ledger.claim(key, written, now()).catch((cause: unknown) => {
      // Not written down, so not sent.
      throw new Refused({ kind: 'unreachable' }, 503, { cause })
    })
    if (claim.kind === 'foreign') throw notThere()
    if (claim.kind === 'busy') throw conflict(409, gatewayText.submission.busy)
    if (claim.kind === 'reused') throw conflict(422, gatewayText.submission.reused)
    if (claim.kind === 'replay') return { outcome: claim.outcome, replayed: true }
    try {
      const outcome = await dispatch(workspace, written.submission, upstream, claim.sentAt).catch(
        (bug: unknown): Outcome => {
          log.error({ error: traceOf(bug) }, 'bug while carrying out a submission')
          return unknownSince(claim.sentAt)
        },
      )
      return { outcome: await ledger.settle(key, claim, outcome, now()), replayed: false }
    } catch (error) {
      // It may be done, but nothing says so after a restart: nobody may be told that it is.
      log.error({ error: traceOf(error) }, 'an outcome could not be written down')
      return { outcome: unknownSince(claim.sentAt), replayed: false }
    }
  }

  return {
    async put(asking, submission) {
      const written = writtenOf(asking.person, submission)
      const { workspace, intent } = keyOf(asking)
      const { person, generation, fingerprint } = written
      const wish = JSON.stringify([workspace, intent, person, generation, fingerprint])
      const running = underWay.get(wish)
      if (running) return inTime(running.then(({ outcome }) => ({ outcome, replayed: true })))
      const run = carryOut(asking, written).finally(() => underWay.delete(wish))
      underWay.set(wish, run)
      return inTime(run)
    },

    async get(asking) {
      const entry = await ledger.read(keyOf(asking))
      if (!entry || entry.person !== asking.person.id) throw notThere()
      return outcomeOf(entry, now())
    },
  }
}

function keyOf({ workspace, intent }: Asking): Key {
  return { workspace: workspace.id, intent }
}

function writtenOf(by: Person, submission: Submission): Written {
  const payload = payloadOf(submission)
  const fingerprint = fingerprintOf(payload)
  return { person: by.id, by, generation: submission.g, fingerprint, payload, submission }
}

/** The outcome, or word that it is still being tried. The work goes on either way. */
async function inTime(work: Promise<Told>): Promise<Told> {
  let timer: NodeJS.Timeout | undefined
  const later = new Promise<Told>((resolve) => {
    timer = setTimeout(resolve, patience, { outcome: { state: 'pending' }, replayed: false })
  })
  try {
    return await Promise.race([work, later])
  } finally {
    clearTimeout(timer)
  }
}

function notThere(): Refused {
  return new Refused({ kind: 'missing', what: 'page' })
}

function conflict(status: 409 | 422, message: string): Refused {
  return new Refused({ kind: 'rule', message }, status)
}
