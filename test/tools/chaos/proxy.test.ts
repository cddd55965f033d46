import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startProxy, type Fault, type Proxy } from './proxy.ts'

/** What the server was asked to write, in its order. */
let written: string[]
let stop: () => Promise<void>
let proxy: Proxy

beforeEach(async () => {
  written = []
  const server = createServer((request, response) => {
    void (async () => {
      const body = Buffer.concat(await request.toArray()).toString()
      if (request.method === 'POST') written.push(body)
      const answer = JSON.stringify({ made: body })
      // Every other answer comes in chunks, as a server sends it that does not know its length.
      const length = request.url === '/chunks' ? {} : { 'content-length': answer.length }
      response.writeHead(201, length).write(answer.slice(0, 4))
      response.end(answer.slice(4))
    })()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  proxy = await startProxy(() => port)
  stop = async () => {
    await proxy.close()
    server.closeAllConnections()
    server.close()
  }
})

afterEach(() => stop())

function post(body: string, path = '/'): Promise<Response> {
  return fetch(proxy.url + path, { method: 'POST', body })
}

function arm(fault: Fault, times = 1): void {
  proxy.arm({ fault, times, victim: ({ method }) => method === 'POST' })
}

/** What a client makes of it: the status and body, or the code of what went wrong. */
async function outcomeOf(asking: Promise<Response>): Promise<string> {
  try {
    const answer = await asking
    return `${answer.status} ${await answer.text()}`
  } catch (error) {
    const { cause } = error as { cause?: { code?: string } }
    return cause?.code ?? String(error)
  }
}

test('what is not struck passes unchanged, on one connection and in both ways of framing', async () => {
  expect(await outcomeOf(post('one'))).toBe('201 {"made":"one"}')
  expect(await outcomeOf(post('two', '/chunks'))).toBe('201 {"made":"two"}')
  arm({ do: 'reset', when: 'before' })
  expect((await fetch(proxy.url)).status).toBe(201)
  expect(proxy.passed.map(({ fault, status }) => [fault, status])).toEqual(
    Array.from({ length: 3 }, () => [null, 201]),
  )
})

const gone = 'UND_ERR_SOCKET'
const cases: [name: string, fault: Fault, outcome: string | RegExp, writes: number][] = [
  ['reset before', { do: 'reset', when: 'before' }, 'ECONNRESET', 0],
  ['reset after', { do: 'reset', when: 'after', pass: 'nothing' }, 'ECONNRESET', 1],
  ['FIN before', { do: 'fin', when: 'before' }, gone, 0],
  ['FIN after', { do: 'fin', when: 'after', pass: 'nothing' }, gone, 1],
  ['half a head', { do: 'fin', when: 'after', pass: 'half head' }, /UND_ERR_SOCKET|HPE_/, 1],
  ['half a body', { do: 'fin', when: 'after', pass: 'half body' }, gone, 1],
  ['garbage', { do: 'garbage' }, '200 \u0000\u0001<not what was asked for', 1],
  ['500 before', { do: 'answer', when: 'before', status: 500 }, '500 <h1>500</h1>', 0],
  ['500 after', { do: 'answer', when: 'after', status: 500 }, '500 <h1>500</h1>', 1],
  ['late request', { do: 'delay', when: 'before', milliseconds: 5 }, '201 {"made":"it"}', 1],
  ['late answer', { do: 'delay', when: 'after', milliseconds: 5 }, '201 {"made":"it"}', 1],
  ['twice', { do: 'twice' }, '201 {"made":"it"}', 2],
]

test.each(cases)('%s: the client sees it, and the server did as much', async (...it) => {
  const [, fault, outcome, writes] = it
  arm(fault)
  expect(await outcomeOf(post('it'))).toMatch(outcome)
  expect(written).toHaveLength(writes)
  expect(await outcomeOf(post('next'))).toBe('201 {"made":"next"}')
  expect(proxy.passed.map(({ fault }) => fault)).toEqual([fault.do, null])
})

test('into a black hole the request goes or not, and no answer comes', async () => {
  for (const when of ['before', 'after'] as const) {
    arm({ do: 'blackhole', when })
    const giveUp = new AbortController()
    const asking = fetch(proxy.url, { method: 'POST', body: when, signal: giveUp.signal })
    await proxy.struck(1)
    await expect.poll(() => proxy.passed.at(-1)?.status).toBe(when === 'before' ? 0 : 201)
    giveUp.abort()
    await expect(asking).rejects.toThrow('aborted')
  }
  expect(written).toEqual(['after'])
})

test('a late request arrives although its client has given up', async () => {
  arm({ do: 'delay', when: 'before', milliseconds: 50 })
  const giveUp = new AbortController()
  const asking = fetch(proxy.url, { method: 'POST', body: 'late', signal: giveUp.signal })
  await proxy.struck(1)
  giveUp.abort()
  await expect(asking).rejects.toThrow('aborted')
  await expect.poll(() => written).toEqual(['late'])
})

test('headers of an answer in between are passed on', async () => {
  arm({ do: 'answer', when: 'before', status: 429, headers: { 'retry-after': '2' } })
  expect((await post('it')).headers.get('retry-after')).toBe('2')
})

test('one fault can follow another, and then all passes', async () => {
  const fault = { do: 'answer', when: 'before', status: 429 } as const
  const victim = () => true
  proxy.arm({ fault, times: 2, victim, next: { do: 'reset', when: 'before' } })
  const outcomes: string[] = []
  for (let request = 0; request < 4; request++) outcomes.push(await outcomeOf(post('it')))
  expect(outcomes).toEqual([
    '429 <h1>429</h1>',
    '429 <h1>429</h1>',
    'ECONNRESET',
    '201 {"made":"it"}',
  ])
})

test('a port that refuses is open again afterwards, for kept connections and new ones', async () => {
  await (await post('one')).text()
  await proxy.refuse()
  expect(await outcomeOf(post('two'))).toMatch(/ECONNREFUSED|ECONNRESET|UND_ERR_SOCKET/)
  expect(await outcomeOf(post('two'))).toBe('ECONNREFUSED')
  await proxy.accept()
  expect(await outcomeOf(post('three'))).toBe('201 {"made":"three"}')
  expect(written).toEqual(['one', 'three'])
})

test('a request that comes in pieces is one request', async () => {
  const client = connect(proxy.port, '127.0.0.1').setEncoding('utf8')
  client.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-le')
  client.write('ngth: 4\r\n\r\nab')
  client.write('cd')
  const [answer] = (await once(client, 'data')) as [string]
  expect(answer).toMatch(/^HTTP\/1\.1 201/)
  expect(written).toEqual(['abcd'])
  client.destroy()
})
