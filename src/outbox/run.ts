import type { Errand, Standing } from './errand.ts'

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
  /** The person wants to give up. */
  stopping: boolean
  /** Ends the present pause. Where a pause was asked for, only the person cuts it short. */
  wake(byPerson: boolean): void
  /** Aborted when the page goes. */
  life: AbortSignal
}

/** Where an errand stands that was sent and has no answer. */
export function checking({ at }: Errand): Standing & { kind: 'checking' } {
  return { kind: 'checking', since: new Date(at), twin: false, trouble: null, again: null }
}

export function nobody(): void {}
