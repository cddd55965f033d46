import { beforeAll, describe, expect, test } from 'vitest'
import { zuoraApp } from '#backends/zuora/embedded/app.ts'
import {
  categoriesOf,
  clockAt,
  openApp,
  type Account,
  type App,
  type Ask,
  type Reply,
} from '../openApp.ts'

const clock = clockAt('2026-03-01T10:00:00Z')
let app: App
/** A second gateway on the same database. */
let other: App
let account: Account

beforeAll(async () => {
  app = await openApp({ now: clock.now, tokenLife: 9e9 })
  other = await openApp({ now: clock.now, tokenLife: 9e9, database: app.database })
  account = await app.newAccount()
})

const named = { firstName: 'Mia', lastName: 'Berg' }
const newKey = () => crypto.randomUUID()
const create = (key: string, fields: object = {}, it: Ask = {}, by = app) =>
  by.ask('POST', '/v1/contacts', {
    body: { accountId: account.id, ...named, ...fields },
    ...it,
    headers: { 'idempotency-key': key, ...it.headers },
  })

/** What is the same each time an outcome is told. */
const told = ({ status, text, headers }: Reply) => ({
  status,
  text,
  requestId: headers.get('zuora-request-id'),
})

describe('a key', () => {
  test('makes one contact, and tells its outcome again, through any gateway', async () => {
    const before = await app.contactsOf(account)
    const key = newKey()
    const first = await create(key)
    expect(first.body).toMatchObject({ success: true })
    for (const by of [app, other]) {
      const again = await create(key, {}, { headers: { 'zuora-track-id': 'second' } }, by)
      expect(told(again)).toEqual(told(first))
      expect(again.headers.get('zuora-track-id')).toBe('second')
    }
    expect(await app.contactsOf(account)).toBe(before + 1)
  })

  test('sent at once through two gateways makes one contact', async () => {
    await app.atOnce()
    for (let round = 0; round < 5; round++) {
      const before = await app.contactsOf(account)
      const key = newKey()
      const replies = await Promise.all(
        [app, other, app, other].map((by) => create(key, {}, {}, by)),
      )
      const done = replies.filter(({ status }) => status === 200)
      expect(new Set(done.map(({ text }) => text)).size).toBe(1)
      for (const reply of replies.filter(({ status }) => status !== 200)) {
        expect([reply.status, ...categoriesOf(reply)]).toEqual([409, 50])
        expect(reply.headers.get('retry-after')).toBe('1')
      }
      expect(await app.contactsOf(account)).toBe(before + 1)
    }
  })

  test('keeps a refusal as well, so that what is right needs a new key', async () => {
    const late = await app.newAccount()
    const path = '/v1/contacts'
    const headers = { 'idempotency-key': newKey() }
    const body = { accountNumber: 'A-later', ...named }
    const first = await app.ask('POST', path, { body, headers })
    expect([first.status, ...categoriesOf(first)]).toEqual([404, 40])
    await app.database.query(`update zuora.accounts set account_number = $2 where id = $1`, [
      late.id,
      'A-later',
    ])
    expect(told(await app.ask('POST', path, { body, headers }))).toEqual(told(first))
    const fresh = { 'idempotency-key': newKey() }
    expect((await app.ask('POST', path, { body, headers: fresh })).status).toBe(200)
  })

  test('a refusal told under 200 stays so, whatever version asks again', async () => {
    const key = newKey()
    const first = await create(key, { zipCode: 'x'.repeat(21) }, { version: null })
    expect([first.status, first.body.success]).toEqual([200, false])
    expect(told(await create(key, { zipCode: 'x'.repeat(21) }))).toEqual(told(first))
  })

  test('of another request is refused', async () => {
    const key = newKey()
    await create(key)
    const headers = { 'idempotency-key': key }
    const body = { accountId: account.id, ...named }
    const others: [string, Ask][] = [
      ['/v1/contacts', { body: { ...body, city: 'Bonn' }, headers }],
      ['/v1/contacts?x=1', { body, headers }],
    ]
    for (const [path, it] of others)
      for (const version of ['2025-08-12', null]) {
        const reply = await app.ask('POST', path, { ...it, version })
        expect([path, version, reply.status, reply.body.success]).toEqual([
          ...[path, version, 422, false],
        ])
      }
  })

  test('is forgotten after 24 hours, not earlier', async () => {
    const before = await app.contactsOf(account)
    const key = newKey()
    const first = await create(key)
    clock.forward(24 * 3600 - 1)
    expect(told(await create(key))).toEqual(told(first))
    clock.forward(1)
    expect((await create(key, { city: 'Bonn' })).body.id).not.toBe(first.body.id)
    expect(await app.contactsOf(account)).toBe(before + 2)
  })

  test('and what was kept with it is gone when the next token is got', async () => {
    await create(newKey())
    clock.forward(24 * 3600)
    await app.newToken()
    const rows = await app.database.query('select key from zuora.idempotency')
    expect(rows).toEqual([])
  })

  test('is 1 to 255 characters long', async () => {
    for (const [key, status] of [
      ['', 400],
      ['k', 200],
      ['k'.repeat(255), 200],
      ['k'.repeat(256), 400],
      ["'; drop --", 200],
      ['ü', 200],
    ] as const)
      expect([key, (await create(key)).status]).toEqual([key, status])
  })

  test('is refused with PUT in every version, and not looked at elsewhere', async () => {
    const headers = { 'idempotency-key': newKey() }
    const path = `/v1/contacts/${await app.newContact(account)}`
    for (const version of ['2025-08-12', null]) {
      const body = { city: 'Bonn' }
      const reply = await app.ask('PUT', path, { body, headers, version })
      expect([reply.status, ...categoriesOf(reply)]).toEqual([400, 45])
    }
    expect((await app.ask('GET', path, { headers })).body).toMatchObject({ city: null })
    expect((await app.ask('DELETE', path, { headers })).status).toBe(200)
    expect((await app.ask('GET', path, { headers })).status).toBe(404)
  })

  test('is not used up by what is refused before it is looked at', async () => {
    const key = newKey()
    const early: Ask[] = [
      { token: null },
      { contentType: 'text/plain' },
      { body: '{"broken' },
      { headers: { accept: 'text/html' } },
      { headers: { 'zuora-track-id': 'a:b' } },
    ]
    for (const it of early) expect((await create(key, {}, it)).status).toBeGreaterThanOrEqual(400)
    expect((await create(key)).status).toBe(200)
  })

  test('counts the body as it is unpacked', async () => {
    const key = newKey()
    const first = await create(key)
    const body = await gzipped(JSON.stringify({ accountId: account.id, ...named }))
    const again = await create(key, {}, { body, headers: { 'content-encoding': 'gzip' } })
    expect(told(again)).toEqual(told(first))
  })
})

