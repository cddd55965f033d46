import type {
  Settled,
  OutboxItem,
  SubmissionStatus,
  PendingSubmission,
  SubmissionResult,
  NewSubmission,
} from './submission.ts'
import { memoryStore } from './memoryStore.ts'
import type { OutboxStore } from './outboxStore.ts'
import { checking, canAbandon, noop, type InFlight } from './inFlight.ts'
import type { OutboxDeps } from './deps.ts'

/** How soon a part of the desk that did not load is asked for again, in milliseconds. */
const loadRetryDelayMs = 2_000

interface InFlightWithResult extends InFlight {
  result: Promise<SubmissionResult>
}

/**
 * What happens between a press of Save and its end, whatever the network, the tab or the gateway
 * does: the same bytes are sent again until the gateway says what became of them.
 */
export class Outbox {
  readonly #deps: OutboxDeps
  readonly #memory = memoryStore()
  readonly #inFlight = new Map<string, InFlightWithResult>()
  /** What has ended here since the disk was read last. */
  readonly #settledHere = new Set<string>()
  readonly #queues = new Map<string, Promise<unknown>>()
  readonly #subscribers = new Set<() => void>()
  readonly #settledListeners = new Set<(settled: Settled) => void>()
  /** The last revision of what came to nothing here: a disk may forget it, the gateway does not. */
  readonly #revisions = new Map<string, number>()
  /** What nobody can open any more: where it is kept, or null once that was told. */
  readonly #unreadable = new Map<string, OutboxStore | null>()
  readonly #claims = new Map<string, (result: SubmissionResult) => void>()
  #all: readonly PendingSubmission[] = []
  #lifetime = new AbortController()
  #resuming: Promise<void> | undefined

  constructor(deps: OutboxDeps) {
    this.#deps = deps
  }

  newSubmissionId = (): string => this.#deps.newId()

