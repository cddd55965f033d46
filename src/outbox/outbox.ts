import type {
  Settled,
  OutboxItem,
  SubmissionStatus,
  PendingSubmission,
  SubmissionResult,
  NewSubmission,
} from './submission.ts'
import { memoryStore } from './store/memoryStore.ts'
import type { OutboxStore } from './store/outboxStore.ts'
import { checking, canAbandon, mayBeExecuted, noop, type InFlight } from './inFlight.ts'
import type { OutboxDeps } from './deps.ts'

/** How soon a chunk that did not load is fetched again, in milliseconds. */
const loadRetryDelayMs = 2_000

const notReached: SubmissionStatus = {
  kind: 'waiting',
  why: 'gatewayUnreachable',
  nextAttemptAt: null,
}

interface InFlightWithResult extends InFlight {
  result: Promise<SubmissionResult>
}

/**
 * Every submission between the press of Save and its result: the same bytes are sent again until the
 * gateway reports a result, across reloads, crashes and offline periods.
 */
export class Outbox {
  readonly #deps: OutboxDeps
  readonly #memory = memoryStore()
  readonly #inFlight = new Map<string, InFlightWithResult>()
  /** Settled by this page since it last read the disk. */
  readonly #settledHere = new Set<string>()
  readonly #queues = new Map<string, Promise<unknown>>()
  readonly #subscribers = new Set<() => void>()
  readonly #settledListeners = new Set<(settled: Settled) => void>()
  /** The last revision of what was refused or cancelled: a disk may lose it, the gateway does not. */
  readonly #revisions = new Map<string, number>()
  /** Records that cannot be decrypted, and their store; null once reported. */
  readonly #unreadable = new Map<string, OutboxStore | null>()
  readonly #claims = new Map<string, (result: SubmissionResult) => void>()
  #all: readonly PendingSubmission[] = []
  #lifetime = new AbortController()
  #resuming: Promise<void> | undefined

  constructor(deps: OutboxDeps) {
    this.#deps = deps
  }

  newSubmissionId = (): string => this.#deps.newId()

