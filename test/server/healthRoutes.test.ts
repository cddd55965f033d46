import { expect, test, vi } from 'vitest'
import type { Database } from '#contract/backend/vendor.ts'
import { openGateway } from '../helpers/gateway.ts'

/** A database that answers as it is told. */
function databaseThat(query: Database['query']): Database {
  return { query, transaction: () => Promise.reject(new Error('not asked for here')) }
}

test('it is ready while its database answers, and lives either way', async () => {
  const gateway = await openGateway()
  expect((await gateway.ask('/readyz')).status).toBe(200)

  const without = await openGateway({
    database: databaseThat(() => Promise.reject(new Error('gone'))),
  })
  expect((await without.ask('/readyz')).status).toBe(503)
  expect((await without.ask('/healthz')).status).toBe(200)
})

test('a database that says nothing for a second is not there', async () => {
  const gateway = await openGateway({ database: databaseThat(() => new Promise(() => {})) })
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const answer = gateway.ask('/readyz')
    await vi.advanceTimersByTimeAsync(1000)
    expect((await answer).status).toBe(503)
  } finally {
    vi.useRealTimers()
  }
})

test('the metrics count requests by pattern and status, however many addresses are tried', async () => {
  const gateway = await openGateway()
  for (let n = 0; n < 3; n++) await gateway.ask(`/api/workspaces/desk/customers/c-${n}`)
  await gateway.ask('/api/workspaces')
  for (const path of ['/a', '/b', '/api/c', '/embedded/d/e']) await gateway.ask(path)
  for (const method of ['FOO', 'BAR']) await gateway.ask('/a', { method })
  const answer = await gateway.ask('/metrics')
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  const text = await answer.text()
  expect(text.match(/^http_requests_total.*$/gm)).toEqual([
    'http_requests_total{method="GET",route="/api/workspaces/{workspace}/customers/{customer}",status="404"} 2',
    'http_requests_total{method="GET",route="/api/workspaces/{workspace}/customers/{customer}",status="200"} 1',
    'http_requests_total{method="GET",route="/api/workspaces",status="200"} 1',
    'http_requests_total{method="GET",route="unmatched",status="404"} 3',
    'http_requests_total{method="GET",route="/embedded/{vendor}",status="404"} 1',
    'http_requests_total{method="other",route="unmatched",status="404"} 2',
  ])
  expect(text).toContain(
    'http_request_duration_seconds_count{method="GET",route="/api/workspaces"} 1\n',
  )
  expect(text).toContain('\ndesk_info{version="0.0.0-test"} 1\n')
  for (const name of [
    'process_resident_memory_bytes',
    'process_cpu_seconds_total',
    'nodejs_eventloop_lag_p99_seconds',
  ])
    expect(text).toMatch(new RegExp(`^${name} [\\d.e-]+$`, 'm'))
})
