import type { SavedDraft } from './savedDraft.ts'

/** One person's typed text, where it outlives the page. */
export interface DraftStore {
  put(place: string, savedDraft: SavedDraft): Promise<void>
  /** Goes on at another place as another submission; there is never none of the two, nor both. */
  move(from: string, place: string, savedDraft: SavedDraft): Promise<void>
  remove(submissionId: string): Promise<void>
  find(submissionId: string): Promise<SavedDraft | undefined>
  /** The newest that was left at this place, but for those of these submissions. */
  latest(place: string, except: ReadonlySet<string>): Promise<SavedDraft | undefined>
  /** How many there are. */
  count(): Promise<number>
  /** Removes all of them. */
  clear(): Promise<void>
}
