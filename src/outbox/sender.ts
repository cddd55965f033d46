import { unlessAborted } from '#contract/clock.ts'
import { ApiError, isSignedOut } from '#contract/api/apiError.ts'
import {
  classifyOutcome,
  classifyError,
  isPermanent,
  retryOf,
  type SendResult,
} from './sendResult.ts'
import { backoff } from './backoff.ts'
import { startAttempt, settle, abandon, enqueue, cancel, undoAttempt, type Step } from './record.ts'
import type { OutboxItem, SubmissionStatus, SubmissionResult } from './submission.ts'
import type { OutboxStore } from './outboxStore.ts'
import { checking, canAbandon, noop, type InFlight } from './inFlight.ts'
import type { OutboxDeps } from './deps.ts'

/** How long an answer is waited for, in milliseconds. */
const answerTimeoutMs = 20_000

/** A move behind another one counts as done for so many milliseconds, as any move does. */
const queuedNoticeDelayMs = 1_000

/** After so many milliseconds behind another tab it is told that this takes long. */
const lockNoticeDelayMs = 10_000

/** A submission that was pressed so long ago says so, in milliseconds. */
const aWhile = 1_000

/** Longer pauses are cut into these, so that a computer that slept is awake soon. Milliseconds. */
const maxSleepMs = 5_000

/** The most milliseconds after which the turn at a customer is asked for again. */
const longestBehind = 5_000

type WaitingStatus = SubmissionStatus & { kind: 'waiting' }

/** What the gateway says goes first. */
type Behind = Pick<SendResult & { kind: 'open' }, 'duplicateInFlight' | 'waitingFor'>

/** One submission from its press to its end. */
export class Sender {
  readonly #inFlight: InFlight
  readonly #deps: OutboxDeps
  readonly #memory: OutboxStore
  readonly #onChange: () => void
  #store: OutboxStore
  /** A send of this page is counted in the store. */
  #attemptRecorded = false

  /**
   * @param memory keeps it where there is no disk
   * @param changed told whenever the run is another one
   */
  constructor(inFlight: InFlight, deps: OutboxDeps, memory: OutboxStore, changed: () => void) {
    this.#inFlight = inFlight
    this.#deps = deps
    this.#memory = memory
    this.#onChange = changed
    this.#store = memory
  }

  /**
   * The end, which is on disk then. Null: another tab has told it.
   * @param left where it was found, when it is on disk already
   * @param before what goes first
   * @throws the signal's reason when the page goes
   */
  async send(
    left: OutboxStore | undefined,
    before: Promise<unknown> | undefined,
  ): Promise<SubmissionResult | null> {
    const inFlight = this.#inFlight
    if (left) this.#store = left
    else {
      const store = await this.#openStore()
      if (!store) return { kind: 'cancelled' }
      await this.#persist(store)
    }
    if (before && (await this.#waitInQueue(before))) return { kind: 'cancelled' }
    const result = await this.#withLock()
    this.#throwIfDisposed()
    if (!result || result.kind === 'cancelled' || result.kind === 'abandoned') return result
    const contact = result.kind === 'saved' ? (result.contact?.id ?? null) : null
    const { revision } = inFlight.item.submission
    // What it came to is on disk before anybody forgets what was typed.
    await this.#apply(settle(revision, { state: result.kind, contact }, this.#deps.clock.now()))
    this.#throwIfDisposed()
    return result
  }

  /** Null: the person gave up before there was any. */
  async #openStore(): Promise<OutboxStore | null> {
    const { clock, online, open } = this.#deps
    const started = clock.now()
    for (let failures = 0; !this.#inFlight.cancelling; failures++) {
      let isOver = false
      const inTime = new AbortController()
      const late = clock.pause(answerTimeoutMs, inTime.signal).then(() => null)
      try {
        const store = await Promise.race([open(), late])
        this.#throwIfDisposed()
        if (store) return store
      } catch (error) {
        this.#throwIfDisposed()
        if (!(error instanceof ApiError)) return this.#memory
        isOver = isSignedOut(error)
      } finally {
        late.catch(noop)
        inTime.abort()
      }
      const delay = backoff(failures, clock.now() - started, clock.random())
      if (isOver) await this.#untilSignedIn()
      else await this.#waiting(online() ? 'gatewayUnreachable' : 'offline', delay)
    }
    return null
  }

  /** Before the first byte leaves, the submission is on disk; or it is clear that there is none. */
  async #persist(store: OutboxStore): Promise<void> {
    try {
      await this.#enqueue(store)
      this.#inFlight.onDisk = store !== this.#memory
    } catch {
      // A full disk, or one that went away.
      await this.#enqueue(this.#memory)
    }
    this.#onChange()
  }

