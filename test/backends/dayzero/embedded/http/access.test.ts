import { beforeAll, describe, expect, test } from 'vitest'
import { aCustomer, aPerson } from '../../../../helpers/people.ts'
import { business, nobody, openApp, type App, type Contact, type Page } from '../openApp.ts'

const person = { name: 'Ana Ruiz' }

let app: App

beforeAll(async () => {
  app = await openApp()
})

describe('who may ask', () => {
  test.each([
    ['no token', { token: null }],
    ['a wrong token', { token: 'dz_wrong' }],
    ['an empty token', { token: '' }],
    ['another scheme', { token: null, headers: { authorization: 'Basic dz_embedded' } }],
  ])('nobody with %s', async (_, it) => {
    const { ask } = app
    const reply = await ask('GET', '/customers', it)
    expect([reply.status, reply.body]).toEqual([401, { detail: 'Not authenticated' }])
    expect(reply.headers.get('www-authenticate')).toBe('Bearer')
  })

  test('only with a business, where it is about one', async () => {
    const { ask } = app
    const reply = await ask('GET', '/customers', { business: null })
    expect([reply.status, reply.body]).toEqual([
      400,
      { detail: 'x-business-id header is required' },
    ])
    expect((await ask('GET', '/businesses', { business: null })).status).toBe(200)
  })

  test.each([nobody, 'mine', `${business}0`])('not about the business %s', async (other) => {
    const { ask } = app
    const reply = await ask('GET', '/customers', { business: other })
    expect([reply.status, reply.body]).toEqual([403, { detail: 'Not enough permissions' }])
  })

  test('about its own business in capitals as well', async () => {
    const { ask } = app
    expect((await ask('GET', '/customers', { business: business.toUpperCase() })).status).toBe(200)
  })

  test('a viewer reads and does not write', async () => {
    const { ask } = app
    const customer = await app.newCustomer()
    const viewer = { token: 'dz_embedded_viewer' }
    const contacts = `/customers/${customer}/contacts`
    await ask('POST', contacts, { body: person })
    const { data } = await ask<Page<Contact>>('GET', contacts, viewer)
    const contact = `${contacts}/${data.items[0]!.id}`
    expect((await ask('GET', contact, viewer)).status).toBe(200)
    expect((await ask('POST', '/customers/check-duplicates?name=x', viewer)).status).toBe(201)
    for (const [method, path, body] of [
      ['POST', '/customers', {}],
      ['PUT', `/customers/${customer}`, {}],
      ['DELETE', `/customers/${customer}`, undefined],
      ['POST', contacts, person],
      ['PUT', contact, {}],
      ['DELETE', contact, undefined],
    ] as const) {
      const reply = await ask(method, path, { ...viewer, body })
      expect([method, path, reply.status, reply.body]).toEqual([
        method,
        path,
        403,
        { detail: 'Not enough permissions' },
      ])
    }
    expect((await ask<Page<Contact>>('GET', contacts)).data.items).toHaveLength(1)
  })
})

describe('what is checked first', () => {
  test('a body that is no JSON is told before the token is looked at, as FastAPI does', async () => {
    const { ask } = app
    const path = `/customers/${nobody}/contacts`
    expect((await ask('POST', path, { token: null, body: '{' })).status).toBe(422)
    expect((await ask('POST', path, { token: null, body: '{}' })).status).toBe(401)
    const latin1 = new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d])
    const reply = await ask('POST', path, { token: null, body: latin1 })
    expect([reply.status, reply.body]).toEqual([
      400,
      { detail: 'There was an error parsing the body' },
    ])
  })

  test('then who asks, then what is asked, then what it is asked about', async () => {
    const { ask } = app
    const path = `/customers/${nobody}/contacts`
    const viewer = { token: 'dz_embedded_viewer' }
    expect((await ask('POST', path, { ...viewer, body: {} })).status).toBe(403)
    expect((await ask('POST', path, { body: {} })).status).toBe(422)
    const reply = await ask('POST', path, { body: person })
    expect([reply.status, reply.body]).toEqual([404, { detail: 'Customer not found' }])
  })
})

