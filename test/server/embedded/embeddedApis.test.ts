import { beforeEach, expect, test } from 'vitest'
import type { Database } from '#contract/backend/vendor.ts'
import type { EmbeddedReach } from '#server/embedded/embeddedApis.ts'
import { openGateway, origin } from '../../helpers/gateway.ts'

/** Nothing here reaches a database. */
const none: Database = {
  query: () => Promise.reject(new Error('no database here')),
  transaction: () => Promise.reject(new Error('no database here')),
}

let seen: Request[]

beforeEach(() => {
  seen = []
})

function open(embeddedApi: EmbeddedReach = 'loopback') {
  const embeddedApp = async (request: Request) => {
    seen.push(request)
    return new Response(request.body, {
      status: 201,
      headers: { 'x-embedded': 'own', server: 'embedded' },
    })
  }
  return openGateway({
    database: none,
    embeddedApi,
    hosts: ['localhost', '127.0.0.1', '::1', 'desk.example.com'],
    embedded: new Map([['dayzero', embeddedApp]]),
  })
}

function from(remoteAddress: string) {
  return { incoming: { socket: { remoteAddress } } }
}

test('a embedded API is given the request as it came, below its own address, and answers for itself', async () => {
  const gateway = await open()
  const answer = await gateway.raw(
    new Request(`${origin}/embedded/dayzero/api/v1/customers/%C3%A9?a=1&a=2`, {
      method: 'POST',
      headers: { authorization: 'Bearer dz_embedded', 'content-type': 'text/plain' },
      body: 'as it is',
    }),
  )
  expect(answer.status).toBe(201)
  expect(await answer.text()).toBe('as it is')
  expect(answer.headers.get('x-embedded')).toBe('own')
  expect(seen[0]!.method).toBe('POST')
  expect(seen[0]!.url).toBe(`${origin}/api/v1/customers/%C3%A9?a=1&a=2`)
  expect(seen[0]!.headers.get('authorization')).toBe('Bearer dz_embedded')
})

test.each(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1'])(
  'from %s the embedded APIs are reached',
  async (address) => {
    const gateway = await open()
    const request = new Request(`${origin}/embedded/dayzero/x`)
    expect((await gateway.raw(request, from(address))).status).toBe(201)
  },
)

test.each(['10.0.0.1', '::ffff:10.0.0.1', 'fe80::1', '127.0.0.1.evil', '', '1127.0.0.1'])(
  'from %s they are not, unless everyone is let in',
  async (address) => {
    const request = () => new Request(`${origin}/embedded/dayzero/x`)
    expect((await (await open()).raw(request(), from(address))).status).toBe(403)
    expect(seen).toHaveLength(0)
    expect((await (await open('everyone')).raw(request(), from(address))).status).toBe(201)
  },
)

test.each([
  ...[
    'forwarded',
    'via',
    'x-forwarded-for',
    'x-forwarded-proto',
    'x-forwarded-host',
    'x-forwarded',
  ],
  ...['x-real-ip', 'x-client-ip', 'true-client-ip', 'x-cluster-client-ip', 'cf-connecting-ip'],
  ...['cf-ray', 'cdn-loop', 'fastly-client-ip', 'x-amzn-trace-id', 'x-azure-ref', 'x-arr-log-id'],
  ...['x-envoy-external-address', 'x-original-url', 'x-scheme', 'tailscale-user-login'],
])('a proxy on this machine speaks for another person and says so in %s', async (header) => {
  const gateway = await open()
  const request = (headers = {}) => new Request(`${origin}/embedded/dayzero/x`, { headers })
  expect((await gateway.raw(request(), from('127.0.0.1'))).status).toBe(201)
  expect((await gateway.raw(request({ [header]: '' }), from('127.0.0.1'))).status).toBe(403)
})

test.each([
  ['http://localhost', undefined, 201],
  ['http://127.0.0.1:3000', '127.0.0.1:3000', 201],
  ['http://[::1]:3000', '[::1]', 201],
  ['http://desk.example.com', undefined, 403],
  ['http://127.0.0.1:3000', 'desk.example.com', 403],
  ['http://desk.example.com', '127.0.0.1', 403],
])('%s with Host %s is answered with %3$i', async (address, host, status) => {
  const headers = host === undefined ? undefined : { host }
  const request = new Request(`${address}/embedded/dayzero/x`, { headers })
  expect((await (await open()).raw(request, from('127.0.0.1'))).status).toBe(status)
})

test('what is spoken in HTTP/1.0 comes from a proxy', async () => {
  const gateway = await open()
  const request = () => new Request(`${origin}/embedded/dayzero/x`)
  const speaking = (httpVersion: string) => ({ incoming: { ...from('::1').incoming, httpVersion } })
  expect((await gateway.raw(request(), speaking('1.1'))).status).toBe(201)
  expect((await gateway.raw(request(), speaking('1.0'))).status).toBe(403)
})

test('switched off they are not there, from wherever', async () => {
  const gateway = await open('off')
  const request = new Request(`${origin}/embedded/dayzero/x`)
  expect((await gateway.raw(request, from('127.0.0.1'))).status).toBe(404)
  expect(seen).toHaveLength(0)
})

test('there is nothing below the embedded APIs’ address but the embedded APIs', async () => {
  const gateway = await open()
  for (const path of ['/embedded', '/embedded/', '/embedded/zuora/x', '/embedded/__proto__/x'])
    expect((await gateway.ask(path)).status).toBe(404)
  expect(seen).toHaveLength(0)
})

test('a embedded API is not fed more than a megabyte at once', async () => {
  const gateway = await open()
  const answer = await gateway.raw(
    new Request(`${origin}/embedded/dayzero/x`, {
      method: 'POST',
      body: 'x'.repeat(1024 * 1024 + 1),
    }),
  )
  expect(answer.status).toBe(413)
})