  /** Presses Save. Resolves with the result; a second press while it is in flight, with the same one. */
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
    return this.#start(item)
  }

  /** Takes up what an earlier page, or a tab that was closed, has left in the store. */
  resume(): Promise<void> {
    this.#resuming ??= this.#resume(this.#lifetime.signal)
      .catch(() => {
        // No disk, or no gateway: the next call looks again.
      })
      .finally(() => {
        this.#resuming = undefined
      })
    return this.#resuming
  }

  /** The network may be back, or the computer has resumed: cuts pauses short. */
  wake(): void {
    for (const inFlight of this.#inFlight.values()) inFlight.wake(false)
    void this.resume()
  }

  /** The person presses Try now. */
  tryNow(submissionId: string): void {
    this.#inFlight.get(submissionId)?.wake(true)
  }

  /** Cancels, as soon as it is certain that nothing was executed, and never otherwise. */
  cancel(submissionId: string): void {
    const inFlight = this.#inFlight.get(submissionId)
    if (!inFlight) return
    inFlight.cancelling = true
    inFlight.wake(true)
  }

  /** Stops asking about a submission in doubt, which `canAbandon` has to allow. */
  abandon(submissionId: string): void {
    const inFlight = this.#inFlight.get(submissionId)
    if (!inFlight || !canAbandon(inFlight)) return
    inFlight.abandoning = true
    inFlight.wake(true)
  }

  /** How many stored submissions cannot be decrypted on this computer, and were not reported yet. */
  get unreadable(): number {
    return [...this.#unreadable.values()].filter((store) => store !== null).length
  }

  /** Returns that number for a notice, and removes them from the disk. */
  takeUnreadable(): number {
    const count = this.unreadable
    for (const [submissionId, store] of this.#unreadable) {
      this.#unreadable.set(submissionId, null)
      // If that fails, the next page reports it once more.
      store?.remove(submissionId).catch(noop)
    }
    if (count > 0) this.#emit()
    return count
  }

  /** Removes the settled records from this computer. Those in flight stay. */
  async erase(): Promise<void> {
    try {
      await (await this.#deps.open()).removeEnded()
    } catch {
      // No disk, or no gateway: they expire.
    }
  }

  status = (submissionId: string): SubmissionStatus | null =>
    this.#inFlight.get(submissionId)?.status ?? null

  /** Every submission in flight; the same array until something changes. */
  all = (): readonly PendingSubmission[] => this.#all

  subscribe = (listener: () => void): (() => void) => {
    this.#subscribers.add(listener)
    return () => void this.#subscribers.delete(listener)
  }

  /** True while closing the page would lose a submission that is only in memory. */
  get hasUnsaved(): boolean {
    return [...this.#inFlight.values()].some(({ onDisk }) => !onDisk)
  }

  /** Called with every result, before any claim or promise. */
  onSettled(listener: (settled: Settled) => void): () => void {
    this.#settledListeners.add(listener)
    return () => void this.#settledListeners.delete(listener)
  }

  /** Reports the result to the open form of this submission, instead of a notice. */
  claimResult(submissionId: string, listener: (result: SubmissionResult) => void): () => void {
    this.#claims.set(submissionId, listener)
    return () => {
      if (this.#claims.get(submissionId) === listener) this.#claims.delete(submissionId)
    }
  }

  /** The page goes. What is on disk stays there; the promises of `send` never settle. */
  dispose(): void {
    this.#lifetime.abort()
    this.#lifetime = new AbortController()
    for (const inFlight of this.#inFlight.values()) inFlight.wake(true)
    this.#inFlight.clear()
    this.#queues.clear()
    this.#resuming = undefined
    this.#emit()
  }

  async #resume(signal: AbortSignal): Promise<void> {
    // Fetched now, because Save may be pressed when the network is gone.
    await this.#deps.loadSender()
    if (!(await this.#deps.hasQueued())) return
    const store = await this.#deps.open()
    this.#settledHere.clear()
    const found = await store.queued()
    if (signal.aborted) return
    for (const { id: submissionId, entry, item } of found) {
      // It may have been settled since the store was read.
      if (this.#inFlight.has(submissionId) || this.#settledHere.has(submissionId)) continue
      if (!item) {
        if (!this.#unreadable.has(submissionId)) this.#unreadable.set(submissionId, store)
        continue
      }
      void this.#start(item, { store, tries: entry.tries })
    }
    if (this.unreadable > 0) this.#emit()
  }

  #start(
    item: OutboxItem,
    found?: { store: OutboxStore; tries: number },
  ): Promise<SubmissionResult> {
    const earlier = this.#queues.get(item.queueKey)
    const inDoubt = mayBeExecuted(item, found?.tries ?? 0)
    const resumed = inDoubt ? checking(item) : notReached
    const inFlight: InFlight = {
      item,
      status: found ? resumed : { kind: 'saving' },
      resumed: found !== undefined,
      onDisk: found !== undefined,
      inDoubt,
      refusal: null,
      rejectedRetries: 0,
      cancelling: false,
      abandoning: false,
      wake: noop,
      signal: this.#lifetime.signal,
    }
    const work = this.#send(inFlight, found?.store, earlier)
    // One that is cancelled in the middle lets nothing overtake those before it.
    const turn = Promise.allSettled([earlier, work])
    this.#queues.set(item.queueKey, turn)
    void turn.then(() => {
      if (this.#queues.get(item.queueKey) === turn) this.#queues.delete(item.queueKey)
      return undefined
    })
    const result = work.then((settled) => settled ?? never)
    this.#inFlight.set(item.id, Object.assign(inFlight, { result }))
    this.#emit()
    return result
  }

  /** Null: the page is gone, or another tab has reported the result. */
  async #send(
    inFlight: InFlight,
    found: OutboxStore | undefined,
    earlier: Promise<unknown> | undefined,
  ): Promise<SubmissionResult | null> {
    try {
      const Sender = await this.#loadSender(inFlight)
      const sender = new Sender(inFlight, this.#deps, this.#memory, () => this.#emit())
      const result = await sender.send(found, earlier)
      const claim = this.#claims.get(inFlight.item.id)
      this.#remove(inFlight)
      if (!result) return null
      const { item, resumed } = inFlight
      if (result.kind === 'refused' || result.kind === 'cancelled')
        this.#revisions.set(item.id, item.submission.revision)
      for (const listener of this.#settledListeners)
        listener({ item, result, claimed: claim !== undefined, resumed })
      claim?.(result)
      return result
    } catch (error) {
      if (inFlight.signal.aborted) return null
      this.#remove(inFlight)
      throw error
    }
  }

  /** Usually loaded already. Until it is, nothing is stored and nothing is sent. */
  async #loadSender(inFlight: InFlight): ReturnType<OutboxDeps['loadSender']> {
    for (;;) {
      try {
        return await this.#deps.loadSender()
      } catch {
        if (!inFlight.inDoubt) inFlight.status = notReached
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
    for (const listener of this.#subscribers) listener()
  }
}

const never = new Promise<never>(noop)
