import type { Refusal } from '#contract/api/refusal.ts'
import type { OutboxItem, SubmissionStatus } from './submission.ts'

/** A submission that this page sends. */
export interface InFlight {
  item: OutboxItem
  status: SubmissionStatus
  /** Pressed before this page was opened, and no form of this page waits for the result. */
  resumed: boolean
  /** Its record is on disk, and outlives the page. */
  onDisk: boolean
  /** An attempt may have been executed (`mayBeExecuted`). */
  inDoubt: boolean
  /** The permanent rejection of the last repeat. */
  refusal: Refusal | null
  /** Permanent rejections since the gateway last accepted it. */
  rejectedRetries: number
  /** The billing system lists no contacts, so the outcome may never be known. */
  unlisted?: boolean
  /** The person has pressed Stop. */
  cancelling: boolean
  /** The person has looked at the billing system, and stops asking about the outcome. */
  abandoning: boolean
  /** Ends the present pause. A pause that the gateway asked for is cut short by the person only. */
  wake(byPerson: boolean): void
  /** Aborted when the page goes. */
  signal: AbortSignal
}

/** From this number of permanent rejections on, the person may abandon it. */
const maxRejectedRetries = 3

/** Whether the person may abandon a submission in doubt. */
export function canAbandon({
  inDoubt,
  rejectedRetries,
  unlisted,
}: Pick<InFlight, 'inDoubt' | 'rejectedRetries' | 'unlisted'>): boolean {
  return inDoubt && (rejectedRetries >= maxRejectedRetries || unlisted === true)
}

/**
 * Whether a submission may have been executed.
 * @param tries attempts of this revision that may have been. Where the person was asked whether a contact
 *   is the one, and said that it is another, the revision before may have created one that was not found
 */
export function mayBeExecuted({ submission }: OutboxItem, tries: number): boolean {
  return tries > 0 || (submission.op === 'create' && (submission.distinctFrom?.length ?? 0) > 0)
}

/** The status of a submission that was sent and has no answer. */
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
