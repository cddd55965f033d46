/** Milliseconds. */
const firstDelayMs = 1_000
const maxDelayMs = 30_000
const maxLateDelayMs = 5 * 60_000
const lateAfterMs = 10 * 60_000

/**
 * How long to wait before the next try, in milliseconds: anything up to a bound that doubles, so
 * that many browsers do not come back in the same moment. A gateway that is away for long is asked
 * less often.
 * @param random from 0 to less than 1
 */
export function backoff(failures: number, sinceFirst: number, random: number): number {
  const cap = sinceFirst < lateAfterMs ? maxDelayMs : maxLateDelayMs
  return random * Math.min(cap, firstDelayMs * 2 ** failures)
}
