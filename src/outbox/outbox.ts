import type { Ended, Errand, Standing, Unresolved, Verdict, Wanted } from './submission.ts'
import { memoryStore } from './memoryStore.ts'
import type { OutboxStore } from './outboxStore.ts'
import { checking, mayLeave, nobody, type Run } from './inFlight.ts'
import type { World } from './deps.ts'

/** How soon a part of the desk that did not load is asked for again, in milliseconds. */
const again = 2_000

interface Carried extends Run {
  verdict: Promise<Verdict>
}

/**
 * What happens between a press of Save and its end, whatever the network, the tab or the gateway
 * does: the same bytes are sent again until the gateway says what became of them.
 */
export class Outbox {
  readonly #world: World
  readonly #memory = memoryStore()
  readonly #runs = new Map<string, Carried>()
  /** What has ended here since the disk was read last. */
  readonly #over = new Set<string>()
  readonly #lines = new Map<string, Promise<unknown>>()
  readonly #watching = new Set<() => void>()
  readonly #told = new Set<(ended: Ended) => void>()
  /** The last generation of what came to nothing here: a disk may forget it, the gateway does not. */
  readonly #generations = new Map<string, number>()
  /** What nobody can open any more: where it is kept, or null once that was told. */
  readonly #unreadable = new Map<string, OutboxStore | null>()
  readonly #attending = new Map<string, (verdict: Verdict) => void>()
  #all: readonly Unresolved[] = []
  #life = new AbortController()
  #resuming: Promise<void> | undefined

  constructor(world: World) {
    this.#world = world
  }

  newIntent = (): string => this.#world.newId()

