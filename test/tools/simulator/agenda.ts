/** Something that happens at a moment of virtual time. */
export interface Entry {
  /** Virtual milliseconds since 1970. */
  at: number
  /** Decides between entries of one moment. */
  tie: number
  /** What the trace says. */
  what: string
  /** Says false where nothing has happened after all. */
  run: () => unknown
  /** Taken back: it does not happen, and nobody hears of it. */
  off?: boolean
}

/** What is still to happen, the soonest first (a binary heap). */
export class Agenda {
  readonly #entries: Entry[] = []

  add(entry: Entry): void {
    const heap = this.#entries
    let place = heap.push(entry) - 1
    while (place > 0) {
      const parent = (place - 1) >> 1
      if (!isSooner(entry, heap[parent]!)) break
      heap[place] = heap[parent]!
      place = parent
    }
    heap[place] = entry
  }

  /** The soonest, unless it is later than that. */
  take(until: number): Entry | undefined {
    const heap = this.#entries
    for (;;) {
      const first = heap[0]
      if (!first || (!first.off && first.at > until)) return undefined
      const last = heap.pop()!
      if (heap.length > 0) this.#sink(last)
      if (!first.off) return first
    }
  }

  #sink(entry: Entry): void {
    const heap = this.#entries
    let place = 0
    for (;;) {
      let child = 2 * place + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && isSooner(heap[child + 1]!, heap[child]!)) child++
      if (!isSooner(heap[child]!, entry)) break
      heap[place] = heap[child]!
      place = child
    }
    heap[place] = entry
  }
}

function isSooner(one: Entry, other: Entry): boolean {
  return one.at < other.at || (one.at === other.at && one.tie < other.tie)
}
