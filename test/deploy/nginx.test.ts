import { readFile } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import { httpServer } from '#server/http/httpServer.ts'
import { openGateway, origin } from '../helpers/gateway.ts'

let directives: string[]

beforeAll(async () => {
  const file = await readFile(new URL('../../deploy/nginx.conf', import.meta.url), 'utf8')
  directives = file
    .replace(/^\s*#.*\n/gm, '')
    .split(/[;{}]/)
    .map((each) => each.trim().replace(/\s+/g, ' '))
    .filter(Boolean)
})

function valuesOf(name: string): string[] {
  return directives.flatMap((each) =>
    each.startsWith(`${name} `) ? each.slice(name.length + 1) : [],
  )
}

const seconds = (name: string) => Number(/^(\d+)s$/.exec(valuesOf(name)[0] ?? '')?.[1])

test('the proxy ends connections before the desk does, and waits longer than the desk', () => {
  const server = httpServer(() => new Response())
  expect(seconds('keepalive_timeout') * 1000).toBeLessThan(server.keepAliveTimeout)
  expect(seconds('client_header_timeout') * 1000).toBe(server.headersTimeout)
  expect(seconds('client_body_timeout') * 1000).toBe(server.requestTimeout)
  // 20 s for one request to a billing system, and a save may take some of them.
  expect(seconds('proxy_read_timeout')).toBeGreaterThan(30)
  expect(valuesOf('proxy_http_version')).toEqual(['1.1'])
})

test('it is the desk that says when a body is too large, in its own words', async () => {
  const [, megabytes] = /^(\d+)m$/.exec(valuesOf('client_max_body_size')[0] ?? '') ?? []
  const gateway = await openGateway({ embedded: new Map([['memory', async () => new Response()]]) })
  const body = 'x'.repeat(Number(megabytes) * 1024 * 1024)
  for (const path of ['/embedded/memory/x', '/api/workspaces/desk/submissions/x']) {
    const headers = { 'content-type': 'application/json', 'x-contact-desk': '1', origin }
    const method = path.startsWith('/api') ? 'PUT' : 'POST'
    const answer = await gateway.raw(new Request(origin + path, { method, body, headers }))
    expect([path, answer.status]).toEqual([path, 413])
  }
})

test('a write is sent to one gateway only, and every write is among what is said so of', async () => {
  const [pattern = ''] = valuesOf('location ~')
  const gateway = await openGateway()
  const { paths } = (await (await gateway.ask('/api/openapi.json')).json()) as {
    paths: Record<string, Record<string, unknown>>
  }
  const changing = Object.keys(paths).filter((path) =>
    Object.keys(paths[path] ?? {}).some((method) => method !== 'get'),
  )
  expect(changing.length).toBeGreaterThan(0)
  for (const path of changing) expect(path.replaceAll(/\{\w+\}/g, 'x')).toMatch(new RegExp(pattern))
  const of = directives.indexOf(`location ~ ${pattern}`)
  expect(directives.slice(of + 1, of + 3)).toEqual([
    'proxy_next_upstream off',
    'proxy_pass http://contact_desk',
  ])
  expect(valuesOf('proxy_next_upstream').join(' ')).not.toContain('non_idempotent')
})

test('the desk sees the host as it came and whom it speaks for, and what is not for all stays inside', () => {
  expect(valuesOf('proxy_set_header')).toEqual([
    'Connection ""',
    'Host $http_host',
    'X-Forwarded-For $remote_addr',
    'X-Forwarded-Proto $scheme',
    'Forwarded ""',
  ])
  for (const inside of ['location = /metrics', 'location = /healthz', 'location /embedded/'])
    expect(directives[directives.indexOf(inside) + 1]).toBe('return 404')
  // Addresses hold what people search for.
  expect(valuesOf('access_log')).toEqual(['off'])
  expect(valuesOf('error_log').join()).toMatch(/ crit$/)
})
