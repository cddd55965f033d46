import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { vendors } from '#backends/vendors.ts'
import { embeddedWorkspace } from '../helpers/gateway.ts'
import { methods, paths } from './corpora/paths.ts'
import { listening, type Listening } from './rawSockets.ts'

/** What the desk asked a billing system for: method and path. */
let asked: string[]
let desk: Listening

const dayzero = vendors['dayzero']!

beforeAll(async () => {
  const backend = dayzero.connect(dayzero.embedded.settings, async (request) => {
    const { pathname, search } = new URL(request.url)
    asked.push(`${request.method} ${pathname}${search}`)
    return Response.json({ detail: 'Customer not found' }, { status: 404 })
  })
  desk = await listening([{ ...embeddedWorkspace(dayzero, backend), id: 'desk' }])
})

beforeEach(() => {
  asked = []
})

afterAll(() => desk.stop())

/** All that reading can be in this billing system: the desk's own reads, each with an id that is one. */
const reads =
  /^GET \/api\/v1\/customers(\/[A-Za-z0-9][\w.~-]{0,127}(\/contacts)?)?(\?[\x21-\x7e]*)?$/

test('whatever address is asked for in whatever way, the billing system is asked only for what reads are', async () => {
  expect(paths.length).toBeGreaterThan(500)
  const statuses = new Map<string, number>()
  for (const [index, path] of paths.entries()) {
    // Every path by the method that reads, and by one more.
    for (const method of ['GET', methods[index % methods.length]!]) {
      const headers = 'Host: 127.0.0.1\r\nConnection: close\r\nX-HTTP-Method-Override: PUT\r\n'
      const write = 'X-Contact-Desk: 1\r\nOrigin: http://127.0.0.1\r\nContent-Length: 0\r\n'
      const told = await desk.told(`${method} ${path} HTTP/1.1\r\n${headers}${write}\r\n`)
      // A CONNECT is hung up on without a word.
      const status = /^HTTP\/1\.1 (\d{3}) /.exec(told)?.[1] ?? 'closed'
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      expect([method, path, /^(5\d\d)$/.test(status)]).toEqual([method, path, false])
      expect(told).not.toMatch(/ at .*:\d+:\d+|node_modules/)
    }
  }
  expect(asked.filter((line) => !reads.test(line))).toEqual([])
  // Nothing of the id's place, its neighbours or its query went anywhere else.
  for (const line of asked) {
    const { pathname, searchParams } = new URL(line.slice(4), 'http://x')
    expect(decodeURIComponent(pathname)).not.toMatch(/\.\.|\/\/|[\\;%]/)
    expect([...searchParams.keys()].every((name) => known.has(name))).toBe(true)
  }
  expect(statuses.get('404')).toBeGreaterThan(200)
}, 300_000)

const known = new Set(['cursor', 'limit', 'search', 'email', 'sort_by', 'descending'])
