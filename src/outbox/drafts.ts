import { createContext, use } from 'react'
import type { Draft } from '#contract/kind.ts'
import type { DraftStore } from './draftStore.ts'
import type { Kept } from './kept.ts'
import { newWish, type Wish } from './wish.ts'

interface Keeping {
  draft: Draft
  base: Draft
  wish?: Wish
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
 * Typed text outlives its form: closing the panel by Back or by another row loses nothing, and an
 * unanswered Save goes on under the same wish. It is in memory at once and on disk soon after, where
 * the browser lets us.
 */
export class Drafts {
  readonly #kept = new Map<string, Kept>()
  readonly #changed = new Set<string>()
  readonly #open: () => Promise<DraftStore>
  #store: Promise<DraftStore | null> | undefined
  /** Writes follow each other, so that an older text never comes last. */
  #writing: Promise<void> = Promise.resolve()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(open: () => Promise<DraftStore>) {
    this.#open = open
  }

  get(place: string): Kept | undefined {
    return this.#kept.get(place)
  }

  keep(place: string, { draft, base, wish = newWish() }: Keeping): void {
    this.#kept.set(place, { draft, base, wish, at: new Date() })
    this.#changed.add(place)
    this.#timer ??= setTimeout(() => void this.settled(), soon)
  }

  drop(place: string): void {
    const intent = this.#kept.get(place)?.wish.intent
    this.#kept.delete(place)
    this.#changed.delete(place)
    if (intent) void this.forget(intent)
  }

  /** The wish went a step on: what is on disk must say so, or a reload would repeat that step. */
  touch(place: string): void {
    const kept = this.#kept.get(place)
    if (kept) this.keep(place, kept)
  }

  /** Takes a draft off the disk. */
  forget(intent: string): Promise<void> {
    return this.#write((store) => store.remove(intent))
  }

  /** What was left at this place by an earlier life of the page. */
  async left(place: string): Promise<Kept | undefined> {
    const here = new Set([...this.#kept.values()].map(({ wish }) => wish.intent))
    try {
      return await (await this.#opened())?.latest(place, here)
    } catch {
      return undefined
    }
  }

  /** Resolves when everything kept is on disk, or the browser refused to have it there. */
  settled(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    for (const place of this.#changed) {
      const kept = this.#kept.get(place)
      // As it is now: the wish goes on changing.
      const copy = kept && { ...kept, wish: { ...kept.wish } }
      if (copy) void this.#write((store) => store.put(place, copy))
    }
    this.#changed.clear()
    return this.#writing
  }

  get size(): number {
    return this.#kept.size
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
    this.#store ??= this.#open().catch(() => {
      // The gateway may be away just now, and its key with it: asked again the next time.
      this.#store = undefined
      return null
    })
    return this.#store
  }
}

const Context = createContext<Drafts | null>(null)

export const DraftsProvider = Context.Provider

export function useDrafts(): Drafts {
  const drafts = use(Context)
  if (!drafts) throw new Error('useDrafts outside DraftsProvider')
  return drafts
}
