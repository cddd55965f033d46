/** Milliseconds. */
const first = 1_000
const most = 30_000
const mostLater = 5 * 60_000
const later = 10 * 60_000

/**
 * How long to wait before the next try, in milliseconds: anything up to a bound that doubles, so
 * that many browsers do not come back in the same moment. A gateway that is away for long is asked
 * less often.
 * @param random from 0 to less than 1
 */
export function backoff(failures: number, sinceFirst: number, random: number): number {
  const cap = sinceFirst < later ? most : mostLater
  return random * Math.min(cap, first * 2 ** failures)
}
