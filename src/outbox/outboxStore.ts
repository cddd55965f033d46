import type { Entry, Step } from './record.ts'
import type { Errand } from './submission.ts'

/** What stands in a store under one intent. */
export interface Stored {
  entry: Entry
  /** The frozen bytes; null where they cannot be read any more. */
  errand: Errand | null
}

/** What has not ended, and whose it is. */
export interface Left extends Stored {
  intent: string
}

/** One person's errands, where they outlive the page. Other tabs see the same ones. */
export interface OutboxStore {
  readonly person: string
  read(intent: string): Promise<Stored | undefined>
  /**
   * Takes a step in one transaction, which is on disk when this resolves. A given errand is written
   * with it; else the one there stays.
   * @returns whether it fitted, and what stands there now
   */
  take(
    intent: string,
    step: Step,
    errand?: Errand,
  ): Promise<{ taken: boolean; now: Stored | undefined }>
  /** What has not ended, in the order it was pressed. */
  queued(): Promise<Left[]>
  remove(intent: string): Promise<void>
  /** Removes this person's records of what has ended; what is queued stays. */
  removeEnded(): Promise<void>
}