  /** Presses Save. Settles at the end only; while the intent is on its way, with the end of that. */
  send({ write, line, ...wanted }: Wanted): Promise<Verdict> {
    const running = this.#runs.get(wanted.intent)
    if (running) {
      running.resumed = false
      return running.verdict
    }
    const errand = {
      ...wanted,
      submission: { ...write, g: (this.#generations.get(wanted.intent) ?? 0) + 1 },
      line: line ?? wanted.intent,
      at: this.#world.clock.now(),
    }
    return this.#start(errand, { kind: 'saving' })
  }

  /** Carries on what an earlier page, or another tab that is gone, left behind. */
  resume(): Promise<void> {
    this.#resuming ??= this.#resume(this.#life.signal)
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
    for (const run of this.#runs.values()) run.wake(false)
    void this.resume()
  }

  /** The person does not want to wait. */
  tryNow(intent: string): void {
    this.#runs.get(intent)?.wake(true)
  }

  /** Gives up, as soon as and only if nothing can have been executed. */
  stop(intent: string): void {
    const run = this.#runs.get(intent)
    if (!run) return
    run.stopping = true
    run.wake(true)
  }

  /** Leaves what is in doubt, which is possible once repeats are turned away for good. */
  giveUp(intent: string): void {
    const run = this.#runs.get(intent)
    if (!run || !mayLeave(run)) return
    run.leaving = true
    run.wake(true)
  }

  /** How many saves from before cannot be opened on this computer, and were not told of yet. */
  get unreadable(): number {
    return [...this.#unreadable.values()].filter((store) => store !== null).length
  }

  /** For who tells of them: how many there are. They are taken off the disk. */
  takeUnreadable(): number {
    const count = this.unreadable
    for (const [intent, store] of this.#unreadable) {
      this.#unreadable.set(intent, null)
      // Should that fail, it is told once more by the next page.
      store?.remove(intent).catch(nobody)
    }
    if (count > 0) this.#emit()
    return count
  }

  /** Takes the records of what has ended off this computer. What has not ended stays. */
  async erase(): Promise<void> {
    try {
      await (await this.#world.open()).removeEnded()
    } catch {
      // No disk, or not now: their time will end them.
    }
  }

  standing = (intent: string): Standing | null => this.#runs.get(intent)?.standing ?? null

  /** What has not ended; the same array until something changes. */
  all = (): readonly Unresolved[] => this.#all

  subscribe = (watch: () => void): (() => void) => {
    this.#watching.add(watch)
    return () => void this.#watching.delete(watch)
  }

  /** True while closing the page would lose something: it is nowhere but in memory. */
  get atRisk(): boolean {
    return [...this.#runs.values()].some(({ onDisk }) => !onDisk)
  }

  /** Hears of every end, before anybody else does. */
  onEnd(tell: (ended: Ended) => void): () => void {
    this.#told.add(tell)
    return () => void this.#told.delete(tell)
  }

  /** For who looks at the form of this intent: its end is told there. */
  attend(intent: string, tell: (verdict: Verdict) => void): () => void {
    this.#attending.set(intent, tell)
    return () => {
      if (this.#attending.get(intent) === tell) this.#attending.delete(intent)
    }
  }

  /** The page goes. What is on disk stays there, and what was promised here is never settled. */
  letGo(): void {
    this.#life.abort()
    this.#life = new AbortController()
    for (const run of this.#runs.values()) run.wake(true)
    this.#runs.clear()
    this.#lines.clear()
    this.#resuming = undefined
    this.#emit()
  }

  async #resume(life: AbortSignal): Promise<void> {
    // Also for later: a press of Save may come when nothing can be fetched any more.
    await this.#world.delivery()
    if (!(await this.#world.any())) return
    const store = await this.#world.open()
    this.#over.clear()
    const left = await store.queued()
    if (life.aborted) return
    for (const { intent, entry, errand } of left) {
      // What was read may be older than its end.
      if (this.#runs.has(intent) || this.#over.has(intent)) continue
      if (!errand) {
        if (!this.#unreadable.has(intent)) this.#unreadable.set(intent, store)
        continue
      }
      const doubt = entry.tries > 0
      const standing = doubt
        ? checking(errand)
        : ({ kind: 'waiting', why: 'unreached', again: null } as const)
      void this.#start(errand, standing, { store, doubt })
    }
    if (this.unreadable > 0) this.#emit()
  }

  #start(
    errand: Errand,
    standing: Standing,
    left?: { store: OutboxStore; doubt: boolean },
  ): Promise<Verdict> {
    const before = this.#lines.get(errand.line)
    const run: Run = {
      errand,
      standing,
      resumed: left !== undefined,
      onDisk: left !== undefined,
      doubt: left?.doubt ?? false,
      refusal: null,
      noes: 0,
      stopping: false,
      leaving: false,
      wake: nobody,
      life: this.#life.signal,
    }
    const work = this.#carry(run, left?.store, before)
    // Who gives up in the middle lets nobody overtake those before.
    const turn = Promise.allSettled([before, work])
    this.#lines.set(errand.line, turn)
    void turn.then(() => {
      if (this.#lines.get(errand.line) === turn) this.#lines.delete(errand.line)
      return undefined
    })
    const verdict = work.then((end) => end ?? never)
    this.#runs.set(errand.intent, Object.assign(run, { verdict }))
    this.#emit()
    return verdict
  }

  /** Null: nobody is there any more to hear the verdict, or another tab has told it. */
  async #carry(
    run: Run,
    left: OutboxStore | undefined,
    before: Promise<unknown> | undefined,
  ): Promise<Verdict | null> {
    try {
      const Delivery = await this.#delivery(run)
      const delivery = new Delivery(run, this.#world, this.#memory, () => this.#emit())
      const verdict = await delivery.carry(left, before)
      const attended = this.#attending.get(run.errand.intent)
      this.#remove(run)
      if (!verdict) return null
      const { errand, resumed } = run
      if (verdict.kind === 'refused' || verdict.kind === 'stopped')
        this.#generations.set(errand.intent, errand.submission.g)
      for (const tell of this.#told)
        tell({ errand, verdict, attended: attended !== undefined, resumed })
      attended?.(verdict)
      return verdict
    } catch (error) {
      if (run.life.aborted) return null
      this.#remove(run)
      throw error
    }
  }

  /** Usually it is there already. Until it is, nothing is written down and nothing is sent. */
  async #delivery(run: Run): ReturnType<World['delivery']> {
    for (;;) {
      try {
        return await this.#world.delivery()
      } catch {
        if (!run.doubt) run.standing = { kind: 'waiting', why: 'unreached', again: null }
        this.#emit()
        await this.#world.clock.pause(again)
        run.life.throwIfAborted()
      }
    }
  }

  #remove(run: Run): void {
    if (this.#runs.get(run.errand.intent) !== run) return
    this.#runs.delete(run.errand.intent)
    this.#over.add(run.errand.intent)
    this.#emit()
  }

  #emit(): void {
    this.#all = [...this.#runs.values()].map(({ errand, standing }) => ({ errand, standing }))
    for (const watch of this.#watching) watch()
  }
}

const never = new Promise<never>(nobody)
