import { createContext, use } from 'react'
import type { Draft } from '#contract/kind.ts'
import { newWish, type Wish } from './wish.ts'

/** What somebody is in the middle of: the typed text, and the wish it will be saved by. */
export interface Kept {
  draft: Draft
  wish: Wish
  at: Date
}

/**
 * Typed text outlives its form: closing the panel by Back or by another row loses nothing, and an
 * unanswered Save goes on under the same wish.
 */
export class Drafts {
  readonly #kept = new Map<string, Kept>()

  get(key: string): Kept | undefined {
    return this.#kept.get(key)
  }

  keep(key: string, draft: Draft, wish: Wish = newWish()): void {
    this.#kept.set(key, { draft, wish, at: new Date() })
  }

  drop(key: string): void {
    this.#kept.delete(key)
  }

  get size(): number {
    return this.#kept.size
  }
}

const Context = createContext<Drafts | null>(null)

export const DraftsProvider = Context.Provider

export function useDrafts(): Drafts {
  const drafts = use(Context)
  if (!drafts) throw new Error('useDrafts outside DraftsProvider')
  return drafts
}