describe('where nothing is', () => {
  test('an unknown address', async () => {
    const { ask } = app
    const reply = await ask('GET', '/nothing', { token: null })
    expect([reply.status, reply.body]).toEqual([404, { detail: 'Not Found' }])
  })

  test.each([
    ['PATCH', `/customers/${nobody}/contacts/${nobody}`, 'GET, PUT, DELETE'],
    ['HEAD', '/customers', 'GET, POST'],
    ['OPTIONS', '/businesses', 'GET'],
    ['DELETE', '/customers', 'GET, POST'],
  ])('%s %s is not allowed, and the answer says what is', async (method, path, allowed) => {
    const { ask } = app
    const reply = await ask(method, path)
    expect([reply.status, reply.body]).toEqual([405, { detail: 'Method Not Allowed' }])
    expect(new Set(reply.headers.get('allow')?.split(', '))).toEqual(new Set(allowed.split(', ')))
  })

  test.each([
    ['/customers/?limit=1', '/customers?limit=1'],
    ['/customers///', '/customers'],
    [`/customers/${nobody}/contacts/`, `/customers/${nobody}/contacts`],
  ])('%s leads to the address without the slash, wherever it is mounted', async (path, to) => {
    const { ask } = app
    for (const method of ['GET', 'POST', 'PATCH']) {
      const reply = await ask(method, path)
      expect([reply.status, reply.text]).toEqual([307, ''])
      const from = `http://desk.example/embedded/dayzero/api/v1${path}`
      expect(new URL(reply.headers.get('location')!, from).href).toBe(
        `http://desk.example/embedded/dayzero/api/v1${to}`,
      )
    }
  })

  test.each([
    ['an id that is none', 'me'],
    ['an id with a NUL', '%00'],
    ['an id of two lines', 'a%0Ab'],
    ['an id that cannot be unescaped', '%ff'],
  ])('%s is not found', async (_, id) => {
    const { ask } = app
    const reply = await ask('GET', `/customers/${id}`)
    expect([reply.status, reply.body]).toEqual([404, { detail: 'Customer not found' }])
  })

  test('what belongs to another business is not found', async () => {
    const { ask, database, customerId } = await openApp([aCustomer({ people: [aPerson()] })])
    const customer = await customerId('plain')
    const { data } = await ask<Page<Contact>>('GET', `/customers/${customer}/contacts`)
    const contact = `/customers/${customer}/contacts/${data.items[0]!.id}`
    await database.query(
      `insert into dayzero.businesses values ($1, 'Other', 'EUR', 12, now(), now())`,
      [nobody],
    )
    await database.query('update dayzero.customers set business_id = $1', [nobody])
    for (const [method, path, body] of [
      ['GET', `/customers/${customer}`, undefined],
      ['PUT', `/customers/${customer}`, { name: 'Mine now' }],
      ['DELETE', `/customers/${customer}`, undefined],
      ['GET', `/customers/${customer}/contacts`, undefined],
      ['POST', `/customers/${customer}/contacts`, person],
      ['POST', `/customers/${customer}/contacts`, { ...person, is_primary: true }],
      ['GET', contact, undefined],
      ['PUT', contact, person],
      ['PUT', contact, { is_primary: true }],
      ['DELETE', contact, undefined],
    ] as const) {
      const reply = await ask(method, path, { body })
      expect([method, path, reply.status, reply.body]).toEqual([
        method,
        path,
        404,
        { detail: 'Customer not found' },
      ])
    }
    expect((await ask<Page<unknown>>('GET', '/customers')).data.items).toEqual([])
    expect((await ask<Page<unknown>>('GET', '/customers?search=plain')).data.items).toEqual([])
  })
})

test('who asks too often is told when to come back', async () => {
  let time = Date.parse('2026-01-01T00:00:00Z')
  const { ask } = await openApp([], {
    now: () => new Date(time),
    rateLimit: { requests: 2, seconds: 10 },
  })
  expect((await ask('GET', '/customers')).status).toBe(200)
  time += 4_000
  expect((await ask('GET', '/customers')).status).toBe(200)
  const reply = await ask('GET', '/customers')
  expect([reply.status, reply.body]).toEqual([429, { detail: 'Rate limit exceeded' }])
  expect(reply.headers.get('retry-after')).toBe('6')
  time += 6_000
  expect((await ask('GET', '/customers')).status).toBe(200)
})

test('a fault is a 500 that says nothing of the inside, and is reported', async () => {
  const faults: unknown[] = []
  const { send, database } = await openApp([], { onFault: (error) => faults.push(error) })
  await database.query('drop table dayzero.contacts, dayzero.customers')
  const reply = await send(
    new Request('http://day-zero.example/api/v1/customers', {
      headers: { authorization: 'Bearer dz_embedded', 'x-business-id': business },
    }),
  )
  expect([reply.status, await reply.json()]).toEqual([500, { detail: 'Internal server error' }])
  expect(String(faults[0])).toContain('dayzero.customers')
})
