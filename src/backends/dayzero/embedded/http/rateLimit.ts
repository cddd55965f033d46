import { ApiError } from './errors.ts'

/** Not documented but for the status: so many requests in a window of so many seconds. */
export interface RateLimit {
  requests: number
  seconds: number
}

/** Counts a request; throws 429 with the seconds until the window ends when it is one too many. */
export function rateLimiterOf(limit: RateLimit, now: () => Date): () => void {
  let start = -Infinity
  let count = 0
  return () => {
    const time = now().getTime()
    if (time - start >= limit.seconds * 1000) {
      start = time
      count = 0
    }
    if (++count <= limit.requests) return
    const left = Math.max(1, Math.ceil((start - time) / 1000 + limit.seconds))
    throw new ApiError(429, 'Rate limit exceeded', { 'retry-after': String(left) })
  }
}
