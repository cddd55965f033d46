import type { Logger } from 'pino'
import { fieldsFor } from '#contract/fields/form.ts'
import type { Clock } from '#contract/clock.ts'
import { BackendError } from '#contract/api/refusal.ts'
import type { AccessRole } from '#contract/api/accessRole.ts'
import type { Outcome, Submission } from '#contract/api/submission.ts'
import { withUpstreamTrace } from './upstreamTrace.ts'
import type { OpenWorkspace } from '#server/workspaces/openWorkspace.ts'
import { CommitUnknownError } from '#server/database/commitUnknown.ts'
import { HttpRefusal } from '#server/http/httpRefusal.ts'
import { redactError } from '#server/http/redactedError.ts'
import type { Person } from '#server/http/session.ts'
import { gatewayText } from '#text/gatewayText.ts'
import { confirmCreated } from './confirmCreated.ts'
import { execute } from './execute.ts'
import { markInDoubt, type ExecutionContext } from './record.ts'
import { takesTurns } from './customerLock.ts'
import type { LedgerEntry, SubmissionKey, WriteOperation, NewLedgerEntry } from './ledgerEntry.ts'
import { fingerprintOf, payloadOf } from './idempotencyKey.ts'
import type { Claim, Ledger, CustomerLock } from './ledger.ts'
import { contactFingerprintOf } from '#server/submissions/matching/fingerprint.ts'
import { asSpelled } from './spelling.ts'
import { outcomeOf } from './claimDecision.ts'
import type { Sweeper } from './sweeper.ts'
import { buildUndo } from './undo.ts'

interface Reply {
  outcome: Outcome
  /** It was executed already, or was being executed, before this request. */
  replayed: boolean
}

interface SubmitContext {
  workspace: OpenWorkspace
  submissionId: string
  person: Person
  /** What they may do in this workspace. */
  role: AccessRole | null
  /** Finds what they ask now in the log. */
  reference: string
  /** How long ago Save was pressed, in milliseconds. */
  pressedAgo: number
  log: Logger
}

/** Executes every submission at most once, and answers every repeat with the same outcome. */
export interface Submissions {
  /** @throws HttpRefusal 404, 409 or 422 if the id is taken, 503 when nothing was sent */
  put(context: SubmitContext, submission: Submission): Promise<Reply>
  /** @throws HttpRefusal 404 */
  get(context: SubmitContext): Promise<Outcome>
  /**
   * A person says that this contact is the one that their create made (`mayExist`).
   * @throws HttpRefusal 404, 409 where it was not asked about, or is another submission's
   */
  confirm(context: SubmitContext, contact: string): Promise<Outcome>
}

interface SubmissionsOptions {
  ledger: Ledger
  clock: Clock
  follow: Sweeper['follow']
  /** When the database came out of a backup; null: never. */
  restoredAt: Date | null
}

/** How long a request waits for an outcome, in milliseconds. Browsers give up after 20 s. */
const answerTimeoutMs = 15_000

/** How long of that it waits for the customer lock, and the pauses between two attempts. Milliseconds. */
const lockTimeoutMs = 10_000
const lockPauseMs = { first: 100, longest: 1000 }

