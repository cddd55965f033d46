import { beforeAll, describe, expect, test } from 'vitest'
import { categoriesOf, clockAt, credentials, openApp, type App } from '../openApp.ts'

const form = 'application/x-www-form-urlencoded'
const clock = clockAt('2026-03-01T10:00:00Z')
let app: App

beforeAll(async () => {
  app = await openApp({ now: clock.now })
})

const token = (body: string, contentType: string | null = form) =>
  app.ask('POST', '/oauth/token', { body, contentType, token: null, version: null })
const ping = (token: string | null, headers?: Record<string, string>) =>
  app.ask('GET', '/v1/contacts/nobody', { token, headers })

describe('getting a token', () => {
  test('client credentials get one that opens the API', async () => {
    const { status, body, headers } = await token(credentials)
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        access_token: expect.any(String) as string,
        token_type: 'bearer',
        expires_in: 3598,
        scope: expect.stringMatching(/^tenant\.\S+ user\.\S+ entity\.\S+$/) as string,
        jti: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      },
    })
    expect(headers.get('cache-control')).toContain('no-store')
    expect((await ping(String(body.access_token))).status).toBe(404)
  })

  test.each([
    ['no id', 'client_secret=embedded-secret&grant_type=client_credentials', 400],
    ['no secret', 'client_id=embedded-client&client_secret=&grant_type=client_credentials', 400],
    ['no grant', 'client_id=embedded-client&client_secret=embedded-secret', 400],
    ['another grant', credentials.replace('client_credentials', 'password'), 400],
    ['another client', credentials.replace('embedded-client', 'somebody'), 401],
    ['a wrong secret', credentials.replace('embedded-secret', 'guess'), 401],
    ['nothing', '', 400],
  ])('%s is refused', async (_, body, status) => {
    const reply = await token(body)
    expect([reply.status, Object.keys(reply.body)]).toEqual([status, ['message']])
    expect(reply.text).not.toMatch(/embedded-secret|guess/)
  })

  test.each([
    'application/json',
    'multipart/form-data; boundary=x',
    `${form};charset=utf-16`,
    null,
  ])('a body of type %s is refused', async (type) => {
    const reply = await token(credentials, type)
    expect([reply.status, Object.keys(reply.body)]).toEqual([415, ['message']])
  })

  test('a charset may be named, and other members are not looked at', async () => {
    expect((await token(`${credentials}&scope=x`, `${form}; charset="UTF-8"`)).status).toBe(200)
  })

  test('only a POST gets one', async () => {
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const { status, headers } = await app.ask(method, '/oauth/token', { token: null })
      expect([method, status, headers.get('allow')]).toEqual([method, 405, 'POST'])
    }
  })

  test('a track id comes back, or is refused', async () => {
    const asked = (id: string) =>
      app.ask('POST', '/oauth/token', {
        ...{ body: credentials, contentType: form, token: null },
        headers: { 'zuora-track-id': id },
      })
    expect((await asked('a-b')).headers.get('zuora-track-id')).toBe('a-b')
    expect((await asked('a:b')).status).toBe(400)
  })

  test('an entity is named by a UUID with hyphens', async () => {
    const asked = (entity: string) =>
      app.ask('POST', '/oauth/token', {
        ...{ body: credentials, contentType: form, token: null },
        headers: { 'zuora-entity-ids': entity },
      })
    expect((await asked('2c92c8f8-9d6e-4f1a-8b1c-0123456789ab')).status).toBe(200)
    expect((await asked('2c92c8f89d6e4f1a8b1c0123456789ab')).status).toBe(400)
  })
})

describe('using a token', () => {
  test('without a good one every call is refused in the same way', async () => {
    const good = await app.newToken()
    const [claims = '', signature = ''] = good.split('.')
    const forged = Buffer.from(JSON.stringify({ jti: 'x', expires: 9e15 })).toString('base64url')
    const bad = [
      '',
      'x',
      claims,
      `${claims}.`,
      `.${signature}`,
      `${forged}.${signature}`,
      `${good}x`,
    ]
    for (const version of ['2025-08-12', '2024-05-20', '186.0', null])
      for (const each of [null, ...bad]) {
        const reply = await app.ask('GET', '/v1/contacts/nobody', { token: each, version })
        const { status, body, headers } = reply
        expect([each, status, headers.get('www-authenticate'), body]).toEqual([
          ...[each, 401, 'Bearer'],
          {
            success: false,
            processId: expect.any(String) as string,
            reasons: [
              { code: 90_000_011, message: 'this resource is protected, please sign in first' },
            ],
            requestId: headers.get('zuora-request-id'),
          },
        ])
      }
    expect((await ping(null, { authorization: `Basic ${good}` })).status).toBe(401)
    expect((await ping(null, { authorization: `bearer  ${good}` })).status).toBe(404)
  })

  test('for Object Query the newest version says it without success', async () => {
    const asked = async (version: string) =>
      Object.keys((await app.ask('GET', '/object-query/contacts', { token: null, version })).body)
    expect(await asked('2025-08-12')).toEqual(['reasons', 'requestId'])
    expect(await asked('2024-05-20')).toContain('success')
  })

  test('it ends after its life', async () => {
    const mine = await app.newToken()
    clock.forward(3597)
    expect((await ping(mine)).status).toBe(404)
    clock.forward(1)
    expect((await ping(mine)).status).toBe(401)
  })

  test('of two gateways that make the first key, both go on with one', async () => {
    const first = await openApp()
    let token = ''
    const late = await openApp({
      database: {
        transaction: (work) => first.database.transaction(work),
        query: async (sql, values) => {
          if (/insert into zuora\.signing/.test(sql)) token = await first.newToken()
          return first.database.query(sql, values)
        },
      },
    })
    const mine = await late.newToken()
    expect(token).not.toBe('')
    for (const [by, each] of [
      [late, token],
      [first, mine],
    ] as const)
      expect((await by.ask('GET', '/v1/contacts/nobody', { token: each })).status).toBe(404)
  })

  test('every gateway on the database takes the others’ tokens', async () => {
    const { database } = await openApp()
    const apps = await Promise.all([1, 2, 3].map(() => openApp({ database })))
    const tokens = await Promise.all(apps.map((each) => each.newToken()))
    for (const each of apps)
      for (const token of tokens) {
        const reply = await each.ask('GET', '/v1/contacts/nobody', { token })
        expect(categoriesOf(reply)).toEqual([40])
      }
    expect((await ping(tokens[0]!)).status).toBe(401)
  })
})
