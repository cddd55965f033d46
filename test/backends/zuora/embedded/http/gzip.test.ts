import { gunzipSync, gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { categoriesOf, openApp, type Account, type App, type Ask } from '../openApp.ts'

let app: App
let account: Account

beforeAll(async () => {
  app = await openApp()
  account = await app.newAccount()
})

const named = { firstName: 'Mia', lastName: 'Berg' }
const create = (it: Ask = {}) =>
  app.ask('POST', '/v1/contacts', { body: { accountId: account.id, ...named }, ...it })
const told = async (reply: ReturnType<typeof create>) => {
  const it = await reply
  return [it.status, ...categoriesOf(it)]
}

describe('gzip', () => {
  const gzip = { 'content-encoding': 'gzip' }
  const packed = (value: unknown) => new Uint8Array(gzipSync(JSON.stringify(value)))

  test('is taken in requests', async () => {
    const body = packed({ accountId: account.id, ...named, city: 'Zürich' })
    for (const encoding of ['gzip', 'GZIP', 'x-gzip'])
      expect(
        (await create({ body, headers: { 'content-encoding': encoding } })).body,
      ).toMatchObject({
        success: true,
        city: 'Zürich',
      })
  })

  test('that is broken, or is none, is refused', async () => {
    const whole = packed({ accountId: account.id, ...named })
    const wrong = whole.map((byte, index) => (index === 20 ? byte ^ 0xff : byte))
    const bodies = [whole.slice(0, -4), whole.slice(0, 5), wrong, '{"a":1}', packed([1]).slice(1)]
    for (const body of bodies)
      expect(await told(create({ body, headers: gzip }))).toEqual([400, 90])
    expect(await told(create({ body: whole }))).toEqual([400, 90])
  })

  test('does not blow up', async () => {
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(50 * 1024 * 1024, 0x20)))
    expect(bomb.byteLength).toBeLessThan(100_000)
    expect(await told(create({ body: bomb, headers: gzip }))).toEqual([413, 90])
    const twice = new Uint8Array(gzipSync(bomb))
    expect(await told(create({ body: twice, headers: gzip }))).toEqual([400, 90])
    const large = JSON.stringify({ city: 'x'.repeat(1024 * 1024) })
    expect(await told(create({ body: large }))).toEqual([413, 90])
    expect(await told(create({ body: large, version: null }))).toEqual([413, 90])
  })

  test('is the only encoding', async () => {
    for (const encoding of ['br', 'deflate', 'gzip, gzip', 'zip'])
      expect(await told(create({ headers: { 'content-encoding': encoding } }))).toEqual([415, 45])
    expect((await create({ headers: { 'content-encoding': 'identity' } })).status).toBe(200)
  })

  test('packs answers above 1,000 bytes for whoever asks for it', async () => {
    const large = await app.newContact(account, {
      address1: 'ä'.repeat(255),
      city: 'y'.repeat(100),
    })
    const ask = async (id: string, accept: string) => {
      const request = new Request(`http://zuora.example/v1/contacts/${id}`, {
        headers: { authorization: `Bearer ${await app.newToken()}`, 'accept-encoding': accept },
      })
      const response = await app.send(request)
      const bytes = new Uint8Array(await response.arrayBuffer())
      const encoding = response.headers.get('content-encoding')
      const text = encoding ? gunzipSync(bytes).toString() : new TextDecoder().decode(bytes)
      expect(JSON.parse(text)).toMatchObject({ success: true, id })
      expect(response.headers.get('vary')).toBe('accept-encoding')
      return encoding
    }
    for (const accept of [
      'gzip',
      'br, gzip;q=0.1',
      '*',
      'x-gzip',
      'GZIP; q=1.0',
      'br;q=0, *;q=0.5',
    ])
      expect([accept, await ask(large, accept)]).toEqual([accept, 'gzip'])
    for (const accept of ['', 'br', 'identity', 'gzip;q=0', '*;q=1, gzip;q=0.0', 'gzip;q=x'])
      expect([accept, await ask(large, accept)]).toEqual([accept, null])
    expect(await ask(account.contact, 'gzip')).toBe(null)
  })
})
