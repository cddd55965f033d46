import { ApiError, isSignedOut } from '#contract/api/apiError.ts'
import type { OutboxDeps } from '#outbox/deps.ts'
import { noop, type InFlight } from '#outbox/inFlight.ts'
import type { OutboxStore } from '#outbox/store/outboxStore.ts'
import type { SubmissionResult } from '#outbox/submission.ts'
import { backoff } from './backoff.ts'
import { DurableSubmission } from './durableSubmission.ts'
import { answerTimeoutMs, sendOnce } from './sendOnce.ts'
import { SendOrder } from './sendOrder.ts'
import { isPermanent, retryOf, type SendResult } from './sendResult.ts'
import { Waiting, type Earlier } from './waiting.ts'

/** Sends one submission, from the press of Save to its result. */
export class Sender {
  readonly #inFlight: InFlight
  readonly #deps: OutboxDeps
  readonly #memory: OutboxStore
  readonly #onChange: () => void
  readonly #waiting: Waiting

  /**
   * @param memory keeps the record where there is no disk
   * @param onChange called when the status or the submission changed
   */
  constructor(inFlight: InFlight, deps: OutboxDeps, memory: OutboxStore, onChange: () => void) {
    this.#inFlight = inFlight
    this.#deps = deps
    this.#memory = memory
    this.#onChange = onChange
    this.#waiting = new Waiting(inFlight, deps, onChange)
  }

  /**
   * @param found the store that holds its record already, after a reload
   * @param earlier settles when the earlier submissions of its queue have
   * @returns the result, on disk by then; null: another tab has reported it
   * @throws the signal's reason when the page goes
   */
  async send(
    found: OutboxStore | undefined,
    earlier: Promise<unknown> | undefined,
  ): Promise<SubmissionResult | null> {
    const durable = new DurableSubmission(this.#inFlight, this.#deps, found ?? this.#memory)
    if (!found) {
      const store = await this.#openStore()
      if (!store) return { kind: 'cancelled' }
      await durable.persist(store, this.#memory)
      this.#onChange()
    }
    const order = new SendOrder(this.#inFlight, this.#deps, durable, this.#waiting)
    if (earlier && (await order.waitForEarlier(earlier))) return { kind: 'cancelled' }
    const result = await order.withLock(() => this.#sendUntilSettled(durable))
    this.#throwIfDisposed()
    if (!result || result.kind === 'cancelled' || result.kind === 'abandoned') return result
    // On disk before any form clears what was typed.
    await durable.settle(result)
    this.#throwIfDisposed()
    return result
  }

  /** @returns null if the person cancelled before there was a store */
  async #openStore(): Promise<OutboxStore | null> {
    const { clock, online, open } = this.#deps
    const started = clock.now()
    const inFlight = this.#inFlight
    for (let failures = 0; !inFlight.cancelling || inFlight.inDoubt; failures++) {
      let signedOut = false
      const inTime = new AbortController()
      const late = clock.pause(answerTimeoutMs, inTime.signal).then(() => null)
      try {
        const store = await Promise.race([open(), late])
        this.#throwIfDisposed()
        if (store) return store
      } catch (error) {
        this.#throwIfDisposed()
        if (!(error instanceof ApiError)) return this.#memory
        signedOut = isSignedOut(error)
      } finally {
        late.catch(noop)
        inTime.abort()
      }
      const delay = backoff(failures, clock.now() - started, clock.random())
      if (signedOut) await this.#waiting.untilSignedIn()
      else if (inFlight.inDoubt) await this.#waiting.inDoubt('gatewayUnreachable', delay)
      else await this.#waiting.notExecuted(online() ? 'gatewayUnreachable' : 'offline', delay)
    }
    return null
  }

  /** Sends until there is a result. Null: another tab has reported it. */
  async #sendUntilSettled(durable: DurableSubmission): Promise<SubmissionResult | null> {
    const inFlight = this.#inFlight
    const waiting = this.#waiting
    const { clock, online } = this.#deps
    const started = clock.now()
    await durable.confirmFirstAttempt()
    for (let failures = 0; ;) {
      this.#throwIfDisposed()
      if (inFlight.cancelling && (await durable.cancel())) return { kind: 'cancelled' }
      if (inFlight.abandoning && (await durable.abandon())) return { kind: 'abandoned' }
      const delay = backoff(failures++, clock.now() - started, clock.random())
      if (!online()) {
        if (await this.#waitOffline(durable, delay)) failures = 0
        continue
      }
      const settledElsewhere = durable.attemptRecorded ? null : await durable.recordAttempt()
      if (settledElsewhere) return settledElsewhere.result
      // During an attempt the screen must not say that it is not saved.
      if (inFlight.status.kind === 'waiting') waiting.setStatus({ kind: 'saving', retry: true })
      const answer = await sendOnce(inFlight, this.#deps)
      this.#throwIfDisposed()
      if (answer.kind === 'saved')
        return { kind: 'saved', contact: answer.contact, sent: inFlight.item.submission }
      if (answer.kind === 'signedOut') {
        if (!inFlight.inDoubt) await durable.undoAttempt()
        await waiting.untilSignedIn()
        failures = 0
        continue
      }
      // The gateway has written nothing down: another write of the customer goes first.
      if (answer.kind === 'open' && hasEarlier(answer) && !inFlight.inDoubt) {
        inFlight.inDoubt = !(await durable.undoAttempt())
        const pause = inFlight.inDoubt
          ? waiting.inDoubt(null, delay, answer)
          : waiting.behind(answer, delay)
        if (await pause) failures = 0
        continue
      }
      // A repeat that is not accepted says nothing about the first attempt.
      const isNo = answer.kind === 'refused' || (answer.kind === 'notAccepted' && !inFlight.inDoubt)
      const retry = isNo && retryOf(inFlight.item.submission, answer.refusal)
      if (isNo && !retry) return { kind: 'refused', refusal: answer.refusal }
      if (retry) {
        await (answer.kind === 'refused' ? durable.nextRevision() : durable.undoAttempt())
        const { why, after } = retry
        const wait = Math.max(after, delay)
        const pause = inFlight.inDoubt
          ? waiting.inDoubt(null, wait)
          : waiting.notExecuted(why, wait, after > 0)
        if (await pause) failures = 0
      } else {
        inFlight.inDoubt = true
        this.#noteRejection(answer)
        const open = answer.kind === 'open' ? answer : { reached: true, duplicateInFlight: false }
        const trouble = open.reached ? null : 'gatewayUnreachable'
        if (await waiting.inDoubt(trouble, delay, open)) failures = 0
      }
    }
  }

  async #waitOffline(durable: DurableSubmission, delay: number): Promise<boolean> {
    if (this.#inFlight.inDoubt) return this.#waiting.inDoubt('offline', delay)
    // Recorded, but not sent: without the record it can still be cancelled in any tab.
    if (durable.attemptRecorded) await durable.undoAttempt()
    return this.#waiting.notExecuted('offline', delay)
  }

  /** Remembers why repeats are rejected, until the gateway accepts one. */
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

  #throwIfDisposed(): void {
    this.#inFlight.signal.throwIfAborted()
  }
}

function hasEarlier({ duplicateInFlight, waitingFor }: Earlier): boolean {
  return duplicateInFlight || waitingFor !== undefined
}
