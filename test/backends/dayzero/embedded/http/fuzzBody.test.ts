import fc from 'fast-check'
import { beforeAll, test } from 'vitest'
import { openApp, type App, type Contact } from '../openApp.ts'

/*
 * `ask` fails the test on a fault, on a status that the document does not know, and on a body that
 * does not fit it: there is nothing left to expect here.
 */

let app: App
let contacts: string
let contact: string

beforeAll(async () => {
  app = await openApp()
  contacts = `/customers/${await app.newCustomer()}/contacts`
  const { data } = await app.ask<Contact>('POST', contacts, { body: { name: 'Ana' } })
  contact = `${contacts}/${data.id}`
})

const strings = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', '\0', '\ud800', ' ', 'x'.repeat(3000), 'a@b.com', 'true', '1e400'),
)
const anything = fc.oneof(strings, fc.jsonValue(), fc.double(), fc.bigInt().map(Number))
const fields = ['name', 'email', 'phone', 'role', 'is_primary', 'notes', 'status', 'tax_id', 'id']
const body = fc.oneof(
  fc.dictionary(fc.constantFrom(...fields, '__proto__', 'constructor'), anything),
  fc.record(
    { name: strings, email: fc.oneof(fc.emailAddress(), strings), is_primary: fc.boolean() },
    { requiredKeys: ['name'] },
  ),
  fc.jsonValue(),
)

test('no JSON at all makes the API stumble', async () => {
  await fc.assert(
    fc.asyncProperty(body, async (it) => {
      await app.ask('POST', contacts, { body: JSON.stringify(it) })
      await app.ask('PUT', contact, { body: JSON.stringify(it) })
      await app.ask('POST', '/customers', { body: JSON.stringify(it) })
    }),
    { numRuns: 150 },
  )
})

test('no bytes at all make the API stumble', async () => {
  const types = fc.constantFrom('application/json', 'text/plain', 'application/x+json', null)
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), types, async (bytes, contentType) => {
      await app.ask('POST', contacts, { body: bytes, contentType })
    }),
    { numRuns: 150 },
  )
})

test('no query at all makes the API stumble', async () => {
  const names = fc.constantFrom('search', 'id', 'email', 'cursor', 'limit', 'sort_by', 'direction')
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(names, strings), { maxLength: 4 }), async (pairs) => {
      const query = new URLSearchParams(pairs)
      await app.ask('GET', `/customers?${query}`)
      await app.ask('GET', `${contacts}?${query}`)
      await app.ask('POST', `/customers/check-duplicates?name=x&${query}`)
    }),
    { numRuns: 150 },
  )
})
