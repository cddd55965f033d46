import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { Contact } from '#contract/fields/contact.ts'
import { customer, openGateway, workspaceOn } from '../../helpers/gateway.ts'
import { memoryBackend } from '../../helpers/memoryBackend.ts'

async function contactsOf(count: number, acceptEncoding: string | null) {
  const contacts = Array.from({ length: count }, (_, index): Contact => ({
    id: `k-${index}`,
    name: `Zoë ${index}`,
    primary: index === 0,
    roles: [],
    changedAt: null,
    values: { name: `Zoë ${index}`, email: `zoe.${index}@example.com` },
  }))
  const backend = {
    ...memoryBackend(customer),
    contacts: async () => ({ items: contacts, next: null }),
  }
  const { ask } = await openGateway({ workspaces: [workspaceOn(backend)] })
  const answer = await ask('/api/workspaces/desk/customers/c-1/contacts', {
    headers: acceptEncoding === null ? {} : { 'accept-encoding': acceptEncoding },
  })
  return { headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) }
}

test('a long answer is compressed for clients that take it', async () => {
  const { headers, bytes } = await contactsOf(200, 'gzip, deflate, br')
  expect(headers.get('content-encoding')).toBe('gzip')
  expect(headers.get('vary')).toMatch(/accept-encoding/i)
  expect(headers.get('content-length')).toBeNull()
  const plain = await contactsOf(200, null)
  expect(plain.headers.get('content-encoding')).toBeNull()
  expect(plain.headers.get('content-length')).toBe(String(plain.bytes.length))
  expect(gunzipSync(bytes)).toEqual(plain.bytes)
  expect(bytes.length).toBeLessThan(plain.bytes.length / 4)
})

test('a short answer and one that nobody wants compressed stay as they are', async () => {
  expect((await contactsOf(3, 'gzip')).headers.get('content-encoding')).toBeNull()
  expect((await contactsOf(200, 'gzip;q=0')).headers.get('content-encoding')).toBeNull()
})
