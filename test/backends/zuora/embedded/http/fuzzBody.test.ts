import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { openApp, type App } from '../openApp.ts'

/* `ask` fails the test on a fault. */

let app: App
let account: string
let contact: string

beforeAll(async () => {
  const customFields = [{ name: 'number__c', label: 'Number', type: 'number' as const }]
  app = await openApp({ customFields })
  const made = await app.newAccount()
  account = made.id
  contact = `/v1/contacts/${await app.newContact(made)}`
})

const strings = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', '\0', '\ud800', ' ', 'x'.repeat(3000), 'a@b.com', 'true', '1e400', 'US'),
)
const anything = fc.oneof(strings, fc.jsonValue(), fc.double(), fc.bigInt().map(Number))
const fields = [
  ...['firstName', 'lastName', 'country', 'state', 'workEmail', 'otherPhoneType', 'asBillTo'],
  ...['accountId', 'accountNumber', 'mobilePhone', 'number__c', 'destinationAccountKey', 'other'],
]
const body = fc.oneof(
  fc.dictionary(fc.constantFrom(...fields, '__proto__', 'constructor'), anything),
  fc.record(
    { firstName: strings, lastName: strings, country: strings, state: strings, city: anything },
    { requiredKeys: ['firstName', 'lastName'] },
  ),
  fc.jsonValue(),
)

test('no JSON at all makes the API stumble', async () => {
  await fc.assert(
    fc.asyncProperty(body, fc.boolean(), async (it, owned) => {
      const isObject = typeof it === 'object' && it !== null && !Array.isArray(it)
      const text = JSON.stringify(owned && isObject ? { ...it, accountId: account } : it)
      for (const [method, path] of [
        ['POST', '/v1/contacts'],
        ['PUT', contact],
        ['PUT', `${contact}/transfer`],
      ] as const) {
        const headers = { 'idempotency-key': crypto.randomUUID() }
        const reply = await app.ask(method, path, {
          body: text,
          headers: method === 'POST' ? headers : {},
        })
        expect([method, path, text, reply.status < 500]).toEqual([method, path, text, true])
        if (reply.status !== 200) expect(reply.body.success).toBe(false)
      }
    }),
    { numRuns: 150 },
  )
})

test('no bytes at all make the API stumble', async () => {
  const types = fc.constantFrom('application/json', 'text/plain', 'application/x+json', null)
  const encodings = fc.constantFrom('gzip', 'identity', 'br', '')
  const bytes = fc.uint8Array({ maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(bytes, types, encodings, async (body, contentType, encoding) => {
      const headers = { 'content-encoding': encoding }
      const reply = await app.ask('POST', '/v1/contacts', { body, contentType, headers })
      expect([400, 415]).toContain(reply.status)
    }),
    { numRuns: 150 },
  )
})

test('no path at all makes the API stumble', async () => {
  const path = fc.oneof(
    fc.webPath(),
    strings.map((it) => `/${encodeURIComponent(Buffer.from(it).toString())}`),
  )
  await fc.assert(
    fc.asyncProperty(path, fc.constantFrom('GET', 'DELETE'), async (it, method) => {
      const reply = await app.ask(method, `/v1/contacts${it}`)
      expect([404, 405]).toContain(reply.status)
    }),
    { numRuns: 100 },
  )
})
