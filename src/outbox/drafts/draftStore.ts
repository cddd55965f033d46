import type { Kept } from './savedDraft.ts'

/** One person's typed text, where it outlives the page. */
export interface DraftStore {
  put(place: string, kept: Kept): Promise<void>
  /** Goes on at another place as another wish; there is never none of the two, nor both. */
  move(from: string, place: string, kept: Kept): Promise<void>
  remove(intent: string): Promise<void>
  find(intent: string): Promise<Kept | undefined>
  /** The newest that was left at this place, but for those of these intents. */
  latest(place: string, except: ReadonlySet<string>): Promise<Kept | undefined>
  /** How many there are. */
  count(): Promise<number>
  /** Removes all of them. */
  clear(): Promise<void>
}
