import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { deskHeader } from '#contract/api/api.ts'
import type { Database } from '#contract/backend/vendor.ts'
import {
  aCreate,
  customer,
  deskDatabase,
  openGateway,
  origin,
  workspaceOn,
  type Gateway,
} from '../../helpers/gateway.ts'
import { memoryBackend, type MemoryBackend } from '../../helpers/memoryBackend.ts'
import { startProvider, type TestProvider } from '../../helpers/provider.ts'
import { openSignInDesk } from '../session/signInDesk.ts'

let database: Database
let provider: TestProvider
let backend: MemoryBackend
let gateway: Gateway

beforeAll(async () => {
  database = await deskDatabase()
  provider = await startProvider(origin)
  provider.people['ann'] = { name: 'Ann Example', groups: ['writers'] }
})

afterAll(() => provider.stop())

beforeEach(async () => {
  backend = memoryBackend(customer)
  gateway = await openGateway({
    database,
    workspaces: [workspaceOn(backend)],
    hosts: ['localhost', 'desk.example', '::1'],
  })
})

describe('host names', () => {
  const session = (address: string, host?: string) =>
    new Request(`${address}/api/session`, { headers: host ? { host } : undefined })

  test.each([
    ['http://localhost:3000', undefined],
    ['http://LOCALHOST', undefined],
    ['http://[::1]:3000', '[::1]:3000'],
    ['http://localhost', 'LocalHost:1'],
  ])('%s with Host %s is ours', async (address, host) => {
    expect((await gateway.raw(session(address, host))).status).toBe(200)
  })

  test('the public name is ours, for desks where people sign in', async () => {
    const request = () => session('http://desk.example', 'desk.example:8443')
    const desk = await openSignInDesk(provider, { database, hosts: ['desk.example'] })
    expect((await desk.raw(request())).status).toBe(200)
    const refused = await gateway.raw(request())
    expect([refused.status, await refused.text()]).toEqual([
      403,
      expect.stringContaining('has no sign-in, so it answers only to programs on its own machine'),
    ])
  })

  test.each([
    ['http://evil.example', undefined],
    ['http://localhost.evil.example', undefined],
    ['http://127.0.0.1:3000', undefined],
    ['http://localhost', 'evil.example'],
    ['http://localhost', 'localhost@evil.example'],
    ['http://localhost', 'localhost, evil.example'],
    ['http://evil.example', 'localhost'],
    ['http://localhost', ''],
  ])('%s with Host %s is not, whatever is asked', async (address, host) => {
    const headers = host === undefined ? undefined : { host }
    for (const path of ['/', '/api/session', '/healthz/x', '/embedded/memory/x']) {
      const answer = await gateway.raw(new Request(address + path, { headers }))
      expect(answer.status).toBe(421)
    }
  })
})

describe('the person who runs the desk', () => {
  const at = (path: string, host: string) => gateway.raw(new Request(`http://${host}${path}`))

  test.each(['10.1.2.3:3000', '[fd00::7]:3000', 'evil.example', 'desk.svc.cluster.local'])(
    'may ask whether it lives and is ready as %s',
    async (host) => {
      for (const path of ['/healthz', '/readyz']) {
        const answer = await at(path, host)
        expect([answer.status, await answer.text()]).toEqual([
          200,
          expect.stringMatching(/^\w+\n$/),
        ])
      }
    },
  )
})

