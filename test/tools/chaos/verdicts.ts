import type { Plan } from './kinds.ts'
import { claimOf, type Look } from './screen.ts'

/** What there is to know about one run when all is over. */
export interface Evidence {
  plan: Plan
  name: string
  looks: readonly Look[]
  /** When the fault had ended, in milliseconds since 1970; null: it never struck. */
  ended: number | null
  /** How the screen had settled then, and when; null: it did not. */
  settled: { as: 'saved' | 'listed' | 'not saved'; at: number } | null
  /** When Save was pressed once more after "not saved"; null: it was not. */
  pressedAfresh: number | null
  /** When the billing system's contacts of that name were made. */
  made: readonly number[]
  /** The gateway's rows for it. */
  ledger: readonly { state: string; settledAt: number | null }[]
}

export interface Judgement {
  duplicates: number
  losses: number
  /** Sentences about what the screen said although it was not so. */
  untrue: string[]
  stuck: string[]
  /** From the end of the fault to the end of the story, in milliseconds. */
  settle: number | null
}

/** How long a story may go on after its fault, in milliseconds. */
const mostSettling = 120_000

/** How long a screen may be behind what is happening, in milliseconds. */
const mostPassing = 500

/** Holds a run against what the desk promises (submissions.md, 6). */
export function judge(evidence: Evidence): Judgement {
  const { made, settled, ended, ledger } = evidence
  const count = made.length
  // Nobody has been told anything, and the text is still there: that is stuck, not lost.
  const isStillAsking = !settled && isKept(evidence)
  const isSaidNotSaved = settled?.as === 'not saved' && evidence.pressedAfresh === null
  const settle = settled && ended !== null ? Math.max(0, settled.at - ended) : null
  const stuck: string[] = []
  if (ended === null) stuck.push('the fault never struck')
  if (!settled) stuck.push(`the screen did not settle: ${lastWords(evidence)}`)
  else if (settle !== null && settle > mostSettling) stuck.push('the screen settled too late')
  for (const { state } of ledger)
    if (state !== 'succeeded' && state !== 'rejected') stuck.push(`the ledger says ${state}`)
  return {
    duplicates: Math.max(0, count - 1),
    losses: count === 0 && !isSaidNotSaved && !isStillAsking ? 1 : 0,
    untrue: untruths(evidence),
    stuck,
    settle,
  }
}

function untruths({ looks, name, made, ledger, settled, pressedAfresh }: Evidence): string[] {
  const succeeded = Math.min(
    ...ledger.map(({ state, settledAt }) =>
      state === 'succeeded' ? (settledAt ?? Infinity) : Infinity,
    ),
  )
  const first = Math.min(Infinity, ...made)
  const found = new Set<string>()
  for (const look of looks) {
    const claim = claimOf(look, name)
    if (claim.saved && !(succeeded <= look.at)) found.add('said "saved" before the ledger did')
    if (claim.listed && !(first <= look.at)) found.add('listed a contact that was not there')
    const until = Math.min(look.until, pressedAfresh ?? Infinity)
    const isThere = first <= until
    if (claim.notSaved && isThere && look.at < until)
      found.add('said "not saved", and it was there')
    // What is on its way just then may arrive while the screen says so; longer than that it may not.
    if (claim.notYet && first + mostPassing < until) found.add('said "not yet", and it was there')
    const isAfter = settled?.as === 'not saved' && look.at >= settled.at && look.at < until
    if (isAfter && !claim.kept) found.add('said "not saved", and the text was gone')
  }
  return [...found]
}

function isKept({ looks, name }: Evidence): boolean {
  const last = looks.at(-1)
  return last !== undefined && claimOf(last, name).kept
}

function lastWords({ looks }: Evidence): string {
  const said = looks.findLast((look) => look.said.length > 0)?.said.join(' | ') ?? 'nothing'
  return said.slice(0, 160)
}
