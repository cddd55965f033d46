import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { AnsweredRequest } from '#server/http/requestLog.ts'
import { processMetrics } from './processMetrics.ts'

/**
 * What one desk has counted, for Prometheus. Two desks in a process do not share it, and nothing in
 * it is about a person: labels are patterns of addresses, ids of workspaces, and words of ours.
 */
export interface Metrics {
  /** Where others put what they count. */
  registry: Registry
  /** A request was answered. */
  request(answered: AnsweredRequest): void
  /** All of it as text, and its content type. */
  text(): Promise<{ type: string; body: string }>
}

const methods = new Set(['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'PATCH'])

export function newMetrics(version: string): Metrics {
  const registry = new Registry()
  const registers = [registry]

  new Gauge({
    name: 'desk_info',
    help: 'Version of this desk.',
    labelNames: ['version'],
    registers,
  })
    .labels(version)
    .set(1)
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'HTTP requests answered.',
    labelNames: ['method', 'route', 'status'],
    registers,
  })
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a request until its response headers, in seconds.',
    labelNames: ['method', 'route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
    registers,
  })

  return {
    registry,
    request({ method, route, status, milliseconds }) {
      // Bounded on every side: routes are patterns, and a method may be any word.
      const known = methods.has(method) ? method : 'other'
      requests.inc({ method: known, route, status })
      durations.observe({ method: known, route }, milliseconds / 1000)
    },
    async text() {
      const all = Registry.merge([registry, processMetrics()])
      return { type: all.contentType, body: await all.metrics() }
    },
  }
}