describe('who may write', () => {
  const origins = [
    origin,
    'https://localhost:3000',
    'http://localhost',
    'http://localhost:3001',
    'http://evil.example',
    'null',
    null,
  ]
  const sites = ['same-origin', 'none', 'same-site', 'cross-site', null]
  const types = [
    'application/json',
    'application/json; charset=utf-8',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    null,
  ]
  const headers = ['1', 'true', null]

  test('only the desk’s own page, in every combination of what browsers send', async () => {
    let written = 0
    for (const from of origins)
      for (const site of sites)
        for (const type of types)
          for (const header of headers) {
            const request = new Request(
              `${origin}/api/workspaces/desk/submissions/${crypto.randomUUID()}`,
              { method: 'PUT', body: new TextEncoder().encode(JSON.stringify(aCreate())) },
            )
            if (from !== null) request.headers.set('origin', from)
            if (site !== null) request.headers.set('sec-fetch-site', site)
            if (type !== null) request.headers.set('content-type', type)
            if (header !== null) request.headers.set(deskHeader, header)
            const own = from === origin || from === 'https://localhost:3000'
            const near = site === null || site === 'same-origin'
            const allowed = own && near && header === '1'
            const json = type?.startsWith('application/json') ?? false
            if (allowed && json) written++
            const { status } = await gateway.raw(request)
            expect([from, site, type, header, status]).toEqual([
              from,
              site,
              type,
              header,
              allowed ? (json ? 200 : 415) : 403,
            ])
          }
    expect(backend.held).toHaveLength(written)
    expect(written).toBe(2 * 2 * 2)
  })

  test('of all methods, types, sites, origins and headers one family writes, and one signs out', async () => {
    const passed: string[] = []
    let tried = 0
    const desk = await openSignInDesk(provider, { database, workspaces: [workspaceOn(backend)] })
    provider.enters = 'ann'
    const ann = desk.visitor()
    await ann.go('/auth/sign-in')
    // One who is signed in: what stands between them and a foreign page is nothing but these.
    const cookie = `__Host-desk=${ann.cookie('__Host-desk')}`
    const paths = {
      submission: () => `/api/workspaces/desk/submissions/${crypto.randomUUID()}`,
      pair: () => `/api/workspaces/desk/submissions/${crypto.randomUUID()}/duplicate`,
      out: () => '/auth/sign-out',
    }
    for (const [name, path] of Object.entries(paths))
      for (const method of ['PUT', 'POST', 'PATCH', 'DELETE'])
        for (const type of types.filter((each) => each !== null && !each.includes('charset')))
          for (const site of sites)
            for (const from of [origin, 'http://localhost:3001', 'http://evil.example', 'null'])
              for (const header of ['1', null]) {
                const body = JSON.stringify(name === 'pair' ? { keep: true } : aCreate())
                const headers = new Headers({ cookie, origin: from, 'content-type': type! })
                if (site !== null) headers.set('sec-fetch-site', site)
                if (header !== null) headers.set(deskHeader, header)
                // Whoever signs out has to stay for the rest.
                if (name === 'out') headers.set('cookie', '__Host-desk=none')
                const { status } = await desk.raw(
                  new Request(origin + path(), { method, headers, body }),
                )
                tried += 1
                if (![403, 405, 415].includes(status))
                  passed.push([name, method, type, site, from, header, status].join(' '))
              }
    const near = ['same-origin', null]
    const json = near.map((site) => ['application/json', site, origin, '1'].join(' '))
    expect(passed.toSorted()).toEqual(
      [
        ...json.map((rest) => `submission PUT ${rest} 200`),
        // There is no such pair, and that is what is said.
        ...json.map((rest) => `pair PUT ${rest} 404`),
        ...types
          .filter((each) => each !== null && !each.includes('charset'))
          .flatMap((type) =>
            near.map((site) => ['out POST', type, site, origin, '1 200'].join(' ')),
          ),
      ].toSorted(),
    )
    expect(tried).toBe(3 * 4 * 4 * 5 * 4 * 2)
    expect(backend.held).toHaveLength(2)
  })

  test('no other method writes, and each is told which ones there are', async () => {
    const path = `/api/workspaces/desk/submissions/${crypto.randomUUID()}`
    for (const method of ['POST', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND']) {
      const answer = await gateway.ask(path, {
        method,
        headers: { [deskHeader]: '1', 'x-http-method-override': 'PUT' },
      })
      expect([method, answer.status]).toEqual([method, 405])
      expect(answer.headers.get('allow')).toBe('PUT, GET, HEAD')
    }
    const session = await gateway.ask('/api/session', { method: 'PUT' })
    expect([session.status, session.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    expect(backend.held).toHaveLength(0)
  })
})
