import { Histogram, type Registry } from 'prom-client'
import { neverLeft } from '#contract/backend/call.ts'
import type { Send } from '#contract/backend/send.ts'

/** What became of a request to a billing system, as far as HTTP tells. */
type UpstreamOutcome =
  | 'ok'
  | 'refused'
  /** Our credentials are. */
  | 'credentials'
  /** Asked too often. */
  | 'busy'
  /** Nothing was sent. */
  | 'backendUnreachable'
  /** A fault, a redirect, or no answer: a write may have been carried out. */
  | 'outcomeUnknown'
  /** The caller aborted the request. */
  | 'abandoned'

/** The same pipe, with every request on it timed. */
export type Timed = (workspace: string, send: Send) => Send

export function upstreamTimes(registry: Registry): Timed {
  const durations = new Histogram({
    name: 'upstream_request_duration_seconds',
    help: 'Time from a request to a billing system until its response headers, by HTTP status. A refusal inside a 200 response counts as ok.',
    labelNames: ['workspace', 'outcome'],
    buckets: [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
    registers: [registry],
  })

  return (workspace, send) => async (request) => {
    const started = performance.now()
    const observe = (outcome: UpstreamOutcome) =>
      durations.observe({ workspace, outcome }, (performance.now() - started) / 1000)
    try {
      const answer = await send(request)
      observe(outcomeOf(answer.status))
      return answer
    } catch (error) {
      if (request.signal.aborted) observe('abandoned')
      else observe(neverLeft(error) ? 'backendUnreachable' : 'outcomeUnknown')
      throw error
    }
  }
}

function outcomeOf(status: number): UpstreamOutcome {
  if (status >= 200 && status < 300) return 'ok'
  if (status === 401) return 'credentials'
  if (status === 429) return 'busy'
  return status >= 400 && status < 500 && status !== 408 ? 'refused' : 'outcomeUnknown'
}
