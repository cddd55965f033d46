import type { Stage } from './stage.ts'

/** One line of the budget: what is measured, beside what, and how much is allowed. */
export interface Row {
  /** What `--only` calls it. */
  name: string
  work: string
  run(stage: Stage): Promise<Measure[]>
}

/** One number of the desk's, with its floor where it has one. */
export interface Measure {
  what: string
  unit: 'ms' | 'kB' | 'MB' | '/s' | 's' | ''
  desk: number
  /** The same work done as barely as possible, on this machine, in this run. */
  floor?: number
  must: Bound
  stretch?: Bound
}

/** Less is better, but for `atLeast`. `times`: of the floor. */
export type Bound = { atMost: number } | { times: number } | { atLeastTimes: number }

/** `stretch`, `ok`, or `MISS`. */
export function verdictOn(measure: Measure): string {
  if (measure.stretch && keeps(measure, measure.stretch)) return 'stretch'
  return keeps(measure, measure.must) ? 'ok' : 'MISS'
}

function keeps({ desk, floor }: Measure, bound: Bound): boolean {
  if (Number.isNaN(desk)) return false
  if ('atMost' in bound) return desk <= bound.atMost
  if (floor === undefined) return false
  return 'times' in bound ? desk <= bound.times * floor : desk >= bound.atLeastTimes * floor
}

/** The table, one line for each measure. */
export function tableOf(measures: readonly (Measure & { row: string })[]): string {
  const lines = measures.map((measure) => [
    measure.row,
    measure.what,
    measure.floor === undefined ? '–' : figure(measure.floor, measure.unit),
    figure(measure.desk, measure.unit),
    measure.floor ? `${(measure.desk / measure.floor).toFixed(2)} ×` : '–',
    boundText(measure.must, measure.unit),
    measure.stretch ? boundText(measure.stretch, measure.unit) : '–',
    verdictOn(measure),
  ])
  const head = ['row', 'what', 'floor', 'desk', 'ratio', 'must', 'stretch', 'verdict']
  const widths = head.map((title, column) =>
    Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)),
  )
  const pad = (line: string[]) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return [pad(head), pad(widths.map((width) => '-'.repeat(width))), ...lines.map(pad)].join('\n')
}

function figure(value: number, unit: string): string {
  const digits = value >= 100 || Number.isInteger(value) ? 0 : 1
  return `${value.toFixed(digits)} ${unit}`.trim()
}

function boundText(bound: Bound, unit: string): string {
  if ('atMost' in bound) return `≤ ${figure(bound.atMost, unit)}`
  return 'times' in bound ? `≤ ${bound.times} ×` : `≥ ${bound.atLeastTimes} ×`
}

/** The value below which this share of the samples lies. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5)
}
