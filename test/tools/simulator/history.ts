import type { Values } from '#contract/fields/kind.ts'
import type { Submission } from '#contract/api/submission.ts'
import { upstreamKey } from '#server/submissions/idempotencyKey.ts'
import type { LedgerRow } from './memoryLedger.ts'
import type { Change } from './truth.ts'

/** A row of the ledger as it was written, and when. */
export interface RowSeen {
  at: number
  row: LedgerRow
}

/** Somebody pressed Save. */
export interface Pressed {
  at: number
  tab: string
  person: string
  workspace: string
  submissionId: string
  /** What they want, which is one thing however often and under whatever submissions it is asked for. */
  submissionBody: string
}

/** A submission that came to a gateway, and what it was answered. */
export interface Asked {
  at: number
  gateway: string
  /** Whose session it came with. */
  person: string
  workspace: string
  submissionId: string
  submission: Submission
  answer: { at: number; status: number; body: string } | null
}

/** A create that left a gateway. */
export interface Departed {
  at: number
  gateway: string
  mark: string
}

/** A request that changes something, other than a create, as it left a gateway. */
export interface Sent {
  at: number
  gateway: string
  /** What its changes are marked with. */
  mark: string
  /** The submission for which the same work said last that bytes leave; undefined where none did. */
  submissionId: string | undefined
}

/**
 * What a tab told its person of a submission. `waiting` says that it is certainly not executed yet;
 * `checking` and `saving` say nothing about it.
 */
export interface Shown {
  at: number
  tab: string
  submissionId: string
  shown: 'saved' | 'notSaved' | 'cancelled' | 'abandoned' | 'saving' | 'checking' | 'waiting'
}

/** Everything that a run has left behind. */
export interface History {
  rows: readonly RowSeen[]
  pressed: readonly Pressed[]
  asked: readonly Asked[]
  dispatched: readonly Departed[]
  sent: readonly Sent[]
  shown: readonly Shown[]
  /** What was logged as one. */
  bugs: readonly string[]
  /** What the billing system says happened. */
  truth: readonly Change[]
  /** When the faults stopped; null where they did not. */
  calmAt: number | null
  /** Whether the billing system itself sees to it that there is one primary. */
  clearsPrimary: boolean
  /** What the billing system stores where it is given this. */
  keeps(values: Values): Values
  /** Milliseconds that its lists may be behind. */
  behind: number
  endAt: number
}

export interface Recorder {
  row(row: LedgerRow): void
  pressed(it: Omit<Pressed, 'at'>): void
  asked(it: Omit<Asked, 'at' | 'answer'>): (answer: { status: number; body: string }) => void
  dispatched(it: Omit<Departed, 'at'>): void
  sent(it: Omit<Sent, 'at'>): void
  shown(it: Omit<Shown, 'at'>): void
  bug(said: string): void
  /** The marks of the creates that were sent for a submission. */
  marksOf(submissionId: string): ReadonlySet<string>
  history(rest: Pick<History, 'truth' | 'calmAt' | 'clearsPrimary' | 'keeps' | 'behind'>): History
}

export function recorderOf(now: () => number): Recorder {
  const rows: RowSeen[] = []
  const pressed: Pressed[] = []
  const asked: Asked[] = []
  const dispatched: Departed[] = []
  const sent: Sent[] = []
  const shown: Shown[] = []
  const bugs: string[] = []
  return {
    row: (row) => void rows.push({ at: now(), row }),
    pressed: (it) => void pressed.push({ at: now(), ...it }),
    asked(it) {
      const entry: Asked = { at: now(), ...it, answer: null }
      asked.push(entry)
      return (answer) => {
        entry.answer = { at: now(), ...answer }
      }
    },
    dispatched: (it) => void dispatched.push({ at: now(), ...it }),
    sent: (it) => void sent.push({ at: now(), ...it }),
    shown: (it) => void shown.push({ at: now(), ...it }),
    bug: (said) => void bugs.push(said),
    marksOf: (submissionId) =>
      new Set(
        rows.flatMap(({ row }) =>
          row.id === submissionId ? [upstreamKey(row, row.keyEpoch)] : [],
        ),
      ),
    history: (rest) => ({
      ...{ rows, pressed, asked, dispatched, sent, shown, bugs },
      ...{ ...rest, endAt: now() },
    }),
  }
}
