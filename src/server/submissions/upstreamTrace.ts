import { AsyncLocalStorage } from 'node:async_hooks'
import type { Send } from '#contract/backend/send.ts'
import type { Vendor } from '#contract/backend/vendor.ts'

/** What is known of the last call that was not a read, and how long all of those took. */
export interface UpstreamTrace {
  status: number | null
  trackId: string | null
  requestId: string | null
  milliseconds: number | null
}

const nothing: UpstreamTrace = { status: null, trackId: null, requestId: null, milliseconds: null }

const notes = new AsyncLocalStorage<{ upstream: UpstreamTrace }>()

/** Whatever is written upstream during `work` is noted for it. */
export function withUpstreamTrace<Result>(work: () => Promise<Result>): Promise<Result> {
  return notes.run({ upstream: nothing }, work)
}

/** What was noted so far for the work that asks. */
export function currentUpstreamTrace(): UpstreamTrace {
  return notes.getStore()?.upstream ?? nothing
}

/** The same pipe, whose calls are noted for whoever they are made for. */
export function traceUpstream(send: Send, tracing: Vendor['tracing'] = {}): Send {
  return async (request) => {
    const note = notes.getStore()
    if (!note || request.method === 'GET') return send(request)
    const began = performance.now()
    // What went out is known even where no answer comes back.
    const trackId = idIn(request.headers, tracing.sent)
    const write = (status: number | null, requestId: string | null) => {
      const took = Math.round(performance.now() - began)
      const milliseconds = before + took
      note.upstream = { status, trackId, requestId, milliseconds }
    }
    const before = note.upstream.milliseconds ?? 0
    write(null, null)
    try {
      const answer = await send(request)
      write(answer.status, idIn(answer.headers, tracing.answered))
      return answer
    } catch (error) {
      write(null, null)
      throw error
    }
  }
}

/** An id as a billing system makes them; anything else says nothing that could be quoted to anybody. */
function idIn(headers: Headers, name: string | undefined): string | null {
  const id = name === undefined ? null : headers.get(name)
  return id !== null && /^[\x21-\x7e]{1,128}$/.test(id) ? id : null
}
