import type { Logger } from 'pino'
import { asked } from '#contract/fields/form.ts'
import type { Clock } from '#contract/clock.ts'
import { BackendError } from '#contract/api/refusal.ts'
import type { Role } from '#contract/api/accessRole.ts'
import type { Outcome, Submission } from '#contract/api/submission.ts'
import { noting } from './upstreamTrace.ts'
import type { OpenWorkspace } from '#server/workspaces/openWorkspace.ts'
import { LostCommit } from '#server/database/commitUnknown.ts'
import { Refused } from '#server/http/httpRefusal.ts'
import { traceOf } from '#server/http/redactedError.ts'
import type { Person } from '#server/http/session.ts'
import { gatewayText } from '#text/gatewayText.ts'
import { attempt, doubt, type Desk } from './execute.ts'
import { takesTurns } from './customerLock.ts'
import type { Entry, Key, Write, Written } from './ledgerEntry.ts'
import { fingerprintOf, payloadOf } from './idempotencyKey.ts'
import type { Claim, Ledger, Turn } from './ledger.ts'
import { likenessOf } from '#server/submissions/matching/fingerprint.ts'
import { asSpelled } from './spelling.ts'
import { outcomeOf } from './claimDecision.ts'
import type { Sweeper } from './sweeper.ts'
import { takingBack } from './undo.ts'

interface Told {
  outcome: Outcome
  /** It had been carried out, or was being carried out, before this was asked. */
  replayed: boolean
}

interface Asking {
  workspace: OpenWorkspace
  intent: string
  person: Person
  /** What they may do in this workspace. */
  role: Role | null
  /** Finds what they ask now in the log. */
  reference: string
  /** How long ago Save was pressed, in milliseconds. */
  pressedAgo: number
  log: Logger
}

/** Saving: every intent is carried out at most once, and every repeat is told what it came to. */
export interface Submissions {
  /** @throws Refused 404, 409, 422 for what the intent may not become, 503 when nothing was sent. */
  put(asking: Asking, submission: Submission): Promise<Told>
  /** @throws Refused 404 */
  get(asking: Asking): Promise<Outcome>
}

interface SubmissionsOptions {
  ledger: Ledger
  clock: Clock
  follow: Sweeper['follow']
  /** When the database came out of a backup; null: never. */
  restoredAt: Date | null
}

/** How long a request waits for an outcome, in milliseconds. Browsers give up after 20 s. */
const patience = 15_000

/** How long of that it waits for the customer lock, and the pauses between two tries. Milliseconds. */
const lockPatience = 10_000
const lockPause = { first: 100, longest: 1000 }

