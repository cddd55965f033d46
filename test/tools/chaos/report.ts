import type { Result } from './campaign.ts'
import type { KillingOptions, Toll } from './kill9Run.ts'
import { claimOf } from './screen.ts'
import { mostLost, type Death } from './typing.ts'
import { isBeyond, kindNames, nameOf } from './kinds.ts'

/** A markdown table, its columns as wide as what stands in them. */
function tableOf(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)),
  )
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [row(head), row(widths.map((width) => '-'.repeat(width))), ...lines.map(row)].join('\n')
}

const head = ['kind', 'runs', 'duplicates', 'losses', 'untrue', 'stuck', 'slowest', 'again with']

/** A line for each kind. */
export function chaosTable(results: readonly Result[], flags: string): string {
  const lines = kindNames.flatMap((kind) => {
    const own = results.filter(({ plan }) => plan.kind === kind)
    if (own.length === 0) return []
    const sum = (of: (result: Result) => number) =>
      String(own.reduce((total, result) => total + of(result), 0))
    const slowest = Math.max(...own.map(({ judgement }) => judgement.settle ?? 0))
    return [
      [
        kind,
        String(own.length),
        sum((it) => (isBeyond(it.plan) ? 0 : it.judgement.duplicates)),
        sum(({ judgement }) => judgement.losses),
        sum(({ judgement }) => judgement.untrue.length),
        sum(({ judgement }) => judgement.stuck.length),
        `${(slowest / 1000).toFixed(1)} s`,
        `\`npm run chaos -- --only '${kind}'${flags}\``,
      ],
    ]
  })
  return tableOf(head, lines)
}

/** What broke a promise, one sentence each. */
export function violationsIn(results: readonly Result[]): string[] {
  return results.flatMap((result) => {
    const { plan, evidence, judgement } = result
    const { duplicates, losses, untrue, stuck } = judgement
    return [
      ...(duplicates > 0 && !isBeyond(plan) ? [`${evidence.made.length} contacts`] : []),
      ...(losses > 0 ? ['no contact, and it was not said'] : []),
      ...untrue.map((what) => `the screen ${what}`),
      ...stuck,
    ].map((what) => `${nameOf(plan)}: ${what} [${evidence.name}]`)
  })
}

/** What the screen said, and when, in seconds from the first look; for whoever mends it. */
export function historyOf({ evidence }: Result): string {
  const { looks, made, ledger, ended, pressedAfresh, name } = evidence
  const start = looks[0]?.at ?? 0
  const moments: [at: number | null, what: string][] = [
    ...looks.map((look): [number, string] => {
      const { saved, notSaved, notYet, listed, kept } = claimOf(look, name)
      const claims = Object.entries({ saved, notSaved, notYet, listed, kept })
      const which = claims.flatMap(([claim, isMade]) => (isMade ? [claim] : []))
      const button = look.buttons.at(-1) ?? ''
      return [look.at, `[${which.join(', ')}] ${look.said.join(' | ').slice(0, 120)} (${button})`]
    }),
    ...made.map((at): [number, string] => [at, 'MADE in the billing system']),
    ...ledger.map(({ state, settledAt }): [number | null, string] => [
      settledAt,
      `LEDGER ${state}`,
    ]),
    [ended, 'the fault ended'],
    [pressedAfresh, 'Save was pressed afresh'],
  ]
  return moments
    .toSorted(([one], [other]) => (one ?? Infinity) - (other ?? Infinity))
    .map(([at, what]) => `${at === null ? '   never' : seconds(at - start)} ${what}`)
    .join('\n')
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(2).padStart(8)
}

/** What happened that no desk could have kept from happening. */
export function beyondIn(results: readonly Result[]): string[] {
  return results
    .filter(({ plan, judgement }) => isBeyond(plan) && judgement.duplicates > 0)
    .map(
      ({ plan, evidence }) =>
        `${nameOf(plan)}: ${evidence.made.length} contacts, made by the network`,
    )
}

/** One line for all the kills. */
export function killTable(
  toll: Toll,
  { times, writers, span, outside, gateways }: Omit<KillingOptions, 'say'>,
): string {
  const flags = `${outside ? ' --outside' : ''}${gateways > 1 ? ` --gateways ${gateways}` : ''}`
  return tableOf(
    [
      'kills',
      'acknowledged',
      'lost',
      'duplicates',
      'refused',
      'refused but there',
      'stuck',
      'first good p95',
      'again with',
    ],
    [
      [
        String(toll.kills),
        String(toll.acknowledged),
        String(toll.lost),
        String(toll.duplicates),
        String(toll.refused),
        String(toll.refusedButThere),
        String(toll.stuck),
        `${(toll.firstGood / 1000).toFixed(1)} s`,
        `\`npm run chaos:kill9 -- --times ${times} --writers ${writers} --span ${span / 1000}${flags}\``,
      ],
    ],
  )
}

