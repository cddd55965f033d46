import type { Clock } from '#contract/clock.ts'
import type { Draft } from '#contract/fields/kind.ts'
import type { DraftStore } from './draftStore.ts'
import type { Errand } from '#outbox/submission.ts'
import type { Kept } from './savedDraft.ts'

interface Keeping {
  draft: Draft
  base: Draft
  /** Left out: a wish of its own. */
  intent?: string
}

interface World {
  open(): Promise<DraftStore>
  clock: Clock
  newId(): string
  /** Told once, when there is something that must not be lost. */
  onFirst?(): void
}

/**
 * A draft on top of what the form opens with now: only what was typed then, so that what others
 * changed meanwhile is not put back.
 */
export function resumed({ draft, base }: Kept, opened: Draft): Draft {
  return Object.fromEntries(
    Object.entries(opened).map(([name, now]) => {
      const typed = draft[name]
      return [name, typed === undefined || typed === base[name] ? now : typed]
    }),
  )
}

/** How long typed text may be in memory only, in milliseconds. */
const soon = 250

/**
 * Typed text outlives its form: closing the panel by Back or by another row loses nothing. It is in
 * memory at once and on disk soon after, where the browser lets us.
 */
export class Drafts {
  readonly #world: World
  readonly #kept = new Map<string, Kept>()
  /** Wishes whose text is not on disk as it stands, though another one may have their place by now. */
  readonly #unwritten = new Map<string, { place: string; kept: Kept }>()
  #store: Promise<DraftStore | null> | undefined
  /** Writes follow each other, so that an older text never comes last. */
  #writing: Promise<void> = Promise.resolve()
  #isDue = false
  #isFirst = true

  constructor(world: World) {
    this.#world = world
  }

  get(place: string): Kept | undefined {
    return this.#kept.get(place)
  }

  keep(place: string, { draft, base, intent = this.#world.newId() }: Keeping): void {
    const kept = { draft, base, intent, at: new Date(this.#world.clock.now()) }
    this.#kept.set(place, kept)
    this.#unwritten.set(intent, { place, kept })
    if (this.#isFirst) this.#world.onFirst?.()
    this.#isFirst = false
    if (this.#isDue) return
    this.#isDue = true
    void this.#world.clock.pause(soon).then(() => this.#writeDue())
  }

  /** Goes on with what was left at this place, as old as it is: nothing was typed yet. */
  takeUp(place: string, left: Kept): void {
    void this.settled()
    this.#kept.set(place, left)
  }

  drop(place: string): void {
    const intent = this.#kept.get(place)?.intent
    this.#kept.delete(place)
    if (intent) void this.forget(intent)
  }

  /** What was typed for this wish is done with. What took its place meanwhile is on disk first. */
  finish(place: string, intent: string): void {
    if (this.#kept.get(place)?.intent === intent) this.#kept.delete(place)
    this.#unwritten.delete(intent)
    void this.settled()
    void this.forget(intent)
  }

  /** Takes a draft off the disk. */
  forget(intent: string): Promise<void> {
    this.#unwritten.delete(intent)
    return this.#write((store) => store.remove(intent))
  }

  /** How many drafts of this person are on this computer; 0 too where there is no disk. */
  async count(): Promise<number> {
    await this.settled()
    let count = 0
    await this.#write(async (store) => {
      count = await store.count()
    })
    return count
  }

  /** Takes all drafts of this person off this computer. */
  erase(): Promise<void> {
    this.#kept.clear()
    this.#unwritten.clear()
    return this.#write((store) => store.clear())
  }

  /** What was left at this place by an earlier life of the page. */
  async left(place: string): Promise<Kept | undefined> {
    const here = new Set([...this.#kept.values()].map(({ intent }) => intent))
    try {
      return await (await this.#opened())?.latest(place, here)
    } catch {
      return undefined
    }
  }

  /**
   * After an errand was saved while nobody looked: what was typed since it was pressed is kept as a
   * change at the given place, and nothing else stays.
   * @returns whether there is any
   */
  async moveOn({ intent, form }: Errand, place: string): Promise<boolean> {
    if (!form) return false
    const here = this.#kept.get(form.place)
    const unwritten = this.#unwritten.get(intent)?.kept
    const kept = here?.intent === intent ? here : (unwritten ?? (await this.#find(intent)))
    if (here?.intent === intent) this.#kept.delete(form.place)
    this.#unwritten.delete(intent)
    if (!kept || isSame(kept.draft, form.pressed)) {
      await this.forget(intent)
      return false
    }
    const left = { ...kept, base: form.pressed, intent: this.#world.newId() }
    // Somebody may be typing there by now; then it is found later.
    if (here?.intent === intent) this.#kept.set(place, left)
    await this.#write((store) => store.move(intent, place, left))
    return true
  }

  /**
   * After an errand was left in doubt: what was typed stays at its place, for another press of Save.
   * @returns the wish it is kept under from now on
   */
  renew(place: string, intent: string): string {
    const next = this.#world.newId()
    const here = this.#kept.get(place)
    const mine = here?.intent === intent ? { ...here, intent: next } : undefined
    const text = mine && { place, kept: mine }
    if (text) {
      this.#kept.set(place, text.kept)
      this.#unwritten.delete(intent)
      this.#unwritten.set(next, text)
    } else void this.settled()
    void this.#write(async (store) => {
      const kept = mine ?? (await store.find(intent))
      if (kept) await store.move(intent, place, { ...kept, intent: next })
      if (this.#unwritten.get(next) === text) this.#unwritten.delete(next)
    })
    return next
  }

  /** Resolves when everything kept is on disk, or the browser refused to have it there. */
  settled(): Promise<void> {
    this.#isDue = false
    for (const [intent, text] of this.#unwritten)
      void this.#write(async (store) => {
        if (this.#unwritten.get(intent) !== text) return
        await store.put(text.place, text.kept)
        if (this.#unwritten.get(intent) === text) this.#unwritten.delete(intent)
      })
    return this.#writing
  }

  /** True while closing the page would lose something: it is nowhere but in memory. */
  get atRisk(): boolean {
    return this.#unwritten.size > 0
  }

  #writeDue(): Promise<void> | undefined {
    return this.#isDue ? this.settled() : undefined
  }

  async #find(intent: string): Promise<Kept | undefined> {
    let found: Kept | undefined
    await this.#write(async (store) => {
      found = await store.find(intent)
    })
    return found
  }

  #write(work: (store: DraftStore) => Promise<void>): Promise<void> {
    this.#writing = this.#after(this.#writing, work)
    return this.#writing
  }

  async #after(earlier: Promise<void>, work: (store: DraftStore) => Promise<void>): Promise<void> {
    await earlier
    const store = await this.#opened()
    try {
      if (store) await work(store)
    } catch {
      // No disk (a private window), or a full one: the text is still in memory.
    }
  }

  #opened(): Promise<DraftStore | null> {
    this.#store ??= this.#world.open().catch(() => {
      // The gateway may be away just now, and its key with it: asked again the next time.
      this.#store = undefined
      return null
    })
    return this.#store
  }
}

function isSame(one: Draft, other: Draft): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...names].every((name) => one[name] === other[name])
}