  /** Presses Save. Settles at the end only; while the submission is on its way, with the end of that. */
  send({ write, queueKey, ...wanted }: NewSubmission): Promise<SubmissionResult> {
    const running = this.#inFlight.get(wanted.id)
    if (running) {
      running.resumed = false
      return running.result
    }
    const item = {
      ...wanted,
      submission: { ...write, revision: (this.#revisions.get(wanted.id) ?? 0) + 1 },
      queueKey: queueKey ?? wanted.id,
      at: this.#deps.clock.now(),
    }
    return this.#start(item, { kind: 'saving' })
  }

  /** Carries on what an earlier page, or another tab that is gone, left behind. */
  resume(): Promise<void> {
    this.#resuming ??= this.#resume(this.#lifetime.signal)
      .catch(() => {
        // No disk, or a gateway that is away: looked for again with the next reason to.
      })
      .finally(() => {
        this.#resuming = undefined
      })
    return this.#resuming
  }

  /** Something happened that may have mended the network, or woken the computer. */
  wake(): void {
    for (const inFlight of this.#inFlight.values()) inFlight.wake(false)
    void this.resume()
  }

  /** The person does not want to wait. */
  tryNow(submissionId: string): void {
    this.#inFlight.get(submissionId)?.wake(true)
  }

  /** Gives up, as soon as and only if nothing can have been executed. */
  cancel(submissionId: string): void {
    const inFlight = this.#inFlight.get(submissionId)
    if (!inFlight) return
    inFlight.cancelling = true
    inFlight.wake(true)
  }

  /** Leaves what is in doubt, which is possible once repeats are turned away for good. */
  abandon(submissionId: string): void {
    const inFlight = this.#inFlight.get(submissionId)
    if (!inFlight || !canAbandon(inFlight)) return
    inFlight.abandoning = true
    inFlight.wake(true)
  }

  /** How many saves from before cannot be opened on this computer, and were not told of yet. */
  get unreadable(): number {
    return [...this.#unreadable.values()].filter((store) => store !== null).length
  }

  /** For who tells of them: how many there are. They are taken off the disk. */
  takeUnreadable(): number {
    const count = this.unreadable
    for (const [submissionId, store] of this.#unreadable) {
      this.#unreadable.set(submissionId, null)
      // Should that fail, it is told once more by the next page.
      store?.remove(submissionId).catch(noop)
    }
    if (count > 0) this.#emit()
    return count
  }

  /** Takes the records of what has ended off this computer. What has not ended stays. */
  async erase(): Promise<void> {
    try {
      await (await this.#deps.open()).removeEnded()
    } catch {
      // No disk, or not now: their time will end them.
    }
  }

  status = (submissionId: string): SubmissionStatus | null =>
    this.#inFlight.get(submissionId)?.status ?? null

  /** What has not ended; the same array until something changes. */
  all = (): readonly PendingSubmission[] => this.#all

  subscribe = (listener: () => void): (() => void) => {
    this.#subscribers.add(listener)
    return () => void this.#subscribers.delete(listener)
  }

  /** True while closing the page would lose something: it is nowhere but in memory. */
  get hasUnsaved(): boolean {
    return [...this.#inFlight.values()].some(({ onDisk }) => !onDisk)
  }

  /** Hears of every end, before anybody else does. */
  onSettled(listener: (settled: Settled) => void): () => void {
    this.#settledListeners.add(listener)
    return () => void this.#settledListeners.delete(listener)
  }

  /** For who looks at the form of this submission: its end is told there. */
  claimResult(submissionId: string, listener: (result: SubmissionResult) => void): () => void {
    this.#claims.set(submissionId, listener)
    return () => {
      if (this.#claims.get(submissionId) === listener) this.#claims.delete(submissionId)
    }
  }

  /** The page goes. What is on disk stays there, and what was promised here is never settled. */
  dispose(): void {
    this.#lifetime.abort()
    this.#lifetime = new AbortController()
    for (const inFlight of this.#inFlight.values()) inFlight.wake(true)
    this.#inFlight.clear()
    this.#queues.clear()
    this.#resuming = undefined
    this.#emit()
  }

  async #resume(life: AbortSignal): Promise<void> {
    // Also for later: a press of Save may come when nothing can be fetched any more.
    await this.#deps.loadSender()
    if (!(await this.#deps.hasQueued())) return
    const store = await this.#deps.open()
    this.#settledHere.clear()
    const left = await store.queued()
    if (life.aborted) return
    for (const { id: submissionId, entry, item } of left) {
      // What was read may be older than its end.
      if (this.#inFlight.has(submissionId) || this.#settledHere.has(submissionId)) continue
      if (!item) {
        if (!this.#unreadable.has(submissionId)) this.#unreadable.set(submissionId, store)
        continue
      }
      const doubt = entry.tries > 0
      const status = doubt
        ? checking(item)
        : ({ kind: 'waiting', why: 'gatewayUnreachable', nextAttemptAt: null } as const)
      void this.#start(item, status, { store, doubt })
    }
    if (this.unreadable > 0) this.#emit()
  }

  #start(
    item: OutboxItem,
    status: SubmissionStatus,
    left?: { store: OutboxStore; doubt: boolean },
  ): Promise<SubmissionResult> {
    const before = this.#queues.get(item.queueKey)
    const inFlight: InFlight = {
      item,
      status,
      resumed: left !== undefined,
      onDisk: left !== undefined,
      inDoubt: left?.doubt ?? false,
      refusal: null,
      rejectedRetries: 0,
      cancelling: false,
      abandoning: false,
      wake: noop,
      signal: this.#lifetime.signal,
    }
    const work = this.#send(inFlight, left?.store, before)
    // Who gives up in the middle lets nobody overtake those before.
    const turn = Promise.allSettled([before, work])
    this.#queues.set(item.queueKey, turn)
    void turn.then(() => {
      if (this.#queues.get(item.queueKey) === turn) this.#queues.delete(item.queueKey)
      return undefined
    })
    const result = work.then((end) => end ?? never)
    this.#inFlight.set(item.id, Object.assign(inFlight, { result }))
    this.#emit()
    return result
  }

  /** Null: nobody is there any more to hear the verdict, or another tab has told it. */
  async #send(
    inFlight: InFlight,
    left: OutboxStore | undefined,
    before: Promise<unknown> | undefined,
  ): Promise<SubmissionResult | null> {
    try {
      const Delivery = await this.#loadSender(inFlight)
      const delivery = new Delivery(inFlight, this.#deps, this.#memory, () => this.#emit())
      const result = await delivery.send(left, before)
      const attended = this.#claims.get(inFlight.item.id)
      this.#remove(inFlight)
      if (!result) return null
      const { item, resumed } = inFlight
      if (result.kind === 'refused' || result.kind === 'cancelled')
        this.#revisions.set(item.id, item.submission.revision)
      for (const tell of this.#settledListeners)
        tell({ item, result, claimed: attended !== undefined, resumed })
      attended?.(result)
      return result
    } catch (error) {
      if (inFlight.signal.aborted) return null
      this.#remove(inFlight)
      throw error
    }
  }

  /** Usually it is there already. Until it is, nothing is written down and nothing is sent. */
  async #loadSender(inFlight: InFlight): ReturnType<OutboxDeps['loadSender']> {
    for (;;) {
      try {
        return await this.#deps.loadSender()
      } catch {
        if (!inFlight.inDoubt)
          inFlight.status = { kind: 'waiting', why: 'gatewayUnreachable', nextAttemptAt: null }
        this.#emit()
        await this.#deps.clock.pause(loadRetryDelayMs)
        inFlight.signal.throwIfAborted()
      }
    }
  }

  #remove(inFlight: InFlight): void {
    if (this.#inFlight.get(inFlight.item.id) !== inFlight) return
    this.#inFlight.delete(inFlight.item.id)
    this.#settledHere.add(inFlight.item.id)
    this.#emit()
  }

  #emit(): void {
    this.#all = [...this.#inFlight.values()].map(({ item, status }) => ({ item, status }))
    for (const watch of this.#subscribers) watch()
  }
}

const never = new Promise<never>(noop)
