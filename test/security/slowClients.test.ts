import { once } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import { httpServer } from '#server/http/httpServer.ts'
import { customer, workspaceOn } from '../helpers/gateway.ts'
import { memoryBackend } from '../helpers/memoryBackend.ts'
import { listening, type Listening } from './rawSockets.ts'
import type { Contact } from '#contract/fields/contact.ts'

let desk: Listening | undefined

afterEach(() => desk?.stop())

/** The desk's own times are too long to wait for; the bounds are the same. */
const hasty = {
  headersTimeout: 1_000,
  requestTimeout: 1_500,
  answerTimeout: 2_000,
  connectionsCheckingInterval: 50,
}

/** Of a contact list that no socket takes at once. */
const many: Contact[] = Array.from({ length: 400 }, (_, index) => ({
  ...{ id: `x-${index}`, name: 'Pat', primary: false, roles: [], changedAt: null, madeAt: null },
  values: { name: 'Pat', notes: 'n'.repeat(20_000) },
}))

const head = (line: string) => `${line} HTTP/1.1\r\nHost: 127.0.0.1\r\n`
const write = `${head('PUT /api/workspaces/desk/submissions/x')}Content-Type: application/json\r\n`

test.each([
  ['never says a word', ''],
  ['stops in the first line', 'GET /api/ses'],
  ['stops in its headers', `${head('GET /api/session')}X-Slow: `],
  ['promises a body and sends half of it', `${write}Content-Length: 100\r\n\r\n{"op":`],
  ['sends chunks and no last one', `${write}Transfer-Encoding: chunked\r\n\r\n3\r\n{"o\r\n`],
])('fifty clients that %s are shown out, and others answered meanwhile', async (_, bytes) => {
  desk = await listening([workspaceOn(memoryBackend(customer))], hasty)
  const { port, open } = desk
  const slow = await Promise.all(Array.from({ length: 50 }, open))
  const closed = slow.map((socket) => once(socket.resume(), 'close'))
  for (const socket of slow) socket.write(bytes)
  for (let count = 0; count < 20; count++)
    expect((await fetch(`http://127.0.0.1:${port}/api/session`)).status).toBe(200)
  await Promise.all(closed)
})

test('ten clients that ask for much and read nothing are shown out, and others answered', async () => {
  const backend = {
    ...memoryBackend(customer),
    contacts: async () => ({ items: many, next: null }),
  }
  // Whoever is well is not to be hurried by making these answers.
  const limits = { ...hasty, headersTimeout: 20_000, requestTimeout: 20_000 }
  desk = await listening([workspaceOn(backend)], limits)
  const { port, server, open } = desk
  const slow = await Promise.all(Array.from({ length: 10 }, open))
  for (const socket of slow) {
    socket.pause()
    socket.write(`${head('GET /api/workspaces/desk/customers/c-1/contacts')}\r\n`)
  }
  const headers = { connection: 'close' }
  const answer = await fetch(`http://127.0.0.1:${port}/api/session`, { headers })
  expect(answer.status).toBe(200)
  const count = () =>
    new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)))
  await expect.poll(count, { timeout: 30_000 }).toBe(0)
  for (const socket of slow) socket.destroy()
})

test('the desk gives 10 s for headers, 30 s for a request, and looks every two', () => {
  const server = httpServer(async () => new Response())
  expect([server.headersTimeout, server.requestTimeout]).toEqual([10_000, 30_000])
  expect(server.maxRequestsPerSocket).toBe(0)
  server.close()
})