export function createSubmissions({
  ledger,
  clock,
  follow,
  restoredAt,
}: SubmissionsOptions): Submissions {
  /** What this gateway is executing: a repeat waits for the same outcome. */
  const inProgress = new Map<string, Promise<Reply>>()
  const now = () => new Date(clock.now())

  async function submit(context: SubmitContext, newEntry: NewLedgerEntry): Promise<Reply> {
    const { workspace } = context
    if (!workspace.joined || !ledger.inSharedTransaction)
      return claimAndExecute(ledger, context, newEntry)
    try {
      return await ledger.inSharedTransaction(customerLockOf(workspace, newEntry), (within) =>
        claimAndExecute(within, context, newEntry, true),
      )
    } catch (cause) {
      if (cause instanceof HttpRefusal) throw cause
      if (!(cause instanceof BackendError)) logBug(context, cause)
      throw notRecorded(cause)
    }
  }

  async function claimAndExecute(
    ledger: Ledger,
    context: SubmitContext,
    newEntry: NewLedgerEntry,
    inSharedTransaction = false,
  ): Promise<Reply> {
    const claim = await claimed(ledger, context, newEntry)
    switch (claim.kind) {
      case 'notOwner':
        throw notFound()
      case 'inProgress':
        throw conflict(409, gatewayText.submission.busy)
      case 'keyReused':
        throw conflict(422, gatewayText.submission.reused)
      case 'undone':
        return { outcome: refusedAs(gatewayText.undo.done), replayed: false }
      case 'duplicateInFlight':
        return { outcome: { state: 'pending', duplicateInFlight: true }, replayed: false }
      case 'locked': {
        const waitingFor = claim.person === context.person.id ? null : claim.personName
        return { outcome: { state: 'pending', waitingFor }, replayed: false }
      }
      case 'replay':
        // Left by another gateway: this one takes it over, if it is due.
        if (isOpen(claim.outcome)) follow(keyOf(context), now())
        return { outcome: claim.outcome, replayed: true }
      default:
        return {
          outcome: await withUpstreamTrace(() =>
            executeOnce(ledger, context, claim.entry, inSharedTransaction),
          ),
          replayed: false,
        }
    }
  }

  /** Waits while another write about the customer holds the lock. */
  async function claimed(
    ledger: Ledger,
    context: SubmitContext,
    newEntry: NewLedgerEntry,
  ): Promise<Claim> {
    const started = clock.now()
    for (let pause = lockPauseMs.first; ; pause = Math.min(2 * pause, lockPauseMs.longest)) {
      const claim = await ledger.claim(keyOf(context), newEntry, now()).catch((cause: unknown) => {
        throw notRecorded(cause)
      })
      const waited = clock.now() - started
      if (claim.kind !== 'locked' || waited < 0 || waited + pause > lockTimeoutMs) return claim
      await clock.pause(pause)
    }
  }

  async function executeOnce(
    ledger: Ledger,
    context: SubmitContext,
    entry: LedgerEntry,
    inSharedTransaction: boolean,
  ): Promise<Outcome> {
    const execution: ExecutionContext = { ledger, clock, follow }
    try {
      return await execute(execution, context.workspace, entry, {
        keyEpoch: 1,
        isFirstAttempt: true,
        inSharedTransaction,
      })
    } catch (error) {
      if (inSharedTransaction) throw error
      // It may be executed, but nothing records it: after a restart nothing would know, so it is in doubt.
      logBug(context, error)
      const notRecorded: Outcome = { state: 'unknown', since: now().toISOString() }
      return markInDoubt(execution, entry).catch(() => notRecorded)
    }
  }

  /** The new ledger entry, or the outcome of a submission that cannot begin. */
  async function newEntryOf(
    context: SubmitContext,
    submission: Submission,
  ): Promise<NewLedgerEntry | Outcome> {
    const { workspace, person, role, reference } = context
    const payload = payloadOf(submission)
    const spelled = await asSpelled(workspace.backend, submission)
    const write = spelled.op === 'undo' ? await undoOf(context, spelled) : spelled
    if ('state' in write) return write
    return {
      person: person.id,
      personName: person.name,
      role,
      reference,
      reason: submission.reason?.trim() || null,
      revision: submission.revision,
      fingerprint: fingerprintOf(payload),
      payload,
      write,
      undoes: submission.op === 'undo' ? submission.of : null,
      takesLock: takesTurns(workspace, {
        write,
        undoes: submission.op === 'undo' ? submission.of : null,
      }),
      contactFingerprint:
        write.op === 'create'
          ? contactFingerprintOf(fieldsFor(workspace.form, 'create'), write.values)
          : null,
      lookFrom: write.op === 'create' ? await lookFromOf(context, write) : null,
    }
  }

  /** From when on a contact of this create is searched before its dispatch; null: not at all. */
  async function lookFromOf(
    context: SubmitContext,
    { distinctFrom = [] }: WriteOperation & { op: 'create' },
  ): Promise<Date | null> {
    if (distinctFrom.length === 0) return forgotten(context)
    // The person was asked about one contact, and the earlier revision may have created another one.
    const before = await ledger.read(keyOf(context))
    return before?.lookFrom ?? before?.dispatchedAt ?? forgotten(context)
  }

  /** When it was pressed, if that is before the restore of this database. */
  function forgotten({ pressedAgo }: SubmitContext): Date | null {
    const pressedAt = new Date(clock.now() - pressedAgo)
    return restoredAt !== null && pressedAt < restoredAt ? pressedAt : null
  }

  async function undoOf(
    context: SubmitContext,
    { of, customer, revision }: Submission & { op: 'undo' },
  ): Promise<WriteOperation | Outcome> {
    const { workspace, person } = context
    // The write of an undo is decided by its first request.
    const own = await ledger.read(keyOf(context))
    if (own?.undoes === of) return own.write
    const done = await ledger.read({ workspace: workspace.id, id: of })
    if (!done || done.person !== person.id || done.write.customer !== customer) throw notFound()
    const write = buildUndo(workspace.form, done, revision, now())
    return typeof write === 'string' ? refusedAs(write) : write
  }

  return {
    async put(context, submission) {
      const newEntry = await newEntryOf(context, submission)
      if ('state' in newEntry) return { outcome: newEntry, replayed: false }
      const { workspace, id: submissionId } = keyOf(context)
      const { person, revision, fingerprint } = newEntry
      const dedupeKey = JSON.stringify([workspace, submissionId, person, revision, fingerprint])
      const running = inProgress.get(dedupeKey)
      if (running)
        return withinTimeout(running.then(({ outcome }) => ({ outcome, replayed: true })))
      const run = submit(context, newEntry).finally(() => inProgress.delete(dedupeKey))
      inProgress.set(dedupeKey, run)
      return withinTimeout(run)
    },

    async get(context) {
      const entry = await ledger.read(keyOf(context))
      if (!entry || entry.person !== context.person.id) throw notFound()
      return outcomeOf(entry, now())
    },

    confirm: (context, contact) =>
      withUpstreamTrace(() => confirmCreated(ledger, context, contact, now())),
  }

  /** The outcome, or `pending` after a while. The work goes on either way. */
  async function withinTimeout(work: Promise<Reply>): Promise<Reply> {
    const over = new AbortController()
    const later = clock
      .pause(answerTimeoutMs, over.signal)
      .then((): Reply => ({ outcome: { state: 'pending' }, replayed: false }))
    // Aborted below, when the work is done in time.
    later.catch(() => {})
    try {
      return await Promise.race([work, later])
    } finally {
      over.abort()
    }
  }
}

