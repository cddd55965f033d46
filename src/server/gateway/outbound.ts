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
export function outbound({
  timeout = 20_000,
  mostBytes = 8 * 1024 * 1024,
}: OutboundLimits = {}): Send {
  return async (request) => {
    const answer = await fetch(request, {
      redirect: 'manual',
      credentials: 'omit',
      signal: AbortSignal.any([request.signal, AbortSignal.timeout(timeout)]),
    })
    const headers = new Headers(answer.headers)
    // The body is unpacked already, and nobody here keeps a cookie.
    for (const name of ['content-encoding', 'content-length', 'set-cookie']) headers.delete(name)
    return new Response(answer.body?.pipeThrough(atMost(mostBytes)) ?? null, {
      status: answer.status,
      headers,
    })
  }
}

/** fetch unpacks without a limit: a few kilobytes of gzip can be gigabytes. */
function atMost(bytes: number): TransformStream<Uint8Array, Uint8Array> {
  let left = bytes
  return new TransformStream({
    transform(chunk, controller) {
      left -= chunk.byteLength
      if (left < 0) controller.error(new Error(`the answer is longer than ${bytes} bytes`))
      else controller.enqueue(chunk)
    },
  })
}
