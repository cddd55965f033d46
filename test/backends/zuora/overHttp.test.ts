import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { zuoraBackend } from '#backends/zuora/backend.ts'
import { outbound } from '#server/outbound/outbound.ts'
import { contact, issued, settings } from './zuoraClient.ts'

test('requests and answers travel packed over HTTP, and are read as what they are', async () => {
  const asked: { encoding: unknown; accepted: unknown; address: unknown }[] = []
  const server = createServer((request, response) => {
    void (async () => {
      const bytes = Buffer.concat(await request.toArray())
      const { 'content-encoding': encoding, 'accept-encoding': accepted } = request.headers
      const forToken = request.url === '/oauth/token'
      const body = (encoding === 'gzip' ? gunzipSync(bytes) : bytes).toString()
      const { address1 } = forToken ? {} : (JSON.parse(body) as Record<string, unknown>)
      asked.push({ encoding, accepted, address: address1 })
      const answer = gzipSync(
        JSON.stringify(forToken ? issued('t') : contact('c9', { address1, city: 'Zürich' })),
      )
      const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
      response.writeHead(200, { ...headers, 'content-length': answer.byteLength }).end(answer)
    })()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  try {
    const here = { ...settings, address: `http://127.0.0.1:${port}` }
    const address1 = 'ü'.repeat(255)
    const values = { firstName: 'Pat', lastName: 'Plain', address1, address2: 'é'.repeat(255) }
    const made = await zuoraBackend(here, outbound({ origins: [here.address] })).create(
      'a',
      values,
      { key: 'k' },
    )
    expect(made).toMatchObject({ id: 'c9', values: { address1, city: 'Zürich' } })
    expect(asked).toEqual([
      { encoding: undefined, accepted: 'gzip', address: undefined },
      { encoding: 'gzip', accepted: 'gzip', address: address1 },
    ])
  } finally {
    server.closeAllConnections()
    server.close()
  }
})
