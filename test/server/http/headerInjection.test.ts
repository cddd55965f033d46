import { gzipSync } from 'node:zlib'
import { beforeEach, expect, test } from 'vitest'
import { vendors } from '#backends/vendors.ts'
import {
  embeddedWorkspace,
  openGateway,
  origin,
  writing,
  type Gateway,
} from '../../helpers/gateway.ts'

let gateway: Gateway
/** What the billing systems were asked. */
let asked: Request[]

/** What a client may try to have passed on. */
const planted = {
  authorization: 'Bearer planted',
  cookie: 'planted=1',
  'x-business-id': 'planted',
  'x-user-email': 'planted@example.com',
  'zuora-entity-ids': 'planted',
  'zuora-org-ids': 'planted',
  'zuora-track-id': 'planted',
  'zuora-version': 'planted',
  'idempotency-key': 'planted',
  'x-method-override': 'DELETE',
  'x-http-method-override': 'DELETE',
  'x-planted': 'planted',
}

beforeEach(async () => {
  asked = []
  const send = async (request: Request) => {
    asked.push(request)
    const isToken = request.url.endsWith('/oauth/token')
    const body = isToken
      ? { access_token: 'issued', token_type: 'bearer', expires_in: 3600 }
      : { detail: 'no', success: false, reasons: [{ code: 50000040, message: 'no' }] }
    const headers = { 'set-cookie': 'sent=1', 'access-control-allow-origin': '*', 'x-sent': 'sent' }
    return Response.json(body, { status: isToken ? 200 : 404, headers })
  }
  const workspaces = Object.values(vendors).map((vendor) =>
    embeddedWorkspace(vendor, vendor.connect(vendor.embedded.settings, send)),
  )
  gateway = await openGateway({ workspaces })
})

const workspaces = Object.keys(vendors).map((id) => `/api/workspaces/${id}-embedded`)

test('no header of whoever asks reaches a billing system, and none of its own comes back', async () => {
  for (const at of workspaces) {
    const path = `${at}/submissions/${crypto.randomUUID()}`
    const values = { name: 'Pat', firstName: 'Pat', lastName: 'Plain' }
    const submissionBody = writing({ op: 'create', revision: 1, customer: 'c-1', values })
    for (const [address, init] of [
      [`${at}/customers?search=x`, {}],
      [`${at}/customers/c-1/contacts`, {}],
      [path, submissionBody],
    ] as const) {
      const headers = { ...planted, ...init.headers }
      const answer = await gateway.ask(address, { ...init, headers })
      for (const [name, value] of answer.headers)
        expect(`${name}: ${value}`).not.toMatch(/planted|sent|access-control/)
    }
  }
  expect(asked.length).toBeGreaterThan(5)
  for (const request of asked)
    for (const [name, value] of request.headers)
      expect(`${name}: ${value}`).not.toContain('planted')
})

const odd = [
  ...['a\r\nx-planted: planted', 'a\nb', 'a\rb', 'a\u0000b', 'é', '€', '😀', '\ud83d', '\u2028'],
  ...['a:b;c\'d"e', 'x'.repeat(65_536), '%0d%0ax-planted:%20planted', '\u202ea', '\ufeff', 'a\tb'],
]

test('no text makes a header of its own or a fault, wherever it stands', async () => {
  for (const at of workspaces)
    for (const text of odd) {
      // As a browser writes it; half a pair cannot even be written.
      const written = encodeURIComponent(Buffer.from(text).toString())
      const answers = [
        await gateway.ask(`${at}/customers?search=${written}`),
        await gateway.ask(`${at}/customers?cursor=${written}`),
        await gateway.ask(`${at}/customers/${written}/contacts`),
        await gateway.ask(`${at}/customers/c-1/contacts/${written}`),
        await gateway.ask(`/api/workspaces/${written}/customers`),
        await gateway.ask(`${at}/submissions/${written}`, writing({})),
        await gateway.ask(
          `${at}/submissions/${crypto.randomUUID()}`,
          writing({ op: 'create', revision: 1, customer: text, values: {} }),
        ),
      ]
      for (const answer of answers) {
        expect([text.slice(0, 20), answer.status]).toEqual([
          text.slice(0, 20),
          expect.toSatisfy((status: number) => status < 500),
        ])
        expect(answer.headers.has('x-planted')).toBe(false)
      }
    }
  for (const request of asked) {
    expect(request.headers.has('x-planted')).toBe(false)
    // Nothing that headers cannot carry, and no track id but of our own making.
    for (const [, value] of request.headers) expect(value).toMatch(/^[\x20-\x7e]*$/)
    expect(request.headers.get('zuora-track-id') ?? '').toMatch(/^[\w-]{0,64}$/)
  }
})

test('fifty bombs at once are not unpacked, and the desk goes on', async () => {
  const bomb = new Uint8Array(gzipSync(Buffer.alloc(50 * 1024 * 1024)))
  const before = process.memoryUsage.rss()
  const seen = await Promise.all(
    Array.from({ length: 50 }, async (_, n) => {
      const encoding = ['gzip', 'gzip, gzip', 'br', 'deflate'][n % 4]!
      const init = writing('')
      const headers = { ...init.headers, 'content-encoding': encoding }
      const path = `${workspaces[0]}/submissions/${crypto.randomUUID()}`
      return (await gateway.ask(path, { ...init, headers, body: bomb })).status
    }),
  )
  expect(new Set(seen)).toEqual(new Set([415]))
  expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 1024 * 1024)
  expect((await gateway.raw(new Request(`${origin}/healthz`))).status).toBe(200)
})
