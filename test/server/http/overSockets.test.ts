import { once } from 'node:events'
import type { Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import { deskApp } from '#server/app.ts'
import { httpServer } from '#server/http/httpServer.ts'
import pino from 'pino'
import { aCreate, customer, deskDatabase, workspaceOn } from '../../helpers/gateway.ts'
import { memoryBackend } from '../../helpers/memoryBackend.ts'

let server: Server | undefined

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function serve(backend = memoryBackend(customer)) {
  const app = deskApp({
    workspaces: [workspaceOn(backend)],
    database: await deskDatabase(),
    embedded: new Map([
      [
        'dayzero',
        async (request: Request) =>
          Response.json({ url: request.url, method: request.method, body: await request.text() }),
      ],
    ]),
    page: null,
    log: pino({ enabled: false }),
    hosts: ['127.0.0.1'],
    embeddedApi: 'loopback',
    version: '0',
    now: () => new Date(),
    signIn: null,
  })
  server = httpServer(app.fetch)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { port, host: `127.0.0.1:${port}`, base: `http://127.0.0.1:${port}` }
}

/** What comes back for these very bytes. */
async function bytes(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.end(request.replaceAll('\n', '\r\n'))
  return text(socket)
}

test('a embedded API is reached over loopback, with method, query and body', async () => {
  const { base } = await serve()
  const answer = await fetch(`${base}/embedded/dayzero/api/v1/x?q=1`, {
    method: 'POST',
    body: 'as it is',
  })
  expect(await answer.json()).toEqual({
    url: `${base}/api/v1/x?q=1`,
    method: 'POST',
    body: 'as it is',
  })
})

test('a submission is carried out over a socket', async () => {
  const backend = memoryBackend(customer)
  const { base } = await serve(backend)
  const answer = await fetch(`${base}/api/workspaces/desk/submissions/${crypto.randomUUID()}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'x-contact-desk': '1', origin: base },
    body: JSON.stringify(aCreate()),
  })
  expect([answer.status, backend.held.length]).toEqual([200, 1])
})

test('a browser that hangs up stops the read it asked for', async () => {
  let asked = () => {}
  const arrived = new Promise<void>((resolve) => (asked = resolve))
  let stopped = (_: boolean) => {}
  const aborted = new Promise<boolean>((resolve) => (stopped = resolve))
  const { base } = await serve({
    ...memoryBackend(customer),
    customer: (_, signal) =>
      new Promise((_, reject) => {
        signal?.addEventListener('abort', () => {
          stopped(signal.aborted)
          reject(signal.reason as Error)
        })
        asked()
      }),
  })
  const browser = new AbortController()
  const answer = fetch(`${base}/api/workspaces/desk/customers/c-1`, { signal: browser.signal })
  answer.catch(() => {})
  await arrived
  browser.abort()
  expect(await aborted).toBe(true)
})

test.each([
  [
    'another name in the address than in the header',
    'GET http://evil.example/api/session HTTP/1.1\nHost: HOST',
    421,
  ],
  ['another name in the header', 'GET /api/session HTTP/1.1\nHost: evil.example', 421],
  ['our own name in both', 'GET http://HOST/api/session HTTP/1.1\nHost: HOST', 200],
  ['a method that echoes', 'TRACE /api/session HTTP/1.1\nHost: HOST', 405],
  ['dots that climb', 'GET /api/../healthz HTTP/1.1\nHost: HOST', 200],
  [
    'two lengths',
    'PUT /api/session HTTP/1.1\nHost: HOST\nContent-Length: 1\nContent-Length: 2',
    400,
  ],
  [
    'a length and chunks',
    'PUT /api/session HTTP/1.1\nHost: HOST\nContent-Length: 1\nTransfer-Encoding: chunked',
    400,
  ],
])('%s is answered as it should be', async (_, request, status) => {
  const { port, host } = await serve()
  const answer = await bytes(port, `${request.replaceAll('HOST', host)}\nConnection: close\n\n`)
  expect(answer.split(' ')[1]).toBe(String(status))
  expect(answer).not.toMatch(/ at |node_modules/)
})
