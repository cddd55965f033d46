import type { Clock } from '#contract/clock.ts'
import type { Outcome, Submission } from '#contract/api/submission.ts'
import type { SubmissionResult } from './submission.ts'
import type { OutboxStore } from './outboxStore.ts'
import type { InFlight } from './inFlight.ts'

/** Carries one submission from its press to its end, as `sender.ts` does. */
export type SenderClass = new (
  inFlight: InFlight,
  deps: OutboxDeps,
  memory: OutboxStore,
  changed: () => void,
) => {
  send(
    left: OutboxStore | undefined,
    before: Promise<unknown> | undefined,
  ): Promise<SubmissionResult | null>
}

/** What the outbox needs of the world; a simulation brings its own. */
export interface OutboxDeps {
  /**
   * Hands a submission to the gateway, and how many milliseconds ago Save was pressed where that is
   * a while: a restored gateway may have forgotten it. Rejects with an `ApiError`, or with the signal's reason.
   */
  put(
    workspace: string,
    id: string,
    submission: Submission,
    signal: AbortSignal,
    pressedAgo?: number,
  ): Promise<Outcome>
  /** The person's store. An `ApiError`: not now, for the gateway is away. Anything else: no disk. */
  open(): Promise<OutboxStore>
  /** Whether anybody's submissions are on the disk: most pages find none, and need no store. */
  hasQueued(): Promise<boolean>
  /** What carries a submission; a page fetches it when it has drawn itself. */
  loadSender(): Promise<SenderClass>
  clock: Clock
  /** Does the work while no other tab works under this name; rejects when aborted while it waits. */
  lock<Result>(name: string, signal: AbortSignal, work: () => Promise<Result>): Promise<Result>
  /** False: certainly offline. True says nothing. */
  online(): boolean
  newId(): string
}
