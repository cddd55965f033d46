import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { openApp, type App } from '../openApp.ts'

/* `ask` fails the test on a fault. */

let app: App
let account: string

beforeAll(async () => {
  const text = { label: 'Any', type: 'number' as const }
  app = await openApp({
    customFields: [{ name: 'number__c', ...text }],
    accountFields: [{ name: 'number__c', ...text }],
  })
  account = (await app.newAccount(5)).id
})

const strings = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('', '\0', '\ud800', 'null', '%', '\\', "'", '[', '[]', '[a,null]', '1e999', '-0'),
  fc.constantFrom('2026-02-30', '0000-01-01', '9999-12-31T23:59:59Z', '2026-01-01T00:00:00 01:00'),
  fc.constantFrom('true', '__proto__', 'constructor', 'x'.repeat(2000), '9'.repeat(30), '.5', '5.'),
)
const fields = fc.constantFrom(
  ...['id', 'updatedDate', 'accountid', 'lastname', 'balance', 'billcycleday', 'lastinvoicedate'],
  ...['number__c', 'name', 'status', 'billtoid', 'crmid', 'toString', 'FirstName', 'createddate'],
)
const operators = fc.constantFrom('EQ', 'NE', 'LT', 'GT', 'GE', 'LE', 'SW', 'IN', 'in', 'XX')
const filter = fc.tuple(fields, operators, strings).map(([a, b, c]) => `${a}.${b}:${c}`)
const sort = fc.tuple(fields, fc.constantFrom('ASC', 'desc', '')).map((parts) => parts.join('.'))
const names = fc.constantFrom(
  ...['filter[]', 'sort[]', 'fields[]', 'account.fields[]', 'billto.fields[]', 'expand[]'],
  ...['cursor', 'pageSize', 'includeNullFields', 'other'],
)
const parameter = fc.oneof(
  filter.map((it): [string, string] => ['filter[]', it]),
  sort.map((it): [string, string] => ['sort[]', it]),
  fc.tuple(names, fc.oneof(strings, filter)),
)

test('no query string at all makes Object Query stumble', async () => {
  const object = fc.constantFrom('contacts', 'accounts', 'contacts/x', `accounts/${account}`)
  await fc.assert(
    fc.asyncProperty(object, fc.array(parameter, { maxLength: 5 }), async (path, parameters) => {
      const query = new URLSearchParams(parameters).toString()
      const { status } = await app.ask('GET', `/object-query/${path}?${query}`)
      expect([200, 400, 404]).toContain(status)
    }),
    { numRuns: 400 },
  )
})

test('no escapes at all in a query string make Object Query stumble', async () => {
  const raw = fc.string({ unit: fc.constantFrom(...'%&=+;[]f0iltersc.:EQ'), maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(raw, async (query) => {
      const { status } = await app.ask('GET', `/object-query/contacts?filter[]=${query}`)
      expect([200, 400]).toContain(status)
    }),
    { numRuns: 150 },
  )
})

const word = fc.oneof(
  fc.constantFrom('select', 'from', 'where', 'and', 'or', 'Contact', 'Account', ',', '=', '!='),
  fc.constantFrom('like', '<', '>=', 'null', 'true', '1', '-1.5', '2026-01-01', "'%a'", "'\\'"),
  fields,
  strings,
  strings.map((text) => `'${text}'`),
)
const value = fc.oneof(
  word,
  strings.map((text) => `'${text.replace(/['\\]/g, '\\$&')}'`),
)
const condition = fc
  .tuple(fields, fc.constantFrom('=', '!=', '<', '>', '<=', '>=', 'like'), value)
  .map((parts) => parts.join(' '))
const zoql = fc.oneof(
  fc.array(word, { maxLength: 12 }).map((words) => words.join(' ')),
  fc
    .tuple(fc.constantFrom('Contact', 'Account'), fc.array(condition, { maxLength: 4 }))
    .map(([object, all]) => `select Id from ${object} where ${all.join(' and ')}`),
)

test('no text at all makes ZOQL stumble', async () => {
  await fc.assert(
    fc.asyncProperty(zoql, fc.jsonValue(), async (queryString, conf) => {
      const bodies = [{ queryString }, { queryString, conf }, { queryString: conf, conf: null }]
      for (const body of bodies) {
        const { status } = await app.ask('POST', '/v1/action/query', { body })
        expect([200, 400]).toContain(status)
      }
    }),
    { numRuns: 300 },
  )
  const long = `select Id from Contact where City = '${"\\'".repeat(250_000)}'`
  const reply = await app.ask('POST', '/v1/action/query', { body: { queryString: long } })
  expect(reply.body).toEqual({ size: 0, done: true })
})

const anything = fc.oneof(strings, fc.jsonValue(), fc.double())
const members = fc.constantFrom(
  ...['name', 'currency', 'billToContact', 'soldToContact', 'billToContactId', 'shipToContactId'],
  ...['soldToSameAsBillTo', 'parentId', 'notes', 'additionalEmailAddresses', 'billCycleDay'],
  ...['invoiceDeliveryPrefsEmail', 'Class__NS', 'number__c', '__proto__', 'accountNumber'],
)
const person = fc.record({
  firstName: strings,
  lastName: strings,
  workEmail: strings,
  city: anything,
})

test('no JSON at all makes an account stumble', async () => {
  const body = fc.oneof(
    fc.dictionary(members, anything),
    fc.record(
      { name: strings, currency: fc.constant('EUR'), billToContact: person, notes: strings },
      { requiredKeys: ['currency', 'billToContact'] },
    ),
  )
  await fc.assert(
    fc.asyncProperty(body, async (it) => {
      const post = await app.ask('POST', '/v1/accounts', { body: it })
      const put = await app.ask('PUT', `/v1/accounts/${account}`, { body: it })
      for (const { status } of [post, put]) expect([200, 400]).toContain(status)
    }),
    { numRuns: 200 },
  )
})
