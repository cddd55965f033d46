import { beforeAll, afterAll, expect, test, vi } from 'vitest'
import type { Database } from '#contract/backend/vendor.ts'
import { failureSchema } from '#contract/api/api.ts'
import type { DeskOptions } from '#server/app.ts'
import { bucketsOf } from '#server/http/rateLimits.ts'
import * as z from 'zod/mini'
import {
  aCreate,
  customer,
  deskDatabase,
  openGateway,
  origin,
  workspaceOn,
  writing,
  type Gateway,
} from '../../helpers/gateway.ts'
import { memoryBackend } from '../../helpers/memoryBackend.ts'
import { startProvider, type TestProvider } from '../../helpers/provider.ts'
import { openSignInDesk } from '../session/signInDesk.ts'

let database: Database
let provider: TestProvider

beforeAll(async () => {
  database = await deskDatabase()
  provider = await startProvider(origin)
  for (const person of ['ann', 'ben'])
    provider.people[person] = { name: person, groups: ['writers'] }
})

afterAll(() => provider.stop())

/** 5 reads and 2 writes in 10 seconds from an address; 3 sign-ins and 1 report in a minute. */
const few: Partial<DeskOptions> = { rateLimits: 0.001 }
const some: Partial<DeskOptions> = { rateLimits: 0.01 }

/** With sign-in, as other machines reach no desk without. */
function open(options: Partial<DeskOptions> = few) {
  return openSignInDesk(provider, { database, ...options })
}

const socket = (remoteAddress: string) => ({ incoming: { socket: { remoteAddress } } })

interface Asking {
  from?: string
  headers?: Record<string, string>
  init?: RequestInit
}

async function statuses(
  gateway: Gateway,
  times: number,
  path: string,
  { from = '203.0.113.5', headers = {}, init = {} }: Asking = {},
): Promise<number[]> {
  const all: number[] = []
  for (let n = 0; n < times; n++) {
    const request = new Request(origin + path, init)
    for (const [name, value] of Object.entries(headers)) request.headers.set(name, value)
    all.push((await gateway.raw(request, socket(from))).status)
  }
  return all
}

/** Answered to whoever is not signed in as well. */
const read = '/api/session'

test('an address that asks too often is told how long to wait, in the words of every failure', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
  try {
    const gateway = await open()
    expect(await statuses(gateway, 6, read)).toEqual([200, 200, 200, 200, 200, 429])
    vi.advanceTimersByTime(2500)
    const answer = await gateway.raw(new Request(origin + read), socket('203.0.113.5'))
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '8'])
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const { error } = z.parse(failureSchema, await answer.json())
    expect(error.refusal).toEqual({ kind: 'busy', retryAfter: 8 })
    expect(gateway.log.at(-1)).toMatchObject({ route: '/api', status: 429, refusal: 'busy' })
    // Others are not kept waiting.
    expect(await statuses(gateway, 1, read, { from: '203.0.113.6' })).toEqual([200])
    vi.advanceTimersByTime(7500)
    expect(await statuses(gateway, 1, read)).toEqual([200])
  } finally {
    vi.useRealTimers()
  }
})

test('writes have a limit of their own, and what is over it is not carried out', async () => {
  const backend = memoryBackend(customer)
  // From this machine it is ten times as much: without sign-in no other one gets so far.
  const workspaces = [workspaceOn(backend)]
  const gateway = await openGateway({ database, workspaces, rateLimits: 0.0001 })
  const from = '127.0.0.1'
  const seen: number[] = []
  for (let n = 0; n < 4; n++) {
    const path = `/api/workspaces/desk/submissions/${crypto.randomUUID()}`
    const headers = { origin, 'sec-fetch-site': 'same-origin' }
    seen.push(...(await statuses(gateway, 1, path, { from, headers, init: writing(aCreate()) })))
  }
  expect(seen).toEqual([200, 200, 429, 429])
  expect(backend.held).toHaveLength(2)
  expect(await statuses(gateway, 1, read, { from })).toEqual([200])
})

