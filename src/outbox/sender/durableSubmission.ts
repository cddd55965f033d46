import type { OutboxDeps } from '#outbox/deps.ts'
import { canAbandon, mayBeExecuted, noop, type InFlight } from '#outbox/inFlight.ts'
import type { OutboxStore } from '#outbox/store/outboxStore.ts'
import {
  abandon,
  cancel,
  enqueue,
  settle,
  startAttempt,
  undoAttempt,
  type Step,
} from '#outbox/store/record.ts'
import type { OutboxItem, SubmissionResult } from '#outbox/submission.ts'

/**
 * A submission in flight and its record in the store, which every tab of the browser reads. Each
 * step is taken in the store first, so that a crash at any point leaves a record that is true.
 */
export class DurableSubmission {
  readonly #inFlight: InFlight
  readonly #deps: OutboxDeps
  #store: OutboxStore
  /** The store counts an attempt of this page that was not sent yet, or has no answer yet. */
  #attemptRecorded = false

  /** @param store where the record is, or is written first */
  constructor(inFlight: InFlight, deps: OutboxDeps, store: OutboxStore) {
    this.#inFlight = inFlight
    this.#deps = deps
    this.#store = store
  }

  get person(): string {
    return this.#store.person
  }

  get attemptRecorded(): boolean {
    return this.#attemptRecorded
  }

  /** The record as it is now, whichever tab wrote it. */
  read(): ReturnType<OutboxStore['read']> {
    return this.#store.read(this.#inFlight.item.id)
  }

  /** Writes the record into this store, or into memory where that fails. */
  async persist(store: OutboxStore, memory: OutboxStore): Promise<void> {
    try {
      await this.#enqueue(store)
      this.#inFlight.onDisk = store !== memory
    } catch {
      // A full disk, or one that went away.
      await this.#enqueue(memory)
    }
  }

  /** If several tabs press Save, the first press counts; the others take its record over. */
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
        inFlight.inDoubt = mayBeExecuted(inFlight.item, known.entry.tries) || state === 'saved'
        return
      }
      // A disk that fails after a refusal has forgotten which revision was refused.
      const revision = Math.max((known?.entry.revision ?? 0) + 1, item.submission.revision)
      const next = withRevision(item, revision, at)
      // A submission that waits for others of its queue counts its attempt when its turn comes.
      const isFirst = item.queueKey === item.id
      const tries = isFirst && this.#deps.online() ? 1 : 0
      const { taken } = await store.apply(item.id, enqueue(revision, tries, at), next)
      if (!taken) continue
      inFlight.item = next
      this.#attemptRecorded = tries === 1
      return
    }
  }

  /** Forgets the recorded attempt if another tab has sent while this one waited for the lock. */
  async confirmFirstAttempt(): Promise<void> {
    if (!this.#attemptRecorded) return
    const known = await this.read().catch(noop)
    if (!known) return
    const { state, revision, tries } = known.entry
    this.#attemptRecorded =
      state === 'queued' && revision === this.#inFlight.item.submission.revision && tries === 1
  }

  /**
   * Records that an attempt is about to be sent.
   * @returns the result that another tab recorded, null inside if this page need not report it
   */
  async recordAttempt(): Promise<{ result: SubmissionResult | null } | null> {
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
    if (state === 'queued' && now.item) {
      // Another tab pressed Save again, after a refusal that it received first.
      inFlight.item = now.item
      inFlight.inDoubt = mayBeExecuted(now.item, now.entry.tries)
      return this.recordAttempt()
    }
    if (inFlight.resumed) return { result: null }
    // It ended in another tab; the gateway repeats the result.
    inFlight.inDoubt = true
    return null
  }

  /** @returns false if an attempt of another tab, or of an earlier revision, may have been executed */
  async undoAttempt(): Promise<boolean> {
    const { item } = this.#inFlight
    const { now } = await this.#apply(undoAttempt(item.submission.revision))
    this.#attemptRecorded = false
    return !mayBeExecuted(item, now?.entry.tries ?? 0)
  }

  /** The same payload as the next revision: this one was certainly not executed. */
  async nextRevision(): Promise<void> {
    const inFlight = this.#inFlight
    const { item } = inFlight
    // Still the press of then.
    const next = withRevision(item, item.submission.revision + 1, item.at)
    const step = enqueue(next.submission.revision, 0, this.#deps.clock.now())
    const { now } = await this.#apply(step, next)
    inFlight.item = now?.item ?? next
    inFlight.inDoubt = mayBeExecuted(inFlight.item, now?.entry.tries ?? 0)
    inFlight.refusal = null
    inFlight.rejectedRetries = 0
    this.#attemptRecorded = false
  }

  /** @returns false if it may have been executed, so that it cannot be cancelled */
  async cancel(): Promise<boolean> {
    const inFlight = this.#inFlight
    inFlight.cancelling = false
    if (inFlight.inDoubt) return false
    if (this.#attemptRecorded) await this.undoAttempt()
    const step = cancel(inFlight.item.submission.revision, this.#deps.clock.now())
    return (await this.#apply(step)).taken
  }

  /** @returns false if it must not be abandoned yet, or has ended in another tab */
  async abandon(): Promise<boolean> {
    const inFlight = this.#inFlight
    inFlight.abandoning = false
    if (!canAbandon(inFlight)) return false
    const step = abandon(inFlight.item.submission.revision, this.#deps.clock.now())
    const { taken, now } = await this.#apply(step)
    return taken || !now
  }

  async settle(result: SubmissionResult & { kind: 'saved' | 'refused' }): Promise<void> {
    const contact = result.kind === 'saved' ? (result.contact?.id ?? null) : null
    const { revision } = this.#inFlight.item.submission
    await this.#apply(settle(revision, { state: result.kind, contact }, this.#deps.clock.now()))
  }

  /** A disk that fails now does not keep the submission from its result. */
  async #apply(step: Step, item?: OutboxItem): ReturnType<OutboxStore['apply']> {
    try {
      return await this.#store.apply(this.#inFlight.item.id, step, item)
    } catch {
      return { taken: false, now: undefined }
    }
  }
}

function withRevision(item: OutboxItem, revision: number, at: number): OutboxItem {
  return { ...item, submission: { ...item.submission, revision }, at }
}