function logBug({ log }: SubmitContext, bug: unknown): void {
  log.error({ error: redactError(bug) }, 'bug while executing a submission')
}

/** A create that is no undo reads nothing first, and needs no lock. */
function customerLockOf(
  { id: workspace }: OpenWorkspace,
  { write, undoes }: NewLedgerEntry,
): CustomerLock | null {
  return write.op === 'create' && undoes === null ? null : { workspace, customer: write.customer }
}

function isOpen({ state }: Outcome): boolean {
  return state === 'pending' || state === 'unknown'
}

function keyOf({ workspace, submissionId }: SubmitContext): SubmissionKey {
  return { workspace: workspace.id, id: submissionId }
}

/**
 * Without a record nothing is sent, and a transaction that was rolled back leaves nothing. Only if the
 * answer to a commit was lost, both may be there: a repeat finds out.
 */
function notRecorded(cause: unknown): HttpRefusal {
  const isLost = cause instanceof CommitUnknownError
  return new HttpRefusal(
    isLost ? { kind: 'outcomeUnknown', status: null } : { kind: 'backendUnreachable' },
    503,
    {
      cause,
    },
  )
}

function refusedAs(message: string): Outcome {
  return { state: 'rejected', refusal: { kind: 'rejected', message } }
}

function notFound(): HttpRefusal {
  return new HttpRefusal({ kind: 'notFound', what: 'page' })
}

function conflict(status: 409 | 422, message: string): HttpRefusal {
  return new HttpRefusal({ kind: 'rejected', message }, status)
}
