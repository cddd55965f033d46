/** What is counted, and its text for Prometheus (exposition format 0.0.4). */
export interface Metrics {
  count(method: string, route: string, status: number): void
  text(): string
}

const methods = new Set(['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'PATCH'])

export function newMetrics(version: string): Metrics {
  const requests = new Map<string, number>()

  return {
    count(method, route, status) {
      // Bounded on every side: routes are patterns, and a method may be any word.
      const labels = `method="${methods.has(method) ? method : 'other'}",route="${route}",status="${status}"`
      requests.set(labels, (requests.get(labels) ?? 0) + 1)
    },

    text() {
      const { rss, heapUsed } = process.memoryUsage()
      const { user, system } = process.cpuUsage()
      return [
        '# TYPE desk_info gauge',
        `desk_info{version=${JSON.stringify(version)}} 1`,
        '# TYPE process_resident_memory_bytes gauge',
        `process_resident_memory_bytes ${rss}`,
        '# TYPE nodejs_heap_size_used_bytes gauge',
        `nodejs_heap_size_used_bytes ${heapUsed}`,
        '# TYPE process_cpu_seconds_total counter',
        `process_cpu_seconds_total ${(user + system) / 1e6}`,
        '# TYPE process_uptime_seconds gauge',
        `process_uptime_seconds ${process.uptime()}`,
        '# TYPE http_requests_total counter',
        ...[...requests].map(([labels, count]) => `http_requests_total{${labels}} ${count}`),
        '',
      ].join('\n')
    },
  }
}
