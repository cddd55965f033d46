import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { call } from '#contract/backend/call.ts'
import type { Endpoint } from '#contract/backend/endpoint.ts'
import { BackendError } from '#contract/api/refusal.ts'
import { outbound, type OutboundOptions } from '#server/outbound/outbound.ts'

const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** A billing system outside, somewhere on this machine. */
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const endpoint: Endpoint = {
  method: 'GET',
  path: '/x',
  success: 200,
  body: null,
  reply: z.unknown(),
}

function to(base: string, more: Partial<OutboundOptions> = {}) {
  return outbound({ origins: [base], ...more })
}

async function refusalFrom(answer: Promise<unknown>) {
  const error: unknown = await answer.catch((thrown: unknown) => thrown)
  if (!(error instanceof BackendError)) throw error
  return error.refusal
}

test('an answer comes through whole, without the cookies of whoever sent it', async () => {
  const base = await serve((request, response) => {
    response.writeHead(201, { 'set-cookie': 'a=b', 'x-own': request.headers['x-asked'] as string })
    response.end('{"é":1}')
  })
  const answer = await to(base)(new Request(base, { headers: { 'x-asked': 'yes' } }))
  expect(answer.status).toBe(201)
  expect(answer.headers.get('x-own')).toBe('yes')
  expect(answer.headers.getSetCookie()).toEqual([])
  expect(await answer.json()).toEqual({ é: 1 })
})

test('a redirect is not followed, so credentials go nowhere else', async () => {
  const asked: string[] = []
  const elsewhere = await serve((request, response) => {
    asked.push(request.headers.authorization ?? '')
    response.end()
  })
  const base = await serve((_, response) => {
    response.writeHead(302, { location: elsewhere }).end()
  })
  const headers = { authorization: 'Bearer secret' }
  const answer = await to(base)(new Request(base, { headers }))
  expect(answer.status).toBe(302)
  expect(asked).toEqual([])
})

test('an answer without a body is one', async () => {
  const base = await serve((_, response) => {
    response.writeHead(204).end()
  })
  const answer = await to(base)(new Request(base))
  expect([answer.status, await answer.text()]).toEqual([204, ''])
})

test('a packed answer is unpacked, and a bomb is cut off before it fills the memory', async () => {
  const base = await serve((request, response) => {
    const size = request.url === '/bomb' ? 64 * 1024 * 1024 : 1000
    response.writeHead(200, { 'content-encoding': 'gzip' })
    response.end(gzipSync(Buffer.alloc(size, '1')))
  })
  const small = await to(base)(new Request(base))
  expect(small.headers.has('content-encoding')).toBe(false)
  expect(await small.text()).toHaveLength(1000)
  const bomb = to(base)(new Request(`${base}/bomb`))
  await expect(bomb).rejects.toThrow(/longer than 8388608 bytes/)
})

test('a backend that falls silent in the middle of its answer is given up on', async () => {
  const base = await serve((_, response) => {
    response.writeHead(200).write('{"half":')
  })
  const send = to(base, { timeout: 50 })
  const options = { base, headers: {} }
  expect(await refusalFrom(call(send, endpoint, options))).toEqual({
    kind: 'outcomeUnknown',
    status: null,
  })
})

test('an answer that is too long is unclear, and a server that is not there was never reached', async () => {
  const base = await serve((_, response) => {
    response.end('x'.repeat(100))
  })
  const send = to(base, { mostBytes: 99 })
  expect(await refusalFrom(call(send, endpoint, { base, headers: {} }))).toEqual({
    kind: 'outcomeUnknown',
    status: null,
  })
  const gone = await serve(() => {})
  servers.at(-1)!.close()
  expect(await refusalFrom(call(to(gone), endpoint, { base: gone, headers: {} }))).toEqual({
    kind: 'backendUnreachable',
  })
})

test('whoever asked may give up', async () => {
  const base = await serve(() => {})
  const asking = new AbortController()
  const answer = to(base)(new Request(base, { signal: asking.signal }))
  asking.abort(new Error('never mind'))
  await expect(answer).rejects.toThrow('never mind')
})
