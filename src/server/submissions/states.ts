import type { Outcome } from '#contract/submission.ts'

/*
 * What an intent's row means, and what a further wish under the same intent may do. Pure: the row,
 * the wish and the time go in, the verdict comes out.
 *
 *   (none) → pending → succeeded
 *                    → rejected → pending, one generation later
 *                    → unknown
 */

/** One row of the ledger, as far as verdicts need it. */
export interface Entry {
  person: string
  generation: number
  fingerprint: string
  state: Outcome['state']
  /** What it came to; null while it is being tried. */
  outcome: Outcome | null
  sentAt: Date
  /** Until then whoever took it may still be at work. */
  leaseUntil: Date
}

export interface Wish {
  person: string
  generation: number
  fingerprint: string
}

export type Verdict =
  /** It has been said before: this is what it came to, so far. */
  | { kind: 'replay'; outcome: Outcome }
  /** What was refused has been mended: try it as the next generation. */
  | { kind: 'again' }
  /** Something else is still being tried under this intent. */
  | { kind: 'busy' }
  /** This intent already stands for something else. */
  | { kind: 'reused' }
  /** Somebody else's intent, as good as not there. */
  | { kind: 'foreign' }

export function verdictOn(entry: Entry, wish: Wish, now: Date): Verdict {
  if (entry.person !== wish.person) return { kind: 'foreign' }
  const outcome = outcomeOf(entry, now)
  const samePayload = entry.fingerprint === wish.fingerprint
  if (samePayload && entry.generation === wish.generation) return { kind: 'replay', outcome }
  if (entry.state === 'pending' || entry.state === 'unknown') return { kind: 'busy' }
  if (entry.state === 'succeeded' && samePayload) return { kind: 'replay', outcome }
  if (entry.state === 'rejected' && wish.generation > entry.generation) return { kind: 'again' }
  return { kind: 'reused' }
}

/** What can be said about an intent now. A row whose lease ran out was left by a process that died. */
export function outcomeOf(entry: Entry, now: Date): Outcome {
  if (entry.outcome) return entry.outcome
  return now < entry.leaseUntil ? { state: 'pending' } : unknownSince(entry.sentAt)
}

export function unknownSince(sentAt: Date): Outcome {
  return { state: 'unknown', since: sentAt.toISOString() }
}
