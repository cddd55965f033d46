import type { OutboxDeps } from '#outbox/deps.ts'
import { checking, noop, type InFlight } from '#outbox/inFlight.ts'
import type { SubmissionStatus } from '#outbox/submission.ts'
import type { DurableSubmission } from './durableSubmission.ts'
import type { Waiting } from './waiting.ts'

/** Queued role changes show as done for this long before the screen says that they wait. */
const queuedNoticeDelayMs = 1_000

/** A wait for another tab is shown after this many milliseconds. */
const lockNoticeDelayMs = 10_000

/** Puts submissions in order: behind the earlier ones of the queue, and one tab at a time. */
export class SendOrder {
  readonly #inFlight: InFlight
  readonly #deps: OutboxDeps
  readonly #durable: DurableSubmission
  readonly #waiting: Waiting

  constructor(inFlight: InFlight, deps: OutboxDeps, durable: DurableSubmission, waiting: Waiting) {
    this.#inFlight = inFlight
    this.#deps = deps
    this.#durable = durable
    this.#waiting = waiting
  }

  /** Waits for the earlier submissions of the queue. @returns true if the person cancelled meanwhile */
  async waitForEarlier(earlier: Promise<unknown>): Promise<boolean> {
    const inFlight = this.#inFlight
    const over = new AbortController()
    const isOver = earlier.catch(noop).then(() => over.abort())
    this.#reportQueued(over.signal, queuedNoticeDelayMs).catch(noop)
    try {
      while (!over.signal.aborted) {
        const woken = new Promise<void>((resolve) => {
          inFlight.wake = (byPerson) => byPerson && resolve()
        })
        inFlight.signal.throwIfAborted()
        if (inFlight.cancelling && (await this.#durable.cancel())) return true
        await Promise.race([isOver, woken])
      }
    } finally {
      over.abort()
      inFlight.wake = noop
    }
    inFlight.signal.throwIfAborted()
    return false
  }

  /**
   * Does the work while no other tab sends for this queue. The lock only saves traffic, so the work
   * is done without it if the person does not want to wait, or if there are no locks.
   */
  async withLock<Result>(work: () => Promise<Result>): Promise<Result> {
    const inFlight = this.#inFlight
    const { clock, lock } = this.#deps
    const { id, queueKey } = inFlight.item
    const impatient = new AbortController()
    const inside = new AbortController()
    inFlight.wake = (byPerson) => byPerson && impatient.abort()
    clock.pause(lockNoticeDelayMs, inside.signal).then(() => {
      if (inFlight.status.kind === 'saving') this.#waiting.setStatus(checking(inFlight.item))
      return undefined
    }, noop)
    if (queueKey !== id) {
      const delay = isQueuedBehind(inFlight.status) ? 0 : queuedNoticeDelayMs
      this.#reportQueued(inside.signal, delay).catch(noop)
    }
    const start = () => {
      inside.abort()
      inFlight.wake = noop
      return work()
    }
    try {
      return await lock(`outbox:${this.#durable.person}:${queueKey}`, impatient.signal, start)
    } catch (error) {
      if (inside.signal.aborted) throw error
      return await start()
    }
  }

  /**
   * Says that it waits in the queue, or, once another tab has sent it, that it is being checked.
   * @param delay before it is said first, in milliseconds
   */
  async #reportQueued(over: AbortSignal, delay: number): Promise<void> {
    const inFlight = this.#inFlight
    for (let pause = delay; !inFlight.inDoubt; pause = queuedNoticeDelayMs) {
      await this.#deps.clock.pause(pause, over)
      const known = await this.#durable.read()
      if (over.aborted || inFlight.signal.aborted) return
      if (known && (known.entry.state !== 'queued' || known.entry.tries > 0))
        return this.#waiting.setStatus(checking(inFlight.item))
      if (!isQueuedBehind(inFlight.status))
        this.#waiting.setStatus({ kind: 'waiting', why: 'queuedBehind', nextAttemptAt: null })
    }
  }
}

function isQueuedBehind(status: SubmissionStatus): boolean {
  return status.kind === 'waiting' && status.why === 'queuedBehind'
}
