import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { call, type CallOptions } from '#contract/backend/call.ts'
import type { Endpoint } from '#contract/backend/endpoint.ts'
import { BackendError } from '#contract/api/refusal.ts'

const endpoint: Endpoint = {
  method: 'POST',
  path: '/things/{id}',
  success: 200,
  body: z.unknown(),
  reply: z.unknown(),
}

/** What arrives of a call, and what the caller makes of the answer. */
async function called(options: Partial<CallOptions>, answer = new Response('{}')) {
  let arrived: Request | undefined
  const got = await call(
    (request) => {
      arrived = request.clone()
      return Promise.resolve(answer)
    },
    endpoint,
    { base: 'https://backend.example/', headers: {}, params: { id: '1' }, ...options },
  )
  if (!arrived) throw new Error('nothing was sent')
  return { request: arrived, got }
}

describe('a request', () => {
  it('gives a parameter as often as it has values, and not at all without one', async () => {
    const query = { 'filter[]': ['a.EQ:1', 'b.EQ:2'], size: '9', none: undefined, empty: [] }
    const { request } = await called({ query })
    expect(request.url).toBe(
      'https://backend.example/things/1?filter%5B%5D=a.EQ%3A1&filter%5B%5D=b.EQ%3A2&size=9',
    )
  })

  it('can be a form', async () => {
    const { request } = await called({ form: { a: '1 & 2', b: 'ü' } })
    expect(request.headers.get('content-type')).toBe('application/x-www-form-urlencoded')
    expect(await request.text()).toBe('a=1+%26+2&b=%C3%BC')
  })

  it('is packed from as many bytes on as the caller says', async () => {
    // With the quotes, 100 bytes of JSON; the letter counts as two of them.
    const body = `ü${'x'.repeat(96)}`
    const plain = await called({ body, packFrom: 101 })
    expect(plain.request.headers.get('content-encoding')).toBeNull()
    expect(await plain.request.json()).toBe(body)
    const { request } = await called({ body, packFrom: 100 })
    expect(request.headers.get('content-encoding')).toBe('gzip')
    expect(request.headers.get('content-type')).toBe('application/json')
    expect(gunzipSync(await request.arrayBuffer()).toString()).toBe(JSON.stringify(body))
  })
})

describe('an answer', () => {
  const packed = (bytes: Uint8Array<ArrayBuffer>) =>
    new Response(bytes, { headers: { 'content-encoding': 'gzip' } })

  it('is unpacked when it says that it is packed', async () => {
    const { got } = await called({}, packed(gzipSync('{"name":"Ümit"}')))
    expect(got.body).toEqual({ name: 'Ümit' })
  })

  it('that cannot be unpacked, or would become too much, is no answer', async () => {
    const bomb = gzipSync(Buffer.alloc(8 * 1024 * 1024 + 1, ' '))
    for (const bytes of [bomb, gzipSync('{"a":1}').subarray(0, 20), Buffer.from('{"a":1}')]) {
      const error: unknown = await called({}, packed(new Uint8Array(bytes))).catch((it) => it)
      expect(error).toBeInstanceOf(BackendError)
      expect(error).toMatchObject({ refusal: { kind: 'outcomeUnknown', status: null } })
    }
  })
})
