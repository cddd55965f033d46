import { unlessAborted } from '#contract/clock.ts'
import { DeskError, isSignedOut } from '#contract/api/apiError.ts'
import { answerOf, answerOfTrouble, isForGood, worthAnother, type Answer } from './sendResult.ts'
import { backoff } from './backoff.ts'
import {
  begun,
  ended,
  left as leftThere,
  queued,
  stopped,
  turnedAway,
  type Step,
} from './record.ts'
import type { Errand, Standing, Verdict } from './submission.ts'
import type { OutboxStore } from './outboxStore.ts'
import { checking, mayLeave, nobody, type Run } from './inFlight.ts'
import type { World } from './deps.ts'

/** How long an answer is waited for, in milliseconds. */
const patience = 20_000

/** A move behind another one counts as done for so many milliseconds, as any move does. */
const moment = 1_000

/** After so many milliseconds behind another tab it is told that this takes long. */
const long = 10_000

/** A submission that was pressed so long ago says so, in milliseconds. */
const aWhile = 1_000

/** Longer pauses are cut into these, so that a computer that slept is awake soon. Milliseconds. */
const slice = 5_000

/** The most milliseconds after which the turn at a customer is asked for again. */
const longestBehind = 5_000

type Waiting = Standing & { kind: 'waiting' }

