import { reason, ZuoraError } from './errors.ts'

/** So many requests in a window of so many seconds, counted by each process for itself. */
export interface RateLimit {
  requests: number
  seconds: number
}

/**
 * Counts a request and gives Zuora's `RateLimit-*` headers: the quota nearest to running out, then
 * each window; what is left of it; the seconds until it starts anew.
 * @throws ZuoraError 429 with `Retry-After` for one too many
 */
export function rateLimiterOf(
  { requests, seconds }: RateLimit,
  now: () => Date,
): () => Record<string, string> {
  let start = -Infinity
  let count = 0
  return () => {
    const time = now().getTime()
    if (time - start >= seconds * 1000) {
      start = time
      count = 0
    }
    count++
    const left = Math.max(1, Math.ceil((start - time) / 1000 + seconds))
    const headers = {
      'ratelimit-limit': `${requests}, ${requests};window=${seconds}`,
      'ratelimit-remaining': String(Math.max(0, requests - count)),
      'ratelimit-reset': String(left),
    }
    if (count <= requests) return headers
    throw new ZuoraError([reason(70, 'The request exceeded the rate limit.')], {
      headers: { ...headers, 'retry-after': String(left) },
      atGate: true,
    })
  }
}
