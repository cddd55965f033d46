import { beforeAll, describe, expect, test } from 'vitest'
import {
  categoriesOf,
  clockAt,
  messagesOf,
  openApp,
  type Account,
  type App,
  type Ask,
} from '../openApp.ts'

let app: App
let account: Account

beforeAll(async () => {
  app = await openApp({ entities: ['2c92c8f8-9d6e-4f1a-8b1c-0123456789ab'], orgs: ['o1', 'o2'] })
  account = await app.newAccount()
})

const named = { firstName: 'Mia', lastName: 'Berg' }
const create = (it: Ask = {}) =>
  app.ask('POST', '/v1/contacts', { body: { accountId: account.id, ...named }, ...it })
const read = (it: Ask = {}) => app.ask('GET', `/v1/contacts/${account.contact}`, it)
const told = async (reply: ReturnType<typeof create>) => {
  const it = await reply
  return [it.status, ...categoriesOf(it)]
}

describe('Zuora-Version', () => {
  test('decides about statuses, never about bodies', async () => {
    const refused = { body: { foo: 1 } }
    for (const [version, status] of [
      ['2025-08-12', 400],
      ['2024-05-20', 400],
      ['186.0', 200],
      ['341.0', 200],
      [null, 200],
    ] as const) {
      const reply = await create({ ...refused, version })
      expect([version, reply.status]).toEqual([version, status])
      expect(Object.keys(reply.body)).toEqual(['success', 'processId', 'reasons', 'requestId'])
      expect(reply.body.success).toBe(false)
      const missing = await app.ask('GET', '/v1/contacts/nobody', { version })
      expect([missing.status, missing.body.success]).toEqual([status === 200 ? 200 : 404, false])
      expect((await read({ version })).body.success).toBe(true)
    }
  })

  test.each(['185.0', '342.0', '186', '186.1', '2024-05-21', '2026-01-01', 'x', ''])(
    '%s is none',
    async (version) => {
      expect(await told(read({ version }))).toEqual([400, 20])
    },
  )
})

describe('Zuora-Track-Id', () => {
  const track = (id: string, it: Ask = {}) => read({ ...it, headers: { 'zuora-track-id': id } })

  test('comes back with every answer', async () => {
    const ids = ['7c5f', 'a b!#$%&()*+,-./09<=>?@AZ[\\]^_`az{|}~', 'x'.repeat(64)]
    for (const id of ids) expect((await track(id)).headers.get('zuora-track-id')).toBe(id)
    expect((await track('x', { token: null })).headers.get('zuora-track-id')).toBe('x')
    const refused = await create({ body: {}, headers: { 'zuora-track-id': 'y' } })
    expect([refused.status, refused.headers.get('zuora-track-id')]).toEqual([400, 'y'])
    expect((await read()).headers.has('zuora-track-id')).toBe(false)
  })

  test.each(['a:b', 'a;b', 'a"b', "a'b", 'x'.repeat(65), 'é', 'a\tb'])(
    '%s is refused',
    async (id) => {
      const reply = await track(id)
      expect([reply.status, ...categoriesOf(reply)]).toEqual([400, 20])
      expect(messagesOf(reply)[0]).toMatch(/^'Zuora-Track-Id' /)
      expect(reply.headers.has('zuora-track-id')).toBe(false)
    },
  )
})

describe('Zuora-Entity-Ids and Zuora-Org-Ids', () => {
  test('name what is in reach, and nothing else', async () => {
    const asked = (name: string, value: string) => told(read({ headers: { [name]: value } }))
    const entity = '2c92c8f8-9d6e-4f1a-8b1c-0123456789ab'
    expect(await asked('zuora-entity-ids', entity)).toEqual([200])
    expect(await asked('zuora-entity-ids', entity.replaceAll('-', '').toUpperCase())).toEqual([200])
    expect(await asked('zuora-entity-ids', 'other')).toEqual([403, 10])
    expect(await asked('zuora-entity-ids', `${entity},${entity}`)).toEqual([400, 20])
    expect(await asked('zuora-entity-ids', '')).toEqual([400, 20])
    expect(await asked('zuora-org-ids', 'o1')).toEqual([200])
    expect(await asked('zuora-org-ids', 'o2, o1')).toEqual([200])
    expect(await asked('zuora-org-ids', 'o1,o3')).toEqual([403, 10])
    expect(await asked('zuora-org-ids', 'o1,,o2')).toEqual([400, 20])
  })

  test('are out of reach where the tenant has no such thing', async () => {
    const plain = await openApp()
    for (const name of ['zuora-entity-ids', 'zuora-org-ids']) {
      const reply = await plain.ask('GET', '/v1/contacts/x', { headers: { [name]: 'a' } })
      expect([reply.status, ...categoriesOf(reply)]).toEqual([403, 10])
    }
  })
})