async function gzipped(text: string): Promise<Uint8Array> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

describe('whoever dies or stumbles', () => {
  /** An app whose database does something of its own when it is asked for this. */
  const appOver = (fails: (sql: string) => Promise<void>, token: string) => {
    const faults: unknown[] = []
    const watched: typeof app.database.query = async (sql, values) => {
      await fails(sql)
      return app.database.query(sql, values)
    }
    const send = zuoraApp({
      now: clock.now,
      tokenLife: 9e9,
      onFault: (error) => faults.push(error),
      database: {
        query: watched,
        transaction: (work) =>
          app.database.transaction((queries) =>
            work({
              query: async (sql, values) => {
                await fails(sql)
                return queries.query(sql, values)
              },
            }),
          ),
      },
    })
    const post = (key: string, body = JSON.stringify({ accountId: account.id, ...named })) =>
      send(
        new Request('http://zuora.example/v1/contacts', {
          method: 'POST',
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            'idempotency-key': key,
            'zuora-version': '2025-08-12',
          },
          body,
        }),
      )
    return { post, faults }
  }

  test('before the outcome is kept has written no contact, and frees the key', async () => {
    const before = await app.contactsOf(account)
    const broken = appOver(
      async (sql) => {
        if (/update zuora\.idempotency/.test(sql)) throw new Error('gone')
      },
      await app.newToken(),
    )
    const key = newKey()
    const reply = await broken.post(key)
    expect(reply.status).toBe(500)
    expect(await reply.json()).toEqual({
      reasons: [{ code: 50_000_060, message: 'Internal error.' }],
    })
    expect(broken.faults).toHaveLength(1)
    expect(await app.contactsOf(account)).toBe(before)
    expect((await create(key)).status).toBe(200)
    expect(await app.contactsOf(account)).toBe(before + 1)
  })

  test('without a word holds the key for two minutes', async () => {
    const before = await app.contactsOf(account)
    const dead = appOver(
      async (sql) => {
        if (/update zuora\.idempotency|delete from zuora\.idempotency/.test(sql))
          throw new Error('dead')
      },
      await app.newToken(),
    )
    const key = newKey()
    await dead.post(key)
    expect((await create(key)).status).toBe(409)
    clock.forward(119)
    expect((await create(key)).status).toBe(409)
    expect((await create(key, { city: 'Bonn' })).status).toBe(422)
    clock.forward(1)
    expect((await create(key, { city: 'Bonn' })).status).toBe(422)
    expect((await create(key)).status).toBe(200)
    expect(await app.contactsOf(account)).toBe(before + 1)
  })

  test('and comes back to life after its key was taken over undoes its work', async () => {
    const account = await app.newAccount()
    const body = JSON.stringify({ accountId: account.id, ...named })
    const token = await app.newToken()
    const [asleep, wake] = [signal(), signal()]
    const sleeper = appOver(async (sql) => {
      if (!/insert into zuora\.contacts/.test(sql)) return
      asleep.give()
      await wake.given
    }, token)
    const claimed = signal()
    const heir = appOver(async (sql) => {
      if (/from zuora\.accounts/.test(sql)) claimed.give()
    }, token)

    const key = newKey()
    const late = sleeper.post(key, body)
    await asleep.given
    expect((await heir.post(key, body)).status).toBe(409)
    clock.forward(120)
    // It waits for the account, which the sleeper holds.
    const inherited = heir.post(key, body)
    await claimed.given
    wake.give()
    expect([(await late).status, (await inherited).status]).toEqual([409, 200])
    expect(await app.contactsOf(account)).toBe(2)
  })
})

function signal() {
  let give = () => {}
  const given = new Promise<void>((resolve) => (give = resolve))
  return { given, give }
}
