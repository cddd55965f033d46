import { execFile } from 'node:child_process'
import type { lookup } from 'node:dns'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test, vi } from 'vitest'
import * as z from 'zod/mini'
import { call } from '#contract/backend/call.ts'
import type { Endpoint } from '#contract/backend/endpoint.ts'
import { BackendError } from '#contract/api/refusal.ts'
import { outbound, type OutboundOptions } from '#server/outbound/outbound.ts'
import { selfSigned } from '../../helpers/certificate.ts'

const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(server: Server): Promise<number> {
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** Notes who connects, and what they bring. */
async function trap() {
  const seen: (string | undefined)[] = []
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization)
    response.end('{}')
  })
  server.on('connection', () => seen.push('connected'))
  return { seen, port: await serve(server) }
}

function tlsServer(answer: RequestListener, certificate = selfSigned()) {
  return createTlsServer(certificate, answer) as unknown as Server
}

/** A name service that says one thing after the other. */
function saying(...answers: string[][]) {
  const asked: string[] = []
  const stub = (name: string, _: object, done: (error: null, found: object[]) => void) => {
    const addresses = answers[Math.min(asked.length, answers.length - 1)] ?? []
    asked.push(name)
    const family = (address: string) => (address.includes(':') ? 6 : 4)
    done(
      null,
      addresses.map((address) => ({ address, family: family(address) })),
    )
  }
  return { asked, lookup: stub as unknown as typeof lookup }
}

const endpoint: Endpoint = {
  method: 'GET',
  path: '/x',
  success: 200,
  body: null,
  reply: z.unknown(),
}
const headers = { authorization: 'Bearer canary-token' }

async function refusalOf(base: string, options: OutboundOptions) {
  const answer = call(outbound(options), endpoint, { base, headers })
  const error: unknown = await answer.then(
    (found) => new Error(`answered ${found.status}`),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof BackendError)) throw error
  const { code } = error.cause as { code?: string }
  return [error.refusal.kind, code]
}

/** Where a configured address must not lead, in whatever way it is written. */
const elsewhere = [
  ...['169.254.169.254', '2852039166', '0xa9fea9fe', '0251.0376.0251.0376', '0xa9.254.0251.254'],
  ...['169.254.43518', '%31%36%39.254.169.254', '１６９.254.169.254', '169。254。169。254'],
  ...['[::ffff:169.254.169.254]', '[::ffff:a9fe:a9fe]', '[0:0:0:0:0:ffff:a9fe:a9fe]'],
  ...['[64:ff9b::a9fe:a9fe]', '[fd00:ec2::254]', '[fe80::1]', '[::]', '0', '0.0.0.0', '0x0'],
  ...['10.0.0.1', '167772161', '0xa000001', '012.0.0.1', '10.1', '[::ffff:10.0.0.1]', '172.16.0.9'],
  ...['192.168.1.1', '3232235777', '0300.0250.1.1', '[::ffff:c0a8:101]', '100.64.0.1', '[fd12::1]'],
  ...[
    '[fc00::1]',
    '100.100.100.200',
    '168.63.129.16',
    '255.255.255.255',
    '224.0.0.1',
    '198.18.0.1',
  ],
  ...['[2002:7f00:1::]', '[2001:db8::1]', '[::7f00:1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]'],
]

test('no way to write an address leads to the cloud’s services or into the own network', async () => {
  expect(elsewhere.length).toBeGreaterThanOrEqual(40)
  for (const host of elsewhere) {
    const base = `https://${host}`
    const refused = await refusalOf(base, { origins: [base] })
    expect([host, refused]).toEqual([host, ['backendUnreachable', 'ERR_ADDRESS_NOT_ALLOWED']])
  }
})

test.each([
  ['this machine', ['127.0.0.1']],
  ['this machine, by IPv6', ['::1']],
  ['the own network', ['10.1.2.3', 'fd12::1']],
  ['the cloud’s services', ['169.254.169.254']],
  ['nowhere', ['0.0.0.0']],
  ['this machine, in disguise', ['::ffff:127.0.0.1']],
])('a name that leads to %s is not connected to', async (_, addresses) => {
  const { seen, port } = await trap()
  const base = `https://billing.example:${port}`
  const { lookup } = saying(addresses)
  expect(await refusalOf(base, { origins: [base], lookup })).toEqual([
    'backendUnreachable',
    'ERR_ADDRESS_NOT_ALLOWED',
  ])
  expect(seen).toEqual([])
})

test('a name that is pointed elsewhere between two looks is looked up once, and connected to there', async () => {
  const { seen, port } = await trap()
  const base = `http://localhost:${port}`
  const { asked, lookup } = saying(['169.254.169.254', '127.0.0.1'], ['10.0.0.1'])
  const send = outbound({ origins: [base], lookup })
  expect((await send(new Request(base, { headers }))).status).toBe(200)
  expect([asked, seen]).toEqual([['localhost'], ['connected', 'Bearer canary-token']])
})

