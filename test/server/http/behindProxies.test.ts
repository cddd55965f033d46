import { once } from 'node:events'
import { request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deskApp } from '#server/app.ts'
import { httpServer } from '#server/http/httpServer.ts'
import { freePort } from '../../helpers/desk.ts'
import { customer, deskDatabase, workspaceOn } from '../../helpers/gateway.ts'
import { memoryBackend } from '../../helpers/memoryBackend.ts'
import {
  missing,
  startHaproxy,
  startNginx,
  type ProxyName,
  type ProxyProcess,
} from './proxyProcess.ts'

/** The name under which people reach the proxy; it is among the desk's own. */
const name = 'desk.example.com'

const inside = ['/', '/api/workspaces', '/embedded/dayzero/api/v1/customers', '/metrics']

let server: Server
let port: number

beforeAll(async () => {
  const app = deskApp({
    workspaces: [workspaceOn(memoryBackend(customer))],
    database: await deskDatabase(),
    embedded: new Map([['dayzero', async () => new Response('customers')]]),
    page: async () => new Response('the page'),
    log: pino({ enabled: false }),
    hosts: ['localhost', '127.0.0.1', name],
    embeddedApi: 'loopback',
    version: '0',
    now: () => new Date(),
    signIn: null,
  })
  server = httpServer(app.fetch)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** How a request with this `Host` is answered at a port of this machine. */
async function statusAt(at: number, path: string, host: string): Promise<number> {
  const asked = request({ host: '127.0.0.1', port: at, path, headers: { host }, agent: false })
  const [answer] = (await once(asked.end(), 'response')) as [
    { statusCode: number; resume(): unknown },
  ]
  answer.resume()
  return answer.statusCode
}

async function statusesAt(at: number, host: string): Promise<number[]> {
  return Promise.all(inside.map((path) => statusAt(at, path, host)))
}

interface Setup {
  proxy: ProxyName
  /** What a person or a scanner on the other side of the proxy asks for. */
  host: (at: number) => string
  start: (at: number) => Promise<ProxyProcess>
}

const publicName = () => name
const loopbackName = (at: number) => `127.0.0.1:${at}`
const pass = () => `location / { proxy_pass http://127.0.0.1:${port}; }`

const setups: Record<string, Setup> = {
  'nginx with proxy_pass alone': {
    ...{ proxy: 'nginx', host: publicName },
    start: (at) => startNginx(at, pass()),
  },
  'nginx with proxy_pass to an upstream': {
    ...{ proxy: 'nginx', host: publicName },
    start: (at) =>
      startNginx(
        at,
        'location / { proxy_pass http://localhost; }',
        `upstream localhost { server 127.0.0.1:${port}; }`,
      ),
  },
  'nginx that passes Host on as it came': {
    ...{ proxy: 'nginx', host: publicName },
    start: (at) =>
      startNginx(at, `proxy_http_version 1.1; proxy_set_header Host $http_host; ${pass()}`),
  },
  'nginx that says for whom it asks': {
    ...{ proxy: 'nginx', host: loopbackName },
    start: (at) =>
      startNginx(at, `proxy_http_version 1.1; proxy_set_header X-Real-IP $remote_addr; ${pass()}`),
  },
  'HAProxy in mode tcp, as it comes': {
    ...{ proxy: 'haproxy', host: publicName },
    start: (at) => startHaproxy(at, port, []),
  },
  'HAProxy in mode http': {
    ...{ proxy: 'haproxy', host: publicName },
    start: (at) => startHaproxy(at, port, ['mode http']),
  },
  'HAProxy that says for whom it asks': {
    ...{ proxy: 'haproxy', host: loopbackName },
    start: (at) => startHaproxy(at, port, ['mode http', 'option forwardfor']),
  },
}

test.for(Object.entries(setups))(
  'without sign-in nobody gets in through %s',
  async ([, { proxy, host, start }], { skip }) => {
    const why = missing(proxy)
    if (why !== null) {
      process.stdout.write(`skipped: ${why}\n`)
      skip(why)
    }
    const at = await freePort()
    const running = await start(at)
    try {
      // It lives, and says so to everybody: what is refused is not refused because nothing answers.
      expect(await statusAt(at, '/healthz', host(at))).toBe(200)
      expect(await statusesAt(at, host(at))).toEqual([403, 403, 403, 403])
    } finally {
      await running.stop()
    }
  },
)

test('a program on this machine is answered', async () => {
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`])
    expect(await statusesAt(port, host)).toEqual([200, 200, 200, 200])
})
