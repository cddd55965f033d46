import { AsyncLocalStorage } from 'node:async_hooks'
import type { Send } from '#contract/backend/send.ts'
import type { Vendor } from '#contract/backend/vendor.ts'

/** The last call that was not a read, and the time that all of those took. */
export interface UpstreamTrace {
  status: number | null
  trackId: string | null
  requestId: string | null
  milliseconds: number | null
}

const nothing: UpstreamTrace = { status: null, trackId: null, requestId: null, milliseconds: null }

const notes = new AsyncLocalStorage<{ upstream: UpstreamTrace }>()

/** Traces the calls that `work` makes to the billing system. */
export function withUpstreamTrace<Result>(work: () => Promise<Result>): Promise<Result> {
  return notes.run({ upstream: nothing }, work)
}

/** The trace so far of the work that calls this. */
export function currentUpstreamTrace(): UpstreamTrace {
  return notes.getStore()?.upstream ?? nothing
}

/** The same `Send`, whose calls are added to the trace of the work that makes them. */
export function traceUpstream(send: Send, tracing: Vendor['tracing'] = {}): Send {
  return async (request) => {
    const note = notes.getStore()
    if (!note || request.method === 'GET') return send(request)
    const began = performance.now()
    // Recorded before the call, so that it is known even if no answer comes.
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

/** An id as billing systems make them; anything else could not be quoted to their support. */
function idIn(headers: Headers, name: string | undefined): string | null {
  const id = name === undefined ? null : headers.get(name)
  return id !== null && /^[\x21-\x7e]{1,128}$/.test(id) ? id : null
}