test('nothing is sent to any other place than the configured one', async () => {
  const { seen, port } = await trap()
  const configured = `http://127.0.0.1:${port}`
  for (const base of [
    `http://localhost:${port}`,
    `https://127.0.0.1:${port}`,
    `http://127.0.0.1:${port + 1}`,
    'https://evil.example',
    `http://127.0.0.1.evil.example:${port}`,
    `http://127.0.0.1:${port}@evil.example`,
  ]) {
    const refused = await refusalOf(base, { origins: [configured] }).catch((error: unknown) => [
      // `Request` itself takes no user name.
      error instanceof TypeError ? 'backendUnreachable' : error,
      'ERR_HOST_NOT_CONFIGURED',
    ])
    expect([base, refused]).toEqual([base, ['backendUnreachable', 'ERR_HOST_NOT_CONFIGURED']])
  }
  expect(seen).toEqual([])
})

test('nothing leaves this machine in the clear', async () => {
  const base = 'http://billing.example'
  const { asked, lookup } = saying(['93.184.216.34'])
  expect(await refusalOf(base, { origins: [base], lookup })).toEqual([
    'backendUnreachable',
    'ERR_HOST_NOT_CONFIGURED',
  ])
  expect(asked).toEqual([])
})

test('a certificate that nobody vouches for is refused before a token is sent, whatever the environment says', async () => {
  const seen: unknown[] = []
  const port = await serve(tlsServer((request) => void seen.push(request.headers)))
  const base = `https://localhost:${port}`
  for (const value of [undefined, '0']) {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', value)
    expect(await refusalOf(base, { origins: [base] })).toEqual([
      'backendUnreachable',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
    ])
  }
  expect(seen).toEqual([])
})

test('a certificate that this machine is told to trust is taken, for its own names only', async () => {
  const certificate = selfSigned()
  const port = await serve(tlsServer((_, response) => response.end('"over TLS"'), certificate))
  const folder = await mkdtemp(join(tmpdir(), 'contact-desk-tls-'))
  const file = join(folder, 'trusted.pem')
  await writeFile(file, certificate.cert)
  const asking = async (host: string) => {
    const tool = fileURLToPath(new URL('../../tools/ts.mjs', import.meta.url))
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [tool, '../server/outbound/ask.ts', `https://${host}:${port}`],
      { env: { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: file } },
    )
    return stdout.trim()
  }
  expect(await asking('localhost')).toBe('"over TLS"')
  expect(await asking('127.0.0.1')).toBe('ERR_TLS_CERT_ALTNAME_INVALID')
  await rm(folder, { recursive: true })
})

test('fifty bombs at once are cut off, packed in whatever way, and memory stays where it was', async () => {
  const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024))
  const twice = Buffer.concat([gzipSync(Buffer.alloc(9 * 1024 * 1024)), bomb])
  const port = await serve(
    createServer((request, response) => {
      const encoding = request.url === '/br' ? 'br' : request.url === '/two' ? 'gzip, gzip' : 'gzip'
      response.writeHead(200, { 'content-encoding': encoding })
      response.end(request.url === '/twice' ? twice : bomb)
    }),
  )
  const base = `http://127.0.0.1:${port}`
  const send = outbound({ origins: [base], mostBytes: 1024 * 1024 })
  const before = process.memoryUsage.rss()
  const refused = await Promise.all(
    Array.from({ length: 50 }, (_, index) => {
      const path = ['/gzip', '/twice', '/br', '/two'][index % 4]
      return send(new Request(base + path)).then(
        () => 'taken',
        (error: Error) => error.message,
      )
    }),
  )
  expect(new Set(refused)).toEqual(
    new Set([
      'the answer is longer than 1048576 bytes',
      'the answer is packed in a way that was not asked for',
    ]),
  )
  expect(process.memoryUsage.rss() - before).toBeLessThan(150 * 1024 * 1024)
})

test('whoever quotes the credentials in an answer does not give them away', async () => {
  const token = 'canary/"token"\\'
  const port = await serve(
    createServer((request, response) => {
      const { authorization = '' } = request.headers
      void (async () => {
        const form = new URLSearchParams(Buffer.concat(await request.toArray()).toString())
        const said = [authorization, form.get('client_secret') ?? '', encodeURIComponent(token)]
        response.writeHead(401, { 'www-authenticate': `Bearer error="${said[1]}"` })
        response.end(JSON.stringify({ detail: said.join(' '), other: 'stays' }))
      })()
    }),
  )
  const base = `http://127.0.0.1:${port}`
  const send = outbound({ origins: [base] })
  const bearer = Buffer.from(token).toString('base64url')
  const basic = Buffer.from(`client:${token}`).toString('base64')
  for (const [authorization, body] of [
    [`Bearer ${bearer}`, undefined],
    [`Basic ${basic}`, undefined],
    ['', new URLSearchParams({ client_secret: token })],
  ] as const) {
    const method = body ? 'POST' : 'GET'
    const answer = await send(
      new Request(base, { method, body, headers: authorization ? { authorization } : {} }),
    )
    const text = await answer.text()
    expect(text).toContain('[hidden]')
    expect(text).toContain('stays')
    for (const canary of [bearer, basic, ...(body ? [JSON.stringify(token).slice(1, -1)] : [])])
      expect(text).not.toContain(canary)
    expect(answer.headers.get('www-authenticate')).not.toContain('canary')
  }
})