/** What the gateway says goes first. */
type Behind = Pick<Answer & { kind: 'open' }, 'twin' | 'waitingFor'>

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
    if (before && (await this.#behind(before))) return { kind: 'stopped' }
    const verdict = await this.#inTurn()
    this.#alive()
    if (!verdict || verdict.kind === 'stopped' || verdict.kind === 'left') return verdict
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
      let isOver = false
      const inTime = new AbortController()
      const late = clock.pause(patience, inTime.signal).then(() => null)
      try {
        const store = await Promise.race([open(), late])
        this.#alive()
        if (store) return store
      } catch (error) {
        this.#alive()
        if (!(error instanceof DeskError)) return this.#memory
        isOver = isSignedOut(error)
      } finally {
        late.catch(nobody)
        inTime.abort()
      }
      const delay = backoff(failures, clock.now() - started, clock.random())
      if (isOver) await this.#untilSignedIn()
      else await this.#waiting(online() ? 'unreached' : 'offline', delay)
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
      const state = known?.entry.state
      if (known && (state === 'queued' || state === 'saved' || state === 'left')) {
        run.errand = known.errand ?? withG(errand, known.entry.g, at)
        run.doubt = known.entry.tries > 0 || state === 'saved'
        return
      }
      // A disk that fails after a refusal has forgotten which generation was refused.
      const next = withG(errand, Math.max((known?.entry.g ?? 0) + 1, errand.submission.g), at)
      // What has to wait for others of its line is counted when its turn comes.
      const isFirst = errand.line === errand.intent
      const tries = isFirst && this.#world.online() ? 1 : 0
      const { taken } = await store.take(errand.intent, queued(next.submission.g, tries, at), next)
      if (!taken) continue
      run.errand = next
      this.#counted = tries === 1
      return
    }
  }

  /** Waits for what goes first. True: the person gave up meanwhile. */
  async #behind(before: Promise<unknown>): Promise<boolean> {
    const run = this.#run
    const over = new AbortController()
    const isOver = before.catch(nobody).then(() => over.abort())
    this.#sayBehind(over.signal, moment).catch(nobody)
    try {
      while (!over.signal.aborted) {
        const woken = new Promise<void>((resolve) => {
          run.wake = (byPerson) => byPerson && resolve()
        })
        this.#alive()
        if (run.stopping && (await this.#stopped())) return true
        await Promise.race([isOver, woken])
      }
    } finally {
      over.abort()
      run.wake = nobody
    }
    this.#alive()
    return false
  }

  /**
   * What was not sent is not done, and not in doubt either. But another tab that found it on disk
   * may send it first.
   * @param delay before it is said, in milliseconds
   */
  async #sayBehind(over: AbortSignal, delay: number): Promise<void> {
    const run = this.#run
    const { intent } = run.errand
    for (let pause = delay; !run.doubt; pause = moment) {
      await this.#world.clock.pause(pause, over)
      const known = await this.#store.read(intent)
      if (over.aborted || run.life.aborted) return
      if (known && (known.entry.state !== 'queued' || known.entry.tries > 0))
        return this.#stand(checking(run.errand))
      if (!isBehind(run.standing)) this.#stand({ kind: 'waiting', why: 'before', again: null })
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
    if (run.errand.line !== run.errand.intent)
      this.#sayBehind(inside.signal, isBehind(run.standing) ? 0 : moment).catch(nobody)
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
    if (this.#counted && !(await this.#isFirst())) this.#counted = false
    for (let failures = 0; ;) {
      this.#alive()
      if (run.stopping && (await this.#stopped())) return { kind: 'stopped' }
      if (run.leaving && (await this.#left())) return { kind: 'left' }
      const delay = backoff(failures++, clock.now() - started, clock.random())
      if (!online()) {
        if (await this.#offline(delay)) failures = 0
        continue
      }
      const told = this.#counted ? null : await this.#count()
      if (told) return told.verdict
      // While it is being tried, nobody can say that it is not saved.
      if (run.standing.kind === 'waiting') this.#stand({ kind: 'saving', retry: true })
      const answer = await this.#attempt()
      this.#alive()
      if (answer.kind === 'saved')
        return { kind: 'saved', contact: answer.contact, sent: run.errand.submission }
      if (answer.kind === 'signedOut') {
        if (!run.doubt) await this.#uncount()
        await this.#untilSignedIn()
        failures = 0
        continue
      }
      // Nothing was written down there: while the other one is being saved, this is no wish yet.
      if (answer.kind === 'open' && goesBehind(answer) && !run.doubt) {
        run.doubt = !(await this.#uncount())
        const wait = run.doubt
          ? this.#inDoubt(null, delay, answer)
          : this.#goingBehind(answer, delay)
        if (await wait) failures = 0
        continue
      }
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
        this.#heed(answer)
        const open = answer.kind === 'open' ? answer : { reached: true, twin: false }
        if (await this.#inDoubt(open.reached ? null : 'unreached', delay, open)) failures = 0
      }
    }
  }

  /** Whether nobody sent it while this tab waited for its turn. */
  async #isFirst(): Promise<boolean> {
    const { intent, submission } = this.#run.errand
    const known = await this.#store.read(intent).catch(nobody)
    if (!known) return true
    const { state, g, tries } = known.entry
    return state === 'queued' && g === submission.g && tries === 1
  }

  /** Remembers why repeats are turned away, until the gateway takes the wish up. */
  #heed(answer: Answer): void {
    const run = this.#run
    if (answer.kind === 'turnedAway' && isForGood(answer.refusal)) {
      run.refusal = answer.refusal
      run.noes++
    } else if (answer.kind === 'open' && answer.reached) {
      run.refusal = null
      run.noes = 0
      run.unlisted = answer.unlisted
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
    const { state } = now.entry
    if (state === 'stopped' || state === 'left') return { verdict: { kind: state } }
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
      const ago = Math.round(clock.now() - errand.at)
      const pressedAgo = ago >= aWhile ? ago : undefined
      const work = put(workspace, intent, submission, giveUp.signal, pressedAgo)
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
    // Still the person's press of then.
    const next = withG(run.errand, run.errand.submission.g + 1, run.errand.at)
    const { now } = await this.#take(queued(next.submission.g, 0, at), next)
    run.errand = now?.errand ?? next
    run.doubt = (now?.entry.tries ?? 0) > 0
    run.refusal = null
    run.noes = 0
    this.#counted = false
  }

  /** False: a send of another tab may have been executed. */
  async #uncount(): Promise<boolean> {
    const { now } = await this.#take(turnedAway(this.#run.errand.submission.g))
    this.#counted = false
    return (now?.entry.tries ?? 0) === 0
  }

  async #stopped(): Promise<boolean> {
    const run = this.#run
    run.stopping = false
    if (run.doubt) return false
    if (this.#counted) await this.#uncount()
    const step = stopped(run.errand.submission.g, this.#world.clock.now())
    return (await this.#take(step)).taken
  }

  /** False: it may not be left, or has ended elsewhere. */
  async #left(): Promise<boolean> {
    const run = this.#run
    run.leaving = false
    if (!mayLeave(run)) return false
    const { taken, now } = await this.#take(
      leftThere(run.errand.submission.g, this.#world.clock.now()),
    )
    return taken || !now
  }

  /** A disk that fails now does not keep the errand from its end. */
  async #take(step: Step, errand?: Errand): ReturnType<OutboxStore['take']> {
    try {
      return await this.#store.take(this.#run.errand.intent, step, errand)
    } catch {
      return { taken: false, now: undefined }
    }
  }

  #inDoubt(
    trouble: 'offline' | 'unreached' | null,
    delay: number,
    { twin, waitingFor }: Behind = { twin: false },
  ) {
    const why = trouble && !this.#world.online() ? 'offline' : trouble
    return this.#pause({ ...this.#checking(), twin, waitingFor, trouble: why }, delay)
  }

  /** The gateway has waited already, so the next turn is asked for soon. */
  #goingBehind({ twin, waitingFor }: Behind, delay: number) {
    if (twin) return this.#waiting('twin', delay)
    const standing = { kind: 'waiting', why: 'customer', waitingFor, again: null } as const
    return this.#pause(standing, Math.min(delay, longestBehind))
  }

  #checking() {
    const { errand, refusal, unlisted = false } = this.#run
    return { ...checking(errand), refusal, unlisted, mayLeave: mayLeave(this.#run) }
  }

  #waiting(why: Waiting['why'], delay: number, isAsked = false) {
    return this.#pause({ kind: 'waiting', why, again: null }, delay, isAsked)
  }

  /** Asking again by the clock would not sign anybody in: it goes on with the next reason to look. */
  #untilSignedIn() {
    const standing = this.#run.doubt
      ? ({ ...this.#checking(), trouble: 'signedOut' } as const)
      : ({ kind: 'waiting', why: 'signedOut', again: null } as const)
    return this.#pause(standing, Infinity)
  }

  /**
   * @param delay in milliseconds; without end, it is not told when it goes on
   * @returns whether somebody or something cut it short
   */
  async #pause(
    standing: Exclude<Standing, { kind: 'saving' }>,
    delay: number,
    isAsked = false,
  ): Promise<boolean> {
    const run = this.#run
    const { clock, online } = this.#world
    const started = clock.now()
    const until = started + delay
    this.#stand({ ...standing, again: online() && delay < Infinity ? new Date(until) : null })
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

function goesBehind({ twin, waitingFor }: Behind): boolean {
  return twin || waitingFor !== undefined
}

function isBehind(standing: Standing): boolean {
  return standing.kind === 'waiting' && standing.why === 'before'
}

function withG(errand: Errand, g: number, at: number): Errand {
  return { ...errand, submission: { ...errand.submission, g }, at }
}