/** One line for a primary that died and a replica that took over. */
export function failoverTable(toll: Toll): string {
  const { acknowledged, lost, duplicates, refused, stuck, firstGood } = toll
  const again = '`npm run chaos:failover`'
  return tableOf(
    ['acknowledged', 'lost', 'duplicates', 'refused', 'stuck', 'away', 'again with'],
    [
      [
        ...[acknowledged, lost, duplicates, refused, stuck].map(String),
        `${(firstGood / 1000).toFixed(1)} s`,
        again,
      ],
    ],
  )
}

/** What a database without a word came to. */
export interface Blackhole extends Toll {
  /** Reads that answered neither 200 nor 503, or not at all. */
  oddReads: number
  /** The longest that a read took, in milliseconds. */
  slowestRead: number
  /** The longest from SIGTERM to the end of the process, in milliseconds. */
  slowestStop: number
}

export function blackholeTable(toll: Blackhole): string {
  const { acknowledged, lost, duplicates, refused, stuck } = toll
  const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`
  return tableOf(
    [
      ...['acknowledged', 'lost', 'duplicates', 'refused', 'stuck'],
      ...['good again (p95)', 'slowest read', 'slowest stop', 'again with'],
    ],
    [
      [
        ...[acknowledged, lost, duplicates, refused, stuck].map(String),
        ...[toll.firstGood, toll.slowestRead, toll.slowestStop].map(seconds),
        '`npm run chaos:blackhole`',
      ],
    ],
  )
}

/**
 * A read waits for three seconds, and as long each for a connection and an answer that tell whether the
 * server is at work on it; and some: milliseconds.
 */
const mostReading = 12_000

/** The drain, and a bounded close: milliseconds. */
const mostStopping = 18_000

/** A browser asks again within 20 s: nobody waits longer for a database that is there again. */
const mostAway = 20_000

export function blackholeViolations(toll: Blackhole): string[] {
  return [
    ...killViolations({ ...toll, firstGood: 0 }),
    ...(toll.oddReads > 0 ? [`${toll.oddReads} reads were answered neither 200 nor 503`] : []),
    ...(toll.slowestRead <= mostReading ? [] : [`a read took ${toll.slowestRead} ms`]),
    ...(toll.slowestStop <= mostStopping ? [] : [`a stop took ${toll.slowestStop} ms`]),
    ...(toll.firstGood <= mostAway ? [] : [`no save for ${toll.firstGood} ms`]),
  ]
}

/** How long people may wait after a kill, in milliseconds. */
const mostWaiting = 3_000

export function killViolations(toll: Toll): string[] {
  return [
    ...(toll.acknowledged > 0 ? [] : ['nothing was acknowledged']),
    ...(toll.lost > 0 ? [`${toll.lost} acknowledged contacts are not there`] : []),
    ...(toll.duplicates > 0 ? [`${toll.duplicates} submissions made more than one contact`] : []),
    ...(toll.refusedButThere > 0 ? [`${toll.refusedButThere} were refused and are there`] : []),
    ...(toll.stuck > 0 ? [`${toll.stuck} submissions are not settled`] : []),
    ...(toll.firstGood <= mostWaiting
      ? []
      : [`a good answer took ${Math.round(toll.firstGood)} ms`]),
  ]
}

/** A line for each moment at which browsers died. */
export function deathTable(deaths: readonly Death[], times: number): string {
  const lines = [...new Set(deaths.map(({ moment }) => moment))].map((moment) => {
    const own = deaths.filter((death) => death.moment === moment)
    return [
      moment,
      String(own.length),
      String(own.reduce((sum, { typed }) => sum + typed, 0)),
      String(Math.max(...own.map(({ lost }) => lost))),
      `${Math.max(...own.map(({ oldest }) => oldest))} ms`,
      own.every(({ made }) => made === null) ? '–' : String(own.filter(isTwiceOrNone).length),
      `\`npm run chaos:browser -- --times ${times}\``,
    ]
  })
  return tableOf(
    ['killed at', 'times', 'keys', 'most keys lost', 'oldest lost', 'not saved once', 'again with'],
    lines,
  )
}

export function deathViolations(deaths: readonly Death[]): string[] {
  return deaths.flatMap((death) => [
    ...(death.oldest > mostLost[death.moment]
      ? [`${death.moment}: ${death.lost} characters lost, the oldest ${death.oldest} ms old`]
      : []),
    ...(isTwiceOrNone(death) ? [`${death.moment}: there are ${death.made} contacts`] : []),
  ])
}

function isTwiceOrNone({ made }: Death): boolean {
  return made !== null && made !== 1
}
