import type { Clock } from '#contract/clock.ts'
import type { Outcome, Submission } from '#contract/api/submission.ts'
import type { Verdict } from './submission.ts'
import type { OutboxStore } from './outboxStore.ts'
import type { Run } from './inFlight.ts'

/** Carries one errand from its press to its end, as `delivery.ts` does. */
export type Carrier = new (
  run: Run,
  world: World,
  memory: OutboxStore,
  changed: () => void,
) => {
  carry(
    left: OutboxStore | undefined,
    before: Promise<unknown> | undefined,
  ): Promise<Verdict | null>
}

/** What the outbox needs of the world; a simulation brings its own. */
export interface World {
  /**
   * Hands a submission to the gateway, and how many milliseconds ago Save was pressed where that is
   * a while: a restored gateway may have forgotten it. Rejects with a `DeskError`, or with the signal's reason.
   */
  put(
    workspace: string,
    intent: string,
    submission: Submission,
    signal: AbortSignal,
    pressedAgo?: number,
  ): Promise<Outcome>
  /** The person's store. A `DeskError`: not now, for the gateway is away. Anything else: no disk. */
  open(): Promise<OutboxStore>
  /** Whether anybody's errands are on the disk: most pages find none, and need no store. */
  any(): Promise<boolean>
  /** What carries an errand; a page fetches it when it has drawn itself. */
  delivery(): Promise<Carrier>
  clock: Clock
  /** Does the work while no other tab works under this name; rejects when aborted while it waits. */
  lock<Result>(name: string, signal: AbortSignal, work: () => Promise<Result>): Promise<Result>
  /** False: certainly offline. True says nothing. */
  online(): boolean
  newId(): string
}