describe('a body', () => {
  test('is one JSON object', async () => {
    const bodies = ['', ' ', '{', '{"a":1,}', 'nothing', '[]', '[{}]', '"x"', '1', 'null', '{}{}']
    for (const body of bodies)
      expect([body, await told(create({ body }))]).toEqual([body, [400, 90]])
    expect(await told(create({ body: undefined }))).toEqual([400, 90])
  })

  test('is UTF-8, with or without a byte order mark', async () => {
    const text = JSON.stringify({ accountId: account.id, ...named })
    expect(await told(create({ body: `\ufeff${text}` }))).toEqual([200])
    expect(await told(create({ body: Buffer.from(text, 'utf16le') }))).toEqual([400, 90])
    expect(await told(create({ body: Buffer.from(text.replace('Mia', 'Mía'), 'latin1') }))).toEqual(
      [...[400, 90]],
    )
  })

  test('may not nest too deep, and is read whole where it nests deeper than anybody would', async () => {
    const nested = (depth: number) => `{"foo":${'['.repeat(depth)}${']'.repeat(depth)}}`
    expect(await told(create({ body: nested(60) }))).toEqual([400, 21, 22, 22, 22])
    for (const depth of [100, 100_000])
      expect(await told(create({ body: nested(depth) }))).toEqual([400, 90])
  })

  test('counts the last of two values of one name', async () => {
    const body = `{"accountId":"x","accountId":"${account.id}","firstName":"","firstName":"A","lastName":"B"}`
    expect((await create({ body })).body).toMatchObject({ success: true, firstName: 'A' })
  })

  test('has no field that is called __proto__ or constructor', async () => {
    const body = `{"accountId":"${account.id}","firstName":"A","lastName":"B","__proto__":{"city":"x"},"constructor":1}`
    expect(messagesOf(await create({ body }))).toEqual([
      `Invalid parameter(s): '__proto__,constructor'.`,
    ])
  })

  test('says that it is JSON', async () => {
    for (const contentType of ['application/json', 'Application/JSON ; charset="UTF-8"'])
      expect(await told(create({ contentType }))).toEqual([200])
    const others = [null, 'text/plain', 'application/x-www-form-urlencoded', 'application/json2']
    for (const contentType of [...others, 'application/json;charset=latin1'])
      expect([contentType, await told(create({ contentType }))]).toEqual([contentType, [415, 45]])
    expect(await told(create({ contentType: null, version: null }))).toEqual([200, 45])
  })
})

describe('what is asked for', () => {
  test('is found by method and path', async () => {
    const path = `/v1/contacts/${account.contact}`
    const asked = async (method: string, path: string) => {
      const { status, headers } = await app.ask(method, path)
      return [status, headers.get('allow')]
    }
    expect(await asked('PATCH', path)).toEqual([405, 'GET, PUT, DELETE, HEAD'])
    expect(await asked('GET', '/v1/contacts')).toEqual([405, 'POST'])
    expect(await asked('POST', `${path}/transfer`)).toEqual([405, 'PUT'])
    for (const none of ['/', '/v1', '/v1/contacts/', `${path}/`, `/v1//contacts`, '/V1/contacts'])
      expect([none, (await app.ask('GET', none, { version: null })).status]).toEqual([
        ...[none, 404],
      ])
  })

  test('HEAD answers as GET, without the body', async () => {
    const reply = await app.ask('HEAD', `/v1/contacts/${account.contact}`)
    expect([reply.status, reply.text]).toEqual([200, ''])
    expect((await app.ask('HEAD', '/v1/contacts/nobody')).status).toBe(404)
  })

  test('is answered in JSON or not at all', async () => {
    const accepts = async (accept: string) => told(read({ headers: { accept } }))
    for (const accept of ['application/json', '*/*', 'text/html, application/*;q=0.1', ''])
      expect([accept, await accepts(accept)]).toEqual([accept, [200]])
    for (const accept of ['text/html', 'application/xml', '*/*, application/json;q=0'])
      expect([accept, await accepts(accept)]).toEqual([accept, [406, 45]])
  })

  test('is not for browsers', async () => {
    const headers = { origin: 'https://desk.example', 'access-control-request-method': 'POST' }
    const reply = await app.ask('OPTIONS', '/v1/contacts', { token: null, headers, version: null })
    expect([reply.status, reply.body.reasons?.[0]?.code]).toEqual([403, 90_000_010])
    const cors = [...(await create({ headers })).headers.keys()].filter((name) =>
      name.startsWith('access-control'),
    )
    expect(cors).toEqual([])
  })
})

test('too many requests wait for the next window', async () => {
  const clock = clockAt('2026-03-01T10:00:00Z')
  const limited = await openApp({ now: clock.now, rateLimit: { requests: 2, seconds: 60 } })
  const ask = async (version: string | null = null) => {
    const { status, headers, body } = await limited.ask('GET', '/v1/contacts/x', { version })
    const of = (name: string) => headers.get(name)
    const limits = ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset', 'retry-after']
    return [status, body.reasons?.[0]?.code, ...limits.map(of)]
  }
  const limit = '2, 2;window=60'
  expect(await ask()).toEqual([200, 50_000_040, limit, '1', '60', null])
  clock.forward(20)
  expect(await ask('2025-08-12')).toEqual([404, 50_000_040, limit, '0', '40', null])
  for (const version of [null, '2025-08-12'])
    expect(await ask(version)).toEqual([429, 50_000_070, limit, '0', '40', '40'])
  clock.forward(40)
  expect(await ask()).toEqual([200, 50_000_040, limit, '1', '60', null])
})

test('a fault is told to whoever runs it, and to nobody else', async () => {
  const { database } = await openApp()
  const faults: unknown[] = []
  const broken = await openApp({ database, onFault: (error) => faults.push(error) })
  await broken.newToken()
  await database.query('drop table zuora.contacts cascade')
  const reply = await broken.ask('GET', '/v1/contacts/x')
  expect([reply.status, reply.body]).toEqual([
    ...[500, { reasons: [{ code: 50_000_060, message: 'Internal error.' }] }],
  ])
  expect(faults).toHaveLength(1)
})
