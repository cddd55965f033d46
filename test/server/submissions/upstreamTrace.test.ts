import { expect, test } from 'vitest'
import type { Send } from '#contract/backend/send.ts'
import {
  traceUpstream,
  withUpstreamTrace,
  currentUpstreamTrace,
} from '#server/submissions/upstreamTrace.ts'

const tracing = { sent: 'x-track', answered: 'x-request' }
const address = 'http://billing.test/contacts'

function answering(status: number, id: string): Send {
  return async () => new Response('{}', { status, headers: { 'x-request': id } })
}

const writing = (track = 't-1') =>
  new Request(address, { method: 'POST', headers: { 'x-track': track } })

test('what was written is noted for whoever it was written for, and for nobody else', async () => {
  const send = traceUpstream(answering(201, 'r-1'), tracing)
  const [mine, other] = await Promise.all([
    withUpstreamTrace(async () => {
      await send(writing())
      return currentUpstreamTrace()
    }),
    withUpstreamTrace(async () => currentUpstreamTrace()),
  ])
  expect(mine).toMatchObject({ status: 201, trackId: 't-1', requestId: 'r-1' })
  expect(mine.milliseconds).toBeGreaterThanOrEqual(0)
  expect(other).toMatchObject({ status: null, trackId: null, milliseconds: null })
  await send(writing())
  expect(currentUpstreamTrace().status).toBeNull()
})

test('a read says nothing, and of several writes the last one counts', async () => {
  await withUpstreamTrace(async () => {
    await traceUpstream(answering(200, 'r-0'), tracing)(new Request(address))
    expect(currentUpstreamTrace().status).toBeNull()
    await traceUpstream(answering(429, 'r-1'), tracing)(writing('t-1'))
    await traceUpstream(answering(200, 'r-2'), tracing)(writing('t-2'))
    await traceUpstream(answering(200, 'r-3'), tracing)(new Request(address))
    expect(currentUpstreamTrace()).toMatchObject({ status: 200, trackId: 't-2', requestId: 'r-2' })
  })
})

test('where no answer came back it is known what went out', async () => {
  const lost = traceUpstream(async () => {
    throw new Error('reset')
  }, tracing)
  await withUpstreamTrace(async () => {
    await expect(lost(writing())).rejects.toThrow('reset')
    expect(currentUpstreamTrace()).toMatchObject({ status: null, trackId: 't-1', requestId: null })
    expect(currentUpstreamTrace().milliseconds).toBeGreaterThanOrEqual(0)
  })
})

test.each(['a b', 'x'.repeat(129), 'é'])(
  'an id that nobody could quote is none: %s',
  async (id) => {
    await withUpstreamTrace(async () => {
      await traceUpstream(answering(200, id), tracing)(writing())
      expect(currentUpstreamTrace()).toMatchObject({ status: 200, requestId: null })
    })
  },
)
