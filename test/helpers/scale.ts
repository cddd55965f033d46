/**
 * How much of a campaign a run does. `npm test` does a tenth of each, chosen by a seed that differs from
 * run to run and that the run prints; `npm run test:all` does all of each, always the same.
 *
 * `TEST_SCALE=all` and `TEST_SEED` are how the two commands say so. Both test runners set a seed when
 * there is none, before they start a worker.
 */

/** Whether campaigns run at their full size. */
export const isWhole = process.env['TEST_SCALE'] === 'all'

/** What this run's tenth is chosen by. */
export const seed = isWhole ? 1 : Number(process.env['TEST_SEED'] ?? 1)

/** How many of so many this run does: at least one, or as many as `least`. */
export function scaled(whole: number, least = 1): number {
  return isWhole ? whole : Math.min(whole, Math.max(least, Math.ceil(whole / 10)))
}

/**
 * The seeds of a campaign of `whole` runs: 1 to `whole`, or a tenth as many in a row from somewhere
 * between 1 and `range`, which is as far as the campaign's own command has been run.
 */
export function seedsOf(whole: number, { range = whole, least = 1 } = {}): number[] {
  const first = isWhole ? 1 : 1 + (seed % range)
  return Array.from({ length: scaled(whole, least) }, (_, at) => first + at)
}

/** A tenth of these, or as many as `least`; in time every one of them comes. */
export function someOf<T>(all: readonly T[], least = 1): T[] {
  if (isWhole) return [...all]
  const count = scaled(all.length, least)
  const first = (seed * count) % all.length
  return Array.from({ length: count }, (_, at) => all[(first + at) % all.length]!)
}

/** For the message of a failed campaign: the command that does the same again. */
export function repeatedBy(command: string): string {
  const scale = isWhole ? 'TEST_SCALE=all' : `TEST_SEED=${seed}`
  return `The same again: ${scale} ${command}`
}
