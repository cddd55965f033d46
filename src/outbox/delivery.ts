import { unlessAborted } from '#contract/clock.ts'
import { DeskError } from '#contract/trouble.ts'
import { answerOf, answerOfTrouble, worthAnother, type Answer } from './answer.ts'
import { backoff } from './backoff.ts'
import { begun, ended, queued, stopped, turnedAway, type Step } from './entry.ts'
import type { Errand, Standing, Verdict } from './errand.ts'
import type { OutboxStore } from './outboxStore.ts'
import { checking, nobody, type Run } from './run.ts'
import type { World } from './world.ts'

/** How long an answer is waited for, in milliseconds. */
const patience = 20_000

/** After so many milliseconds behind another tab it is told that this takes long. */
const long = 10_000

/** Longer pauses are cut into these, so that a computer that slept is awake soon. Milliseconds. */
const slice = 5_000

type Waiting = Standing & { kind: 'waiting' }

/** One errand from its press to its end. */
export class Delivery {
  readonly #run: Run
  readonly #world: World
  readonly #memory: OutboxStore
  readonly #changed: () => void
  #store: OutboxStore
  /** A send of this page is counted in the store. */
  #counted = false

  /**
   * @param memory keeps it where there is no disk
   * @param changed told whenever the run is another one
   */
  constructor(run: Run, world: World, memory: OutboxStore, changed: () => void) {
    this.#run = run
    this.#world = world
    this.#memory = memory
    this.#changed = changed
    this.#store = memory
  }

  /**
   * The end, which is on disk then. Null: another tab has told it.
   * @param left where it was found, when it is on disk already
   * @param before what goes first
   * @throws the signal's reason when the page goes
   */
  async carry(
    left: OutboxStore | undefined,
    before: Promise<unknown> | undefined,
  ): Promise<Verdict | null> {
    const run = this.#run
    if (left) this.#store = left
    else {
      const store = await this.#opened()
      if (!store) return { kind: 'stopped' }
      await this.#writeDown(store)
    }
    await before?.catch(nobody)
    this.#alive()
    const verdict = await this.#inTurn()
    this.#alive()
    if (!verdict || verdict.kind === 'stopped') return verdict
    const contact = verdict.kind === 'saved' ? (verdict.contact?.id ?? null) : null
    const { g } = run.errand.submission
    // What it came to is on disk before anybody forgets what was typed.
    await this.#take(ended(g, { state: verdict.kind, contact }, this.#world.clock.now()))
    this.#alive()
    return verdict
  }

