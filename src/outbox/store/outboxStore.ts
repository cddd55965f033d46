import type { OutboxRecord, Step } from './record.ts'
import type { OutboxItem } from '#outbox/submission.ts'

/** A submission as a store holds it. */
export interface StoredItem {
  entry: OutboxRecord
  /** The frozen bytes; null where they cannot be read any more. */
  item: OutboxItem | null
}

/** A queued submission of a store. */
export interface QueuedItem extends StoredItem {
  id: string
}

/** One person's submissions, where they outlive the page. Other tabs see the same ones. */
export interface OutboxStore {
  readonly person: string
  read(submissionId: string): Promise<StoredItem | undefined>
  /**
   * Takes a step in one transaction, which is on disk when this resolves. A given submission is written
   * with it; else the one there stays.
   * @returns whether the step fitted, and the record as it is now
   */
  apply(
    submissionId: string,
    step: Step,
    item?: OutboxItem,
  ): Promise<{ taken: boolean; now: StoredItem | undefined }>
  /** What has not ended, in the order it was pressed. */
  queued(): Promise<QueuedItem[]>
  remove(submissionId: string): Promise<void>
  /** Removes this person's records of what has ended; what is queued stays. */
  removeEnded(): Promise<void>
}