  /** The press that comes first counts, in whatever tab: the others wait for its end. */
  async #enqueue(store: OutboxStore): Promise<void> {
    const inFlight = this.#inFlight
    const { item } = inFlight
    this.#store = store
    for (;;) {
      const known = await store.read(item.id)
      const at = this.#deps.clock.now()
      const state = known?.entry.state
      if (known && (state === 'queued' || state === 'saved' || state === 'abandoned')) {
        inFlight.item = known.item ?? withRevision(item, known.entry.revision, at)
        inFlight.inDoubt = known.entry.tries > 0 || state === 'saved'
        return
      }
      // A disk that fails after a refusal has forgotten which revision was refused.
      const next = withRevision(
        item,
        Math.max((known?.entry.revision ?? 0) + 1, item.submission.revision),
        at,
      )
      // What has to wait for others of its line is counted when its turn comes.
      const isFirst = item.queueKey === item.id
      const tries = isFirst && this.#deps.online() ? 1 : 0
      const { taken } = await store.apply(
        item.id,
        enqueue(next.submission.revision, tries, at),
        next,
      )
      if (!taken) continue
      inFlight.item = next
      this.#attemptRecorded = tries === 1
      return
    }
  }

  /** Waits for what goes first. True: the person gave up meanwhile. */
  async #waitInQueue(before: Promise<unknown>): Promise<boolean> {
    const inFlight = this.#inFlight
    const over = new AbortController()
    const isOver = before.catch(noop).then(() => over.abort())
    this.#reportQueued(over.signal, queuedNoticeDelayMs).catch(noop)
    try {
      while (!over.signal.aborted) {
        const woken = new Promise<void>((resolve) => {
          inFlight.wake = (byPerson) => byPerson && resolve()
        })
        this.#throwIfDisposed()
        if (inFlight.cancelling && (await this.#cancel())) return true
        await Promise.race([isOver, woken])
      }
    } finally {
      over.abort()
      inFlight.wake = noop
    }
    this.#throwIfDisposed()
    return false
  }

  /**
   * What was not sent is not done, and not in doubt either. But another tab that found it on disk
   * may send it first.
   * @param delay before it is said, in milliseconds
   */
  async #reportQueued(over: AbortSignal, delay: number): Promise<void> {
    const inFlight = this.#inFlight
    const { id: submissionId } = inFlight.item
    for (let pause = delay; !inFlight.inDoubt; pause = queuedNoticeDelayMs) {
      await this.#deps.clock.pause(pause, over)
      const known = await this.#store.read(submissionId)
      if (over.aborted || inFlight.signal.aborted) return
      if (known && (known.entry.state !== 'queued' || known.entry.tries > 0))
        return this.#setStatus(checking(inFlight.item))
      if (!isQueuedBehind(inFlight.status))
        this.#setStatus({ kind: 'waiting', why: 'queuedBehind', nextAttemptAt: null })
    }
  }

  /** One tab sends. Locks only save traffic, so who does not want to wait goes on without. */
  async #withLock(): Promise<SubmissionResult | null> {
    const inFlight = this.#inFlight
    const { clock, lock } = this.#deps
    const impatient = new AbortController()
    const inside = new AbortController()
    inFlight.wake = (byPerson) => byPerson && impatient.abort()
    clock.pause(lockNoticeDelayMs, inside.signal).then(() => {
      if (inFlight.status.kind === 'saving') this.#setStatus(checking(inFlight.item))
      return undefined
    }, noop)
    if (inFlight.item.queueKey !== inFlight.item.id)
      this.#reportQueued(
        inside.signal,
        isQueuedBehind(inFlight.status) ? 0 : queuedNoticeDelayMs,
      ).catch(noop)
    const work = () => {
      inside.abort()
      inFlight.wake = noop
      return this.#sendUntilSettled()
    }
    try {
      return await lock(
        `outbox:${this.#store.person}:${inFlight.item.queueKey}`,
        impatient.signal,
        work,
      )
    } catch (error) {
      if (inside.signal.aborted) throw error
      return await work()
    }
  }

  /** Sends until there is an end. Null: another tab has told it. */
  async #sendUntilSettled(): Promise<SubmissionResult | null> {
    const inFlight = this.#inFlight
    const { clock, online } = this.#deps
    const started = clock.now()
    if (this.#attemptRecorded && !(await this.#isFirstAttempt())) this.#attemptRecorded = false
    for (let failures = 0; ;) {
      this.#throwIfDisposed()
      if (inFlight.cancelling && (await this.#cancel())) return { kind: 'cancelled' }
      if (inFlight.abandoning && (await this.#abandon())) return { kind: 'abandoned' }
      const delay = backoff(failures++, clock.now() - started, clock.random())
      if (!online()) {
        if (await this.#offline(delay)) failures = 0
        continue
      }
      const settledElsewhere = this.#attemptRecorded ? null : await this.#recordAttempt()
      if (settledElsewhere) return settledElsewhere.result
      // While it is being tried, nobody can say that it is not saved.
      if (inFlight.status.kind === 'waiting') this.#setStatus({ kind: 'saving', retry: true })
      const answer = await this.#attempt()
      this.#throwIfDisposed()
      if (answer.kind === 'saved')
        return { kind: 'saved', contact: answer.contact, sent: inFlight.item.submission }
      if (answer.kind === 'signedOut') {
        if (!inFlight.inDoubt) await this.#undoAttempt()
        await this.#untilSignedIn()
        failures = 0
        continue
      }
      // Nothing was written down there: while the other one is being saved, this is no submission yet.
      if (answer.kind === 'open' && goesBehind(answer) && !inFlight.inDoubt) {
        inFlight.inDoubt = !(await this.#undoAttempt())
        const wait = inFlight.inDoubt
          ? this.#inDoubt(null, delay, answer)
          : this.#goingBehind(answer, delay)
        if (await wait) failures = 0
        continue
      }
      // Of a repeat, being turned away says nothing about the first try.
      const isNo = answer.kind === 'refused' || (answer.kind === 'notAccepted' && !inFlight.inDoubt)
      const another = isNo && retryOf(inFlight.item.submission, answer.refusal)
      if (isNo && !another) return { kind: 'refused', refusal: answer.refusal }
      if (another) {
        await (answer.kind === 'refused' ? this.#resubmit() : this.#undoAttempt())
        const { why, after } = another
        if (await this.#waiting(why, Math.max(after, delay), after > 0)) failures = 0
      } else {
        inFlight.inDoubt = true
        this.#noteRejection(answer)
        const open = answer.kind === 'open' ? answer : { reached: true, duplicateInFlight: false }
        if (await this.#inDoubt(open.reached ? null : 'gatewayUnreachable', delay, open))
          failures = 0
      }
    }
  }

  /** Whether nobody sent it while this tab waited for its turn. */
  async #isFirstAttempt(): Promise<boolean> {
    const { id: submissionId, submission } = this.#inFlight.item
    const known = await this.#store.read(submissionId).catch(noop)
    if (!known) return true
    const { state, revision, tries } = known.entry
    return state === 'queued' && revision === submission.revision && tries === 1
  }

  /** Remembers why repeats are turned away, until the gateway takes the submission up. */
  #noteRejection(answer: SendResult): void {
    const inFlight = this.#inFlight
    if (answer.kind === 'notAccepted' && isPermanent(answer.refusal)) {
      inFlight.refusal = answer.refusal
      inFlight.rejectedRetries++
    } else if (answer.kind === 'open' && answer.reached) {
      inFlight.refusal = null
      inFlight.rejectedRetries = 0
      inFlight.unlisted = answer.unlisted
    }
  }

  async #offline(delay: number): Promise<boolean> {
    if (this.#inFlight.inDoubt) return this.#inDoubt('offline', delay)
    // Counted, but not sent: then anybody may still give up.
    if (this.#attemptRecorded) await this.#undoAttempt()
    return this.#waiting('offline', delay)
  }

  /** Says on disk that a send is about to leave, or finds that another tab has gone on. */
  async #recordAttempt(): Promise<{ result: SubmissionResult | null } | null> {
    const inFlight = this.#inFlight
    const { taken, now } = await this.#apply(startAttempt(inFlight.item.submission.revision))
    if (!now) return null
    if (taken) {
      this.#attemptRecorded = true
      inFlight.inDoubt ||= now.entry.tries > 1
      return null
    }
    const { state } = now.entry
    if (state === 'cancelled' || state === 'abandoned') return { result: { kind: state } }
    if (now.entry.state === 'queued' && now.item) {
      // Another tab pressed again, after a refusal that it heard of first.
      inFlight.item = now.item
      inFlight.inDoubt = now.entry.tries > 0
      return this.#recordAttempt()
    }
    if (inFlight.resumed) return { result: null }
    // It ended elsewhere; the gateway says again how.
    inFlight.inDoubt = true
    return null
  }

  async #attempt(): Promise<SendResult> {
    const { clock, put } = this.#deps
    const { item, signal } = this.#inFlight
    const abort = new AbortController()
    const answered = new AbortController()
    const stop = () => abort.abort()
    signal.addEventListener('abort', stop)
    clock.pause(answerTimeoutMs, answered.signal).then(stop, noop)
    try {
      const { workspace, id: submissionId, submission } = item
      const ago = Math.round(clock.now() - item.at)
      const pressedAgo = ago >= aWhile ? ago : undefined
      const work = put(workspace, submissionId, submission, abort.signal, pressedAgo)
      return classifyOutcome(await unlessAborted(work, abort.signal))
    } catch (error) {
      if (abort.signal.aborted) return { kind: 'open', reached: false, duplicateInFlight: false }
      return classifyError(error)
    } finally {
      answered.abort()
      signal.removeEventListener('abort', stop)
    }
  }

  /** The same payload as the next revision: the one before was certainly not executed. */
  async #resubmit(): Promise<void> {
    const inFlight = this.#inFlight
    const at = this.#deps.clock.now()
    // Still the person's press of then.
    const next = withRevision(
      inFlight.item,
      inFlight.item.submission.revision + 1,
      inFlight.item.at,
    )
    const { now } = await this.#apply(enqueue(next.submission.revision, 0, at), next)
    inFlight.item = now?.item ?? next
    inFlight.inDoubt = (now?.entry.tries ?? 0) > 0
    inFlight.refusal = null
    inFlight.rejectedRetries = 0
    this.#attemptRecorded = false
  }

  /** False: a send of another tab may have been executed. */
  async #undoAttempt(): Promise<boolean> {
    const { now } = await this.#apply(undoAttempt(this.#inFlight.item.submission.revision))
    this.#attemptRecorded = false
    return (now?.entry.tries ?? 0) === 0
  }

  async #cancel(): Promise<boolean> {
    const inFlight = this.#inFlight
    inFlight.cancelling = false
    if (inFlight.inDoubt) return false
    if (this.#attemptRecorded) await this.#undoAttempt()
    const step = cancel(inFlight.item.submission.revision, this.#deps.clock.now())
    return (await this.#apply(step)).taken
  }

  /** False: it may not be left, or has ended elsewhere. */
  async #abandon(): Promise<boolean> {
    const inFlight = this.#inFlight
    inFlight.abandoning = false
    if (!canAbandon(inFlight)) return false
    const { taken, now } = await this.#apply(
      abandon(inFlight.item.submission.revision, this.#deps.clock.now()),
    )
    return taken || !now
  }

  /** A disk that fails now does not keep the submission from its end. */
  async #apply(step: Step, item?: OutboxItem): ReturnType<OutboxStore['apply']> {
    try {
      return await this.#store.apply(this.#inFlight.item.id, step, item)
    } catch {
      return { taken: false, now: undefined }
    }
  }

  #inDoubt(
    trouble: 'offline' | 'gatewayUnreachable' | null,
    delay: number,
    { duplicateInFlight, waitingFor }: Behind = { duplicateInFlight: false },
  ) {
    const why = trouble && !this.#deps.online() ? 'offline' : trouble
    return this.#pause({ ...this.#checking(), duplicateInFlight, waitingFor, obstacle: why }, delay)
  }

  /** The gateway has waited already, so the next turn is asked for soon. */
  #goingBehind({ duplicateInFlight, waitingFor }: Behind, delay: number) {
    if (duplicateInFlight) return this.#waiting('duplicateInFlight', delay)
    const status = { kind: 'waiting', why: 'customer', waitingFor, nextAttemptAt: null } as const
    return this.#pause(status, Math.min(delay, longestBehind))
  }

  #checking() {
    const { item, refusal, unlisted = false } = this.#inFlight
    return { ...checking(item), refusal, unlisted, canAbandon: canAbandon(this.#inFlight) }
  }

  #waiting(why: WaitingStatus['why'], delay: number, isAsked = false) {
    return this.#pause({ kind: 'waiting', why, nextAttemptAt: null }, delay, isAsked)
  }

  /** Asking again by the clock would not sign anybody in: it goes on with the next reason to look. */
  #untilSignedIn() {
    const status = this.#inFlight.inDoubt
      ? ({ ...this.#checking(), obstacle: 'signedOut' } as const)
      : ({ kind: 'waiting', why: 'signedOut', nextAttemptAt: null } as const)
    return this.#pause(status, Infinity)
  }

  /**
   * @param delay in milliseconds; without end, it is not told when it goes on
   * @returns whether somebody or something cut it short
   */
  async #pause(
    status: Exclude<SubmissionStatus, { kind: 'saving' }>,
    delay: number,
    isAsked = false,
  ): Promise<boolean> {
    const inFlight = this.#inFlight
    const { clock, online } = this.#deps
    const started = clock.now()
    const until = started + delay
    this.#setStatus({
      ...status,
      nextAttemptAt: online() && delay < Infinity ? new Date(until) : null,
    })
    const woken = new AbortController()
    inFlight.wake = (byPerson) => (byPerson || !isAsked) && woken.abort()
    // A clock that was set back would make the pause longer than it was meant.
    for (
      let now = started;
      now < until && now >= started && !inFlight.cancelling;
      now = clock.now()
    ) {
      await clock.pause(Math.min(until - now, maxSleepMs), woken.signal).catch(noop)
      if (woken.signal.aborted) break
    }
    inFlight.wake = noop
    this.#throwIfDisposed()
    return woken.signal.aborted
  }

  #setStatus(status: SubmissionStatus): void {
    this.#inFlight.status = status
    this.#onChange()
  }

  /** @throws when the page is gone, which no one hears of */
  #throwIfDisposed(): void {
    this.#inFlight.signal.throwIfAborted()
  }
}

function goesBehind({ duplicateInFlight, waitingFor }: Behind): boolean {
  return duplicateInFlight || waitingFor !== undefined
}

function isQueuedBehind(status: SubmissionStatus): boolean {
  return status.kind === 'waiting' && status.why === 'queuedBehind'
}

function withRevision(item: OutboxItem, revision: number, at: number): OutboxItem {
  return { ...item, submission: { ...item.submission, revision }, at }
}
