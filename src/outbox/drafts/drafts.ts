import type { Clock } from '#contract/clock.ts'
import type { Draft } from '#contract/fields/kind.ts'
import type { DraftStore } from './draftStore.ts'
import type { OutboxItem } from '#outbox/submission.ts'
import type { SavedDraft } from './savedDraft.ts'

interface Keeping {
  draft: Draft
  base: Draft
  /** Left out: a submission of its own. */
  submissionId?: string
}

interface DraftsDeps {
  open(): Promise<DraftStore>
  clock: Clock
  newId(): string
  /** Called once, with the first draft: the page then asks the browser to keep its storage. */
  onFirst?(): void
}

/**
 * A draft on top of what the form opens with now: only what was typed then, so that what others
 * changed meanwhile is not put back.
 */
export function resumed({ draft, base }: SavedDraft, opened: Draft): Draft {
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
  readonly #deps: DraftsDeps
  readonly #drafts = new Map<string, SavedDraft>()
  /** Ids of drafts whose latest text is not on disk; another draft may have their place by now. */
  readonly #unwritten = new Map<string, { place: string; kept: SavedDraft }>()
  #store: Promise<DraftStore | null> | undefined
  /** Writes follow each other, so that an older text never comes last. */
  #writing: Promise<void> = Promise.resolve()
  #isDue = false
  #isFirst = true

  constructor(deps: DraftsDeps) {
    this.#deps = deps
  }

  get(place: string): SavedDraft | undefined {
    return this.#drafts.get(place)
  }

  keep(place: string, { draft, base, submissionId = this.#deps.newId() }: Keeping): void {
    const savedDraft = { draft, base, submissionId, at: new Date(this.#deps.clock.now()) }
    this.#drafts.set(place, savedDraft)
    this.#unwritten.set(submissionId, { place, kept: savedDraft })
    if (this.#isFirst) this.#deps.onFirst?.()
    this.#isFirst = false
    if (this.#isDue) return
    this.#isDue = true
    void this.#deps.clock.pause(soon).then(() => this.#writeDue())
  }

  /** Goes on with what was left at this place, as old as it is: nothing was typed yet. */
  adopt(place: string, findLatest: SavedDraft): void {
    void this.flush()
    this.#drafts.set(place, findLatest)
  }

  discard(place: string): void {
    const submissionId = this.#drafts.get(place)?.submissionId
    this.#drafts.delete(place)
    if (submissionId) void this.delete(submissionId)
  }

  /** What was typed for this submission is done with. What took its place meanwhile is on disk first. */
  complete(place: string, submissionId: string): void {
    if (this.#drafts.get(place)?.submissionId === submissionId) this.#drafts.delete(place)
    this.#unwritten.delete(submissionId)
    void this.flush()
    void this.delete(submissionId)
  }

  /** Takes a draft off the disk. */
  delete(submissionId: string): Promise<void> {
    this.#unwritten.delete(submissionId)
    return this.#write((store) => store.remove(submissionId))
  }

  /** How many drafts of this person are on this computer; 0 too where there is no disk. */
  async count(): Promise<number> {
    await this.flush()
    let count = 0
    await this.#write(async (store) => {
      count = await store.count()
    })
    return count
  }

  /** Takes all drafts of this person off this computer. */
  clear(): Promise<void> {
    this.#drafts.clear()
    this.#unwritten.clear()
    return this.#write((store) => store.clear())
  }

  /** What was left at this place by an earlier life of the page. */
  async findLatest(place: string): Promise<SavedDraft | undefined> {
    const here = new Set([...this.#drafts.values()].map(({ submissionId }) => submissionId))
    try {
      return await (await this.#opened())?.latest(place, here)
    } catch {
      return undefined
    }
  }

  /**
   * After a submission was saved while nobody looked: what was typed since it was pressed is kept as a
   * change at the given place, and nothing else stays.
   * @returns whether there is any
   */
  async rebase({ id: submissionId, form }: OutboxItem, place: string): Promise<boolean> {
    if (!form) return false
    const here = this.#drafts.get(form.place)
    const unwritten = this.#unwritten.get(submissionId)?.kept
    const savedDraft =
      here?.submissionId === submissionId ? here : (unwritten ?? (await this.#find(submissionId)))
    if (here?.submissionId === submissionId) this.#drafts.delete(form.place)
    this.#unwritten.delete(submissionId)
    if (!savedDraft || isSame(savedDraft.draft, form.submittedDraft)) {
      await this.delete(submissionId)
      return false
    }
    const findLatest = {
      ...savedDraft,
      base: form.submittedDraft,
      submissionId: this.#deps.newId(),
    }
    // The person may be typing there by now; then it is offered later.
    if (here?.submissionId === submissionId) this.#drafts.set(place, findLatest)
    await this.#write((store) => store.move(submissionId, place, findLatest))
    return true
  }

  /**
   * After a submission was left in doubt: what was typed stays at its place, for another press of Save.
   * @returns the submission it is kept under from now on
   */
  rekey(place: string, submissionId: string): string {
    const next = this.#deps.newId()
    const here = this.#drafts.get(place)
    const mine = here?.submissionId === submissionId ? { ...here, submissionId: next } : undefined
    const text = mine && { place, kept: mine }
    if (text) {
      this.#drafts.set(place, text.kept)
      this.#unwritten.delete(submissionId)
      this.#unwritten.set(next, text)
    } else void this.flush()
    void this.#write(async (store) => {
      const savedDraft = mine ?? (await store.find(submissionId))
      if (savedDraft) await store.move(submissionId, place, { ...savedDraft, submissionId: next })
      if (this.#unwritten.get(next) === text) this.#unwritten.delete(next)
    })
    return next
  }

  /** Resolves when everything kept is on disk, or the browser refused to have it there. */
  flush(): Promise<void> {
    this.#isDue = false
    for (const [submissionId, text] of this.#unwritten)
      void this.#write(async (store) => {
        if (this.#unwritten.get(submissionId) !== text) return
        await store.put(text.place, text.kept)
        if (this.#unwritten.get(submissionId) === text) this.#unwritten.delete(submissionId)
      })
    return this.#writing
  }

  /** True while closing the page would lose something: it is nowhere but in memory. */
  get hasUnsaved(): boolean {
    return this.#unwritten.size > 0
  }

  #writeDue(): Promise<void> | undefined {
    return this.#isDue ? this.flush() : undefined
  }

  async #find(submissionId: string): Promise<SavedDraft | undefined> {
    let found: SavedDraft | undefined
    await this.#write(async (store) => {
      found = await store.find(submissionId)
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
    this.#store ??= this.#deps.open().catch(() => {
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
