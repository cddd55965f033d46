import type { Clock } from '#contract/clock.ts'
import type { Outcome, Submission } from '#contract/api/submission.ts'
import type { SubmissionResult } from './submission.ts'
import type { OutboxStore } from './store/outboxStore.ts'
import type { InFlight } from './inFlight.ts'

/** Sends one submission until it has a result; `sender/sender.ts`. */
export type SenderClass = new (
  inFlight: InFlight,
  deps: OutboxDeps,
  memory: OutboxStore,
  onChange: () => void,
) => {
  send(
    found: OutboxStore | undefined,
    earlier: Promise<unknown> | undefined,
  ): Promise<SubmissionResult | null>
}

/** Network, disk, clock and locks, as the page or a simulation provides them. */
export interface OutboxDeps {
  /**
   * Sends a submission to the gateway.
   * @param pressedAgo how long ago Save was pressed, in milliseconds, where that is not now: a gateway
   *   that was restored from a backup may have lost the submission
   * @throws ApiError, or the signal's reason
   */
  put(
    workspace: string,
    id: string,
    submission: Submission,
    signal: AbortSignal,
    pressedAgo?: number,
  ): Promise<Outcome>
  /**
   * Opens the person's store.
   * @throws ApiError when the gateway does not answer with the key; anything else: there is no disk
   */
  open(): Promise<OutboxStore>
  /** Whether the disk holds submissions of any person: most pages find none, and open no store. */
  hasQueued(): Promise<boolean>
  /** Fetches the chunk with the sender, which a page needs only after its first paint. */
  loadSender(): Promise<SenderClass>
  clock: Clock
  /** Does the work while it holds the lock of this name among all tabs. @throws when aborted before that */
  lock<Result>(name: string, signal: AbortSignal, work: () => Promise<Result>): Promise<Result>
  /** False: certainly offline. True: perhaps online. */
  online(): boolean
  newId(): string
}
