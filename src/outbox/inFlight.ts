import type { Refusal } from '#contract/api/refusal.ts'
import type { Errand, Standing } from './submission.ts'

/** An errand on its way, as this page carries it. */
export interface Run {
  errand: Errand
  standing: Standing
  /** Pressed before this page was opened, and nobody here waits for its verdict. */
  resumed: boolean
  /** It outlives the page. */
  onDisk: boolean
  /** Some send of this generation may have been executed. */
  doubt: boolean
  /** Why the last repeat was turned away for good. */
  refusal: Refusal | null
  /** How many repeats were, since the gateway last took the wish up. */
  noes: number
  /** The billing system lists no contacts: the desk may never find out what became of it. */
  unlisted?: boolean
  /** The person wants to give up. */
  stopping: boolean
  /** The person wants to give up what is in doubt. */
  leaving: boolean
  /** Ends the present pause. Where a pause was asked for, only the person cuts it short. */
  wake(byPerson: boolean): void
  /** Aborted when the page goes. */
  life: AbortSignal
}

/** After so many repeats that were turned away for good, the person may leave it. */
const enough = 3

/** Whether the person may stop what is in doubt. */
export function mayLeave({
  doubt,
  noes,
  unlisted,
}: Pick<Run, 'doubt' | 'noes' | 'unlisted'>): boolean {
  return doubt && (noes >= enough || unlisted === true)
}

/** Where an errand stands that was sent and has no answer. */
export function checking({ at }: Errand): Standing & { kind: 'checking' } {
  return {
    kind: 'checking',
    since: new Date(at),
    twin: false,
    trouble: null,
    refusal: null,
    mayLeave: false,
    unlisted: false,
    again: null,
  }
}

export function nobody(): void {}
