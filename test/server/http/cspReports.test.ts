import { beforeEach, expect, test } from 'vitest'
import type { Database } from '#contract/backend/vendor.ts'
import { openGateway, origin, type Gateway } from '../../helpers/gateway.ts'

/** Nothing here reaches a database. */
const none: Database = {
  query: () => Promise.reject(new Error('no database here')),
  transaction: () => Promise.reject(new Error('no database here')),
}

let gateway: Gateway

beforeEach(async () => {
  gateway = await openGateway({ database: none })
})

async function report(body: unknown, headers: Record<string, string> = {}): Promise<number> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const init = { method: 'POST', body: text, headers }
  return (await gateway.raw(new Request(`${origin}/csp-reports`, init))).status
}

const page = `${origin}/w/desk/c/canary-customer?search=canary`

test('what a browser stopped is one line of the log, in both ways of saying so, and no page is', async () => {
  const old = {
    'csp-report': {
      'document-uri': page,
      referrer: page,
      'violated-directive': 'script-src-elem',
      'effective-directive': 'script-src-elem',
      'blocked-uri': 'https://canary.example/canary.js',
      'source-file': `${origin}/assets/Desk-a1.js`,
      'line-number': 7,
      'script-sample': 'canary',
    },
  }
  expect(await report(old, { 'content-type': 'application/csp-report' })).toBe(204)
  const body = {
    documentURL: page,
    effectiveDirective: 'require-trusted-types-for',
    blockedURL: 'trusted-types-sink',
    sourceFile: page,
    sample: 'Element innerHTML|canary',
  }
  const now = [{ type: 'csp-violation', url: page, user_agent: 'canary', body }]
  expect(
    await report(now, {
      'content-type': 'application/reports+json',
      'sec-fetch-site': 'same-origin',
    }),
  ).toBe(204)
  const stopped = { level: 40, msg: 'blocked by the content security policy' }
  expect(gateway.log.filter(({ msg }) => msg === stopped.msg)).toMatchObject([
    { directive: 'script-src-elem', blocked: 'an address', file: '/assets/Desk-a1.js', line: 7 },
    {
      directive: 'require-trusted-types-for',
      blocked: 'trusted-types-sink',
      file: null,
      line: null,
    },
  ])
  expect(JSON.stringify(gateway.log)).not.toContain('canary')
})

test('whatever else is sent there leaves nothing behind but that it was refused', async () => {
  const many = Array.from({ length: 21 }, () => ({ body: {} }))
  for (const body of ['', '{', 'null', '7', '[7]', {}, { 'csp-report': 'x' }, [{}], many])
    expect([body, await report(body)]).toEqual([body, 400])
  expect(await report('x'.repeat(20_000))).toBe(413)
  expect(await report([], { 'sec-fetch-site': 'cross-site' })).toBe(403)
  const odd = { effectiveDirective: 'a\n{"canary', blockedURL: { canary: 1 }, lineNumber: 'canary' }
  expect(await report([{ body: odd }])).toBe(204)
  expect(gateway.log.at(-2)).toMatchObject({ directive: 'unknown', blocked: 'unknown', line: null })
  expect(JSON.stringify(gateway.log)).not.toContain('canary')
  expect((await gateway.ask('/csp-reports')).status).toBe(405)
})

test('nobody fills the log with reports', async () => {
  gateway = await openGateway({ database: none, rateLimits: 0.01 })
  const seen = []
  for (let n = 0; n < 8; n++) seen.push(await report([{ body: {} }]))
  expect(seen).toEqual([204, 204, 204, 204, 204, 204, 429, 429])
})