  /** Null: the person gave up before there was any. */
  async #opened(): Promise<OutboxStore | null> {
    const { clock, online, open } = this.#world
    const started = clock.now()
    for (let failures = 0; !this.#run.stopping; failures++) {
      const inTime = new AbortController()
      const late = clock.pause(patience, inTime.signal).then(() => null)
      try {
        const store = await Promise.race([open(), late])
        this.#alive()
        if (store) return store
      } catch (error) {
        this.#alive()
        if (!(error instanceof DeskError)) return this.#memory
      } finally {
        late.catch(nobody)
        inTime.abort()
      }
      const delay = backoff(failures, clock.now() - started, clock.random())
      await this.#waiting(online() ? 'unreached' : 'offline', delay)
    }
    return null
  }

  /** Before the first byte leaves, the errand is on disk; or it is clear that there is none. */
  async #writeDown(store: OutboxStore): Promise<void> {
    try {
      await this.#queue(store)
      this.#run.onDisk = store !== this.#memory
    } catch {
      // A full disk, or one that went away.
      await this.#queue(this.#memory)
    }
    this.#changed()
  }

  /** The press that comes first counts, in whatever tab: the others wait for its end. */
  async #queue(store: OutboxStore): Promise<void> {
    const run = this.#run
    const { errand } = run
    this.#store = store
    for (;;) {
      const known = await store.read(errand.intent)
      const at = this.#world.clock.now()
      if (known && (known.entry.state === 'queued' || known.entry.state === 'saved')) {
        run.errand = known.errand ?? withG(errand, known.entry.g, at)
        run.doubt = known.entry.tries > 0 || known.entry.state === 'saved'
        return
      }
      const next = withG(errand, (known?.entry.g ?? 0) + 1, at)
      const tries = this.#world.online() ? 1 : 0
      const { taken } = await store.take(errand.intent, queued(next.submission.g, tries, at), next)
      if (!taken) continue
      run.errand = next
      this.#counted = tries === 1
      return
    }
  }

  /** One tab sends. Locks only save traffic, so who does not want to wait goes on without. */
  async #inTurn(): Promise<Verdict | null> {
    const run = this.#run
    const { clock, lock } = this.#world
    const impatient = new AbortController()
    const inside = new AbortController()
    run.wake = (byPerson) => byPerson && impatient.abort()
    clock.pause(long, inside.signal).then(() => {
      if (run.standing.kind === 'saving') this.#stand(checking(run.errand))
      return undefined
    }, nobody)
    const work = () => {
      inside.abort()
      run.wake = nobody
      return this.#deliver()
    }
    try {
      return await lock(`outbox:${this.#store.person}:${run.errand.line}`, impatient.signal, work)
    } catch (error) {
      if (inside.signal.aborted) throw error
      return await work()
    }
  }

  /** Sends until there is an end. Null: another tab has told it. */
  async #deliver(): Promise<Verdict | null> {
    const run = this.#run
    const { clock, online } = this.#world
    const started = clock.now()
    for (let failures = 0; ;) {
      this.#alive()
      if (run.stopping && (await this.#stopped())) return { kind: 'stopped' }
      const delay = backoff(failures++, clock.now() - started, clock.random())
      if (!online()) {
        if (await this.#offline(delay)) failures = 0
        continue
      }
      const told = this.#counted ? null : await this.#count()
      if (told) return told.verdict
      // While it is being tried, nobody can say that it is not saved.
      if (run.standing.kind === 'waiting') this.#stand({ kind: 'saving' })
      const answer = await this.#attempt()
      this.#alive()
      if (answer.kind === 'saved')
        return { kind: 'saved', contact: answer.contact, sent: run.errand.submission }
      // Of a repeat, being turned away says nothing about the first try.
      const isNo = answer.kind === 'refused' || (answer.kind === 'turnedAway' && !run.doubt)
      const another = isNo && worthAnother(run.errand.submission, answer.refusal)
      if (isNo && !another) return { kind: 'refused', refusal: answer.refusal }
      if (another) {
        await (answer.kind === 'refused' ? this.#pressAgain() : this.#uncount())
        const { why, after } = another
        if (await this.#waiting(why, Math.max(after, delay), after > 0)) failures = 0
      } else {
        run.doubt = true
        const { reached, twin } = answer.kind === 'open' ? answer : { reached: true, twin: false }
        if (await this.#inDoubt(reached ? null : 'unreached', delay, twin)) failures = 0
      }
    }
  }

  async #offline(delay: number): Promise<boolean> {
    if (this.#run.doubt) return this.#inDoubt('offline', delay)
    // Counted, but not sent: then anybody may still give up.
    if (this.#counted) await this.#uncount()
    return this.#waiting('offline', delay)
  }

  /** Says on disk that a send is about to leave, or finds that another tab has gone on. */
  async #count(): Promise<{ verdict: Verdict | null } | null> {
    const run = this.#run
    const { taken, now } = await this.#take(begun(run.errand.submission.g))
    if (!now) return null
    if (taken) {
      this.#counted = true
      run.doubt ||= now.entry.tries > 1
      return null
    }
    if (now.entry.state === 'stopped') return { verdict: { kind: 'stopped' } }
    if (now.entry.state === 'queued' && now.errand) {
      // Another tab pressed again, after a refusal that it heard of first.
      run.errand = now.errand
      run.doubt = now.entry.tries > 0
      return this.#count()
    }
    if (run.resumed) return { verdict: null }
    // It ended elsewhere; the gateway says again how.
    run.doubt = true
    return null
  }

  async #attempt(): Promise<Answer> {
    const { clock, put } = this.#world
    const { errand, life } = this.#run
    const giveUp = new AbortController()
    const answered = new AbortController()
    const stop = () => giveUp.abort()
    life.addEventListener('abort', stop)
    clock.pause(patience, answered.signal).then(stop, nobody)
    try {
      const { workspace, intent, submission } = errand
      const work = put(workspace, intent, submission, giveUp.signal)
      return answerOf(await unlessAborted(work, giveUp.signal))
    } catch (error) {
      if (giveUp.signal.aborted) return { kind: 'open', reached: false, twin: false }
      return answerOfTrouble(error)
    } finally {
      answered.abort()
      life.removeEventListener('abort', stop)
    }
  }

  /** The same payload as the next generation: the one before was certainly not executed. */
  async #pressAgain(): Promise<void> {
    const run = this.#run
    const at = this.#world.clock.now()
    const next = withG(run.errand, run.errand.submission.g + 1, at)
    const { now } = await this.#take(queued(next.submission.g, 0, at), next)
    run.errand = now?.errand ?? next
    run.doubt = (now?.entry.tries ?? 0) > 0
    this.#counted = false
  }

  async #uncount(): Promise<void> {
    await this.#take(turnedAway(this.#run.errand.submission.g))
    this.#counted = false
  }

  async #stopped(): Promise<boolean> {
    const run = this.#run
    run.stopping = false
    if (run.doubt) return false
    if (this.#counted) await this.#uncount()
    const step = stopped(run.errand.submission.g, this.#world.clock.now())
    return (await this.#take(step)).taken
  }

  /** A disk that fails now does not keep the errand from its end. */
  async #take(step: Step, errand?: Errand): ReturnType<OutboxStore['take']> {
    try {
      return await this.#store.take(this.#run.errand.intent, step, errand)
    } catch {
      return { taken: false, now: undefined }
    }
  }

  #inDoubt(trouble: 'offline' | 'unreached' | null, delay: number, twin = false) {
    const why = trouble && !this.#world.online() ? 'offline' : trouble
    return this.#pause({ ...checking(this.#run.errand), twin, trouble: why }, delay)
  }

  #waiting(why: Waiting['why'], delay: number, isAsked = false) {
    return this.#pause({ kind: 'waiting', why, again: null }, delay, isAsked)
  }

  /** @returns whether somebody or something cut it short */
  async #pause(
    standing: Exclude<Standing, { kind: 'saving' }>,
    delay: number,
    isAsked = false,
  ): Promise<boolean> {
    const run = this.#run
    const { clock, online } = this.#world
    const started = clock.now()
    const until = started + delay
    this.#stand({ ...standing, again: online() ? new Date(until) : null })
    const woken = new AbortController()
    run.wake = (byPerson) => (byPerson || !isAsked) && woken.abort()
    // A clock that was set back would make the pause longer than it was meant.
    for (let now = started; now < until && now >= started && !run.stopping; now = clock.now()) {
      await clock.pause(Math.min(until - now, slice), woken.signal).catch(nobody)
      if (woken.signal.aborted) break
    }
    run.wake = nobody
    this.#alive()
    return woken.signal.aborted
  }

  #stand(standing: Standing): void {
    this.#run.standing = standing
    this.#changed()
  }

  /** @throws when the page is gone, which no one hears of */
  #alive(): void {
    this.#run.life.throwIfAborted()
  }
}

function withG(errand: Errand, g: number, at: number): Errand {
  return { ...errand, submission: { ...errand.submission, g }, at }
}