export function submissionsOf({
  ledger,
  clock,
  follow,
  restoredAt,
}: SubmissionsOptions): Submissions {
  /** What this process is carrying out: the same wish again waits for the same outcome. */
  const underWay = new Map<string, Promise<Told>>()
  const now = () => new Date(clock.now())

  async function carryOut(asking: Asking, written: Written): Promise<Told> {
    const { workspace } = asking
    if (!workspace.joined || !ledger.together) return carriedBy(ledger, asking, written)
    try {
      return await ledger.together(turnOf(workspace, written), (within) =>
        carriedBy(within, asking, written, true),
      )
    } catch (cause) {
      if (cause instanceof Refused) throw cause
      if (!(cause instanceof BackendError)) logged(asking, cause)
      throw unwritten(cause)
    }
  }

  async function carriedBy(
    ledger: Ledger,
    asking: Asking,
    written: Written,
    together = false,
  ): Promise<Told> {
    const claim = await claimed(ledger, asking, written)
    switch (claim.kind) {
      case 'foreign':
        throw notThere()
      case 'busy':
        throw conflict(409, gatewayText.submission.busy)
      case 'reused':
        throw conflict(422, gatewayText.submission.reused)
      case 'undone':
        return { outcome: refusedAs(gatewayText.undo.done), replayed: false }
      case 'twin':
        return { outcome: { state: 'pending', twin: true }, replayed: false }
      case 'locked': {
        const waitingFor = claim.person === asking.person.id ? null : claim.personName
        return { outcome: { state: 'pending', waitingFor }, replayed: false }
      }
      case 'replay':
        // Left or given back by another gateway: this one takes it up, if it is due.
        if (isOpen(claim.outcome)) follow(keyOf(asking), now())
        return { outcome: claim.outcome, replayed: true }
      default:
        return {
          outcome: await noting(() => tried(ledger, asking, claim.entry, together)),
          replayed: false,
        }
    }
  }

  /** Waits a while where another write about the customer holds the lock. */
  async function claimed(ledger: Ledger, asking: Asking, written: Written): Promise<Claim> {
    const started = clock.now()
    for (let pause = lockPause.first; ; pause = Math.min(2 * pause, lockPause.longest)) {
      const claim = await ledger.claim(keyOf(asking), written, now()).catch((cause: unknown) => {
        throw unwritten(cause)
      })
      const waited = clock.now() - started
      if (claim.kind !== 'locked' || waited < 0 || waited + pause > lockPatience) return claim
      await clock.pause(pause)
    }
  }

  async function tried(
    ledger: Ledger,
    asking: Asking,
    entry: Entry,
    together: boolean,
  ): Promise<Outcome> {
    const desk: Desk = { ledger, clock, follow }
    try {
      return await attempt(desk, asking.workspace, entry, { round: 1, fresh: true, together })
    } catch (error) {
      if (together) throw error
      // It may be done, but nothing says so after a restart: nobody may be told that it is.
      logged(asking, error)
      const unwritten: Outcome = { state: 'unknown', since: now().toISOString() }
      return doubt(desk, entry).catch(() => unwritten)
    }
  }

  /** The wish as it is to be carried out, or what it came to before it began. */
  async function writtenOf(asking: Asking, submission: Submission): Promise<Written | Outcome> {
    const { workspace, person, role, reference } = asking
    const payload = payloadOf(submission)
    const spelled = await asSpelled(workspace.backend, submission)
    const write = spelled.op === 'undo' ? await undoing(asking, spelled) : spelled
    if ('state' in write) return write
    return {
      person: person.id,
      personName: person.name,
      role,
      reference,
      generation: submission.g,
      fingerprint: fingerprintOf(payload),
      payload,
      write,
      undoes: submission.op === 'undo' ? submission.of : null,
      takesLock: takesTurns(workspace, {
        write,
        undoes: submission.op === 'undo' ? submission.of : null,
      }),
      likeness:
        write.op === 'create' ? likenessOf(asked(workspace.form, 'create'), write.values) : null,
      lookFrom: write.op === 'create' ? forgotten(asking) : null,
    }
  }

  /** When it was pressed, where that was before the restore of this database. */
  function forgotten({ pressedAgo }: Asking): Date | null {
    const pressedAt = new Date(clock.now() - pressedAgo)
    return restoredAt !== null && pressedAt < restoredAt ? pressedAt : null
  }

  async function undoing(
    asking: Asking,
    { of, customer, g }: Submission & { op: 'undo' },
  ): Promise<Write | Outcome> {
    const { workspace, person } = asking
    // What it comes to was decided when it was asked for first.
    const own = await ledger.read(keyOf(asking))
    if (own?.undoes === of) return own.write
    const done = await ledger.read({ workspace: workspace.id, intent: of })
    if (!done || done.person !== person.id || done.write.customer !== customer) throw notThere()
    const write = takingBack(workspace.form, done, g, now())
    return typeof write === 'string' ? refusedAs(write) : write
  }

  return {
    async put(asking, submission) {
      const written = await writtenOf(asking, submission)
      if ('state' in written) return { outcome: written, replayed: false }
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

  /** The outcome, or word that it is still being tried. The work goes on either way. */
  async function inTime(work: Promise<Told>): Promise<Told> {
    const over = new AbortController()
    const later = clock
      .pause(patience, over.signal)
      .then((): Told => ({ outcome: { state: 'pending' }, replayed: false }))
    // Given up below, when the work is done in time.
    later.catch(() => {})
    try {
      return await Promise.race([work, later])
    } finally {
      over.abort()
    }
  }
}

function logged({ log }: Asking, bug: unknown): void {
  log.error({ error: traceOf(bug) }, 'bug while carrying out a submission')
}

/** A create that is nobody's undo adds to what is there, whatever that is. */
function turnOf({ id: workspace }: OpenWorkspace, { write, undoes }: Written): Turn | null {
  return write.op === 'create' && undoes === null ? null : { workspace, customer: write.customer }
}

function isOpen({ state }: Outcome): boolean {
  return state === 'pending' || state === 'unknown'
}

function keyOf({ workspace, intent }: Asking): Key {
  return { workspace: workspace.id, intent }
}

/**
 * What is not written down is not sent, and of a transaction that was rolled back nothing is there.
 * Only where the answer to a commit was lost both may be there: asking again tells.
 */
function unwritten(cause: unknown): Refused {
  const isLost = cause instanceof LostCommit
  return new Refused(isLost ? { kind: 'unclear', status: null } : { kind: 'unreachable' }, 503, {
    cause,
  })
}

function refusedAs(message: string): Outcome {
  return { state: 'rejected', refusal: { kind: 'rule', message } }
}

function notThere(): Refused {
  return new Refused({ kind: 'missing', what: 'page' })
}

function conflict(status: 409 | 422, message: string): Refused {
  return new Refused({ kind: 'rule', message }, status)
}
