import { atMost, mostBytes as usualBytes } from '#contract/call.ts'
import type { Send } from '#contract/send.ts'

export interface OutboundLimits {
  /** Until the last byte of the answer, in milliseconds. */
  timeout?: number
  /** The most bytes an answer may have, after unpacking. */
  mostBytes?: number
}

/**
 * The pipe to a backend outside: `fetch` that follows no redirect (credentials would travel along),
 * keeps no cookies, waits 20 s and reads 8 MiB at the most.
 */
export function outbound({ timeout = 20_000, mostBytes = usualBytes }: OutboundLimits = {}): Send {
  return async (request) => {
    const answer = await fetch(request, {
      redirect: 'manual',
      credentials: 'omit',
      signal: AbortSignal.any([request.signal, AbortSignal.timeout(timeout)]),
    })
    const headers = new Headers(answer.headers)
    // The body is unpacked already, and nobody here keeps a cookie.
    for (const name of ['content-encoding', 'content-length', 'set-cookie']) headers.delete(name)
    // fetch unpacks without a limit.
    return new Response(answer.body?.pipeThrough(atMost(mostBytes)) ?? null, {
      status: answer.status,
      headers,
    })
  }
}
