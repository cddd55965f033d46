import type { Refusal } from '#contract/api/refusal.ts'
import type { OutboxItem, SubmissionStatus } from './submission.ts'

/** A submission on its way, as this page carries it. */
export interface InFlight {
  item: OutboxItem
  status: SubmissionStatus
  /** Pressed before this page was opened, and nobody here waits for its verdict. */
  resumed: boolean
  /** It outlives the page. */
  onDisk: boolean
  /** Some send of this revision may have been executed. */
  inDoubt: boolean
  /** Why the last repeat was turned away for good. */
  refusal: Refusal | null
  /** How many repeats were, since the gateway last took the submission up. */
  rejectedRetries: number
  /** The billing system lists no contacts: the desk may never find out what became of it. */
  unlisted?: boolean
  /** The person wants to give up. */
  cancelling: boolean
  /** The person wants to give up what is in doubt. */
  abandoning: boolean
  /** Ends the present pause. Where a pause was asked for, only the person cuts it short. */
  wake(byPerson: boolean): void
  /** Aborted when the page goes. */
  signal: AbortSignal
}

/** After so many repeats that were turned away for good, the person may leave it. */
const maxRejectedRetries = 3

/** Whether the person may stop what is in doubt. */
export function canAbandon({
  inDoubt,
  rejectedRetries,
  unlisted,
}: Pick<InFlight, 'inDoubt' | 'rejectedRetries' | 'unlisted'>): boolean {
  return inDoubt && (rejectedRetries >= maxRejectedRetries || unlisted === true)
}

/** Where a submission stands that was sent and has no answer. */
export function checking({ at }: OutboxItem): SubmissionStatus & { kind: 'checking' } {
  return {
    kind: 'checking',
    since: new Date(at),
    duplicateInFlight: false,
    obstacle: null,
    refusal: null,
    canAbandon: false,
    unlisted: false,
    nextAttemptAt: null,
  }
}

export function noop(): void {}