test('nobody gets more by saying that they ask for others', async () => {
  const gateway = await open()
  let n = 0
  const lying = () => ({ 'x-forwarded-for': `198.51.100.${n++}`, forwarded: `for=1.1.1.${n}` })
  const seen: number[] = []
  for (let each = 0; each < 7; each++)
    seen.push(...(await statuses(gateway, 1, read, { headers: lying() })))
  expect(seen).toEqual([200, 200, 200, 200, 200, 429, 429])
  // From this machine ten times as much, but not for a proxy that says nothing of whom it asks for.
  const here: number[] = []
  for (let each = 0; each < 7; each++)
    here.push(...(await statuses(gateway, 1, read, { from: '127.0.0.1', headers: lying() })))
  expect(here.slice(5)).toEqual([429, 429])
  expect(await statuses(gateway, 51, read, { from: '127.0.0.1' })).toEqual([
    ...Array.from({ length: 50 }, () => 200),
    429,
  ])
})

test('behind a proxy of ours each is counted alone', async () => {
  const gateway = await open({ ...few, trustedProxies: ['10.0.0.0/8'] })
  const through = (address: string) => ({
    from: '10.1.2.3',
    headers: { 'x-forwarded-for': address },
  })
  expect((await statuses(gateway, 6, read, through('203.0.113.5'))).at(-1)).toBe(429)
  expect(await statuses(gateway, 1, read, through('203.0.113.6'))).toEqual([200])
  // What its client wrote before does not count.
  expect(await statuses(gateway, 1, read, through('1.1.1.1, 203.0.113.5'))).toEqual([429])
})

test('whoever has a network of IPv6 addresses is one', async () => {
  const gateway = await open()
  const from = (address: string) => statuses(gateway, 1, read, { from: address })
  const seen = []
  for (const host of ['1', '2', 'a:b:c:d', 'ffff:ffff:ffff:ffff', '7', '8'])
    seen.push(...(await from(`2001:db8:1:2:${host.includes(':') ? host : `:${host}`}`)))
  expect(seen).toEqual([200, 200, 200, 200, 200, 429])
  expect(await from('2001:db8:1:3::1')).toEqual([200])
})

test('what watches over the desk, and the page itself, are never kept waiting', async () => {
  const gateway = await open()
  for (const path of ['/healthz', '/readyz', '/', '/w/desk'])
    expect(new Set(await statuses(gateway, 100, path))).toEqual(new Set([200]))
})

test('an address signs in only so often, and people read why', async () => {
  const { raw, log } = await openSignInDesk(provider, { database, ...some })
  const path = `${origin}/auth/sign-in`
  for (let n = 0; n < 3; n++)
    expect((await raw(new Request(path), socket('203.0.113.5'))).status).toBe(303)
  const answer = await raw(new Request(path), socket('203.0.113.5'))
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([
    429,
    expect.stringMatching(/^([1-5]?\d|60)$/),
  ])
  expect(await answer.text()).toContain('Too many sign-ins came from your address')
  expect(answer.headers.getSetCookie()).toEqual([])
  expect(log.at(-1)).toMatchObject({ route: '/auth/sign-in', refusal: 'busy' })
})

test('all sessions of a person share a limit, wherever they ask from, and others go on', async () => {
  const desk = await openSignInDesk(provider, { database, ...some })
  const [ann, again, ben] = [
    await desk.signedIn('ann'),
    await desk.signedIn('ann'),
    await desk.signedIn('ben'),
  ]
  const seen: number[] = []
  for (const browser of [ann, again])
    for (let n = 0; n < 6; n++) seen.push((await browser.ask(read)).status)
  expect(seen).toEqual([...Array.from({ length: 10 }, () => 200), 429, 429])
  expect((await ben.ask(read)).status).toBe(200)
})

test('the limits can be switched off', async () => {
  const gateway = await open({ rateLimits: 0 })
  expect(new Set(await statuses(gateway, 200, read))).toEqual(new Set([200]))
})

test('however many addresses come, so much is remembered and no more', () => {
  const bucketOf = bucketsOf()
  const used = new Map<string, number>()
  for (let n = 0; n < 200_000; n++) {
    const bucket = bucketOf(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`)
    used.set(bucket, (used.get(bucket) ?? 0) + 1)
  }
  expect(used.size).toBeLessThanOrEqual(16_384)
  // Nobody shares with many.
  expect(Math.max(...used.values())).toBeLessThan(40)
  expect(bucketsOf()('10.0.0.1') === bucketOf('10.0.0.1')).toBe(false)
})
