import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import type { Send } from '#contract/backend/send.ts'
import { upstreamTimes } from '#server/metrics/upstreamTimes.ts'

const refused = Object.assign(new Error('no'), { code: 'ECONNREFUSED' })

const answers: [outcome: string, send: Send][] = [
  ...Object.entries({
    ok: [200, 201, 204],
    refused: [400, 403, 404, 409, 422],
    credentials: [401],
    busy: [429],
    outcomeUnknown: [302, 408, 500, 503],
  }).flatMap(([outcome, statuses]) =>
    statuses.map((status): [string, Send] => [outcome, async () => new Response(null, { status })]),
  ),
  ['backendUnreachable', () => Promise.reject(new TypeError('fetch failed', { cause: refused }))],
  ['outcomeUnknown', () => Promise.reject(new Error('reset in the middle'))],
]

test('a request to a billing system is timed by workspace and what became of it', async () => {
  const registry = new Registry()
  const timed = upstreamTimes(registry)
  for (const [, send] of answers)
    await timed('acme', send)(new Request('http://localhost/')).catch(() => {})
  const counts = new Map<string, number>()
  for (const [outcome] of answers) counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
  const text = await registry.metrics()
  for (const [outcome, count] of counts)
    expect(text).toContain(
      `upstream_request_duration_seconds_count{workspace="acme",outcome="${outcome}"} ${count}\n`,
    )
})

test('who hangs up is not held against the billing system, and is told why as before', async () => {
  const registry = new Registry()
  const asking = new AbortController()
  const send = upstreamTimes(registry)('acme', async ({ signal }) => {
    signal.throwIfAborted()
    return new Response()
  })
  asking.abort(new Error('never mind'))
  const request = new Request('http://localhost/', { signal: asking.signal })
  await expect(send(request)).rejects.toThrow('never mind')
  expect(await registry.metrics()).toContain('_count{workspace="acme",outcome="abandoned"} 1\n')
})
