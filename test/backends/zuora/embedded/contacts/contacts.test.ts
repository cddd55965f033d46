import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { categoriesOf, messagesOf, openApp, type Account, type App } from '../openApp.ts'

let app: App
let account: Account

beforeAll(async () => {
  app = await openApp()
  account = await app.newAccount()
})

/** The example values of the create page, in its order. */
const page = {
  address1: '314, Bongora',
  address2: 'near Tech City',
  asBillTo: true,
  asShipTo: false,
  asSoldTo: true,
  city: 'GHY',
  contactDescription: 'This is a description for the contact',
  country: 'India',
  county: 'Kamrup',
  fax: '6174',
  firstName: 'Kuhi',
  homePhone: '1234123',
  lastName: 'Das',
  mobilePhone: '123213',
  nickname: 'Dorimi',
  otherPhone: '2314213',
  otherPhoneType: 'Work',
  personalEmail: 'kuhiroll@example.com',
  state: 'Assam',
  taxRegion: 'North East',
  workEmail: 'kuhi@work.example.com',
  workPhone: '998877',
  zipCode: '123456',
}

const create = (fields: object) =>
  app.ask('POST', '/v1/contacts', { body: { accountId: account.id, ...fields } })
const named = { firstName: 'Mia', lastName: 'Berg' }

describe('creating', () => {
  test('the call of the page comes back with every field, by either key and by both', async () => {
    const keys = [
      { accountId: account.id },
      { accountNumber: account.number },
      { accountId: account.id, accountNumber: account.number },
    ]
    for (const key of keys) {
      const { status, body } = await app.ask('POST', '/v1/contacts', { body: { ...key, ...page } })
      const whole = { accountId: account.id, accountNumber: account.number, ...page }
      expect({ status, body }).toEqual({
        status: 200,
        body: { success: true, id: expect.stringMatching(/^[0-9a-f]{32}$/) as string, ...whole },
      })
      expect((await app.ask('GET', `/v1/contacts/${body.id}`)).body).toEqual(body)
    }
  })

  test('what is not given is null, and may be any role', async () => {
    const { body } = await create(named)
    const { id } = body
    const keys = { accountId: account.id, accountNumber: account.number }
    const nothing = Object.fromEntries(Object.keys(page).map((name) => [name, null]))
    const flags = { asBillTo: true, asShipTo: true, asSoldTo: true }
    expect(body).toEqual({ success: true, id, ...keys, ...nothing, ...flags, ...named })
  })

  test('a code becomes a full name, for countries and for states of the US and Canada', async () => {
    expect((await create({ ...named, country: 'US', state: 'CA' })).body).toMatchObject({
      country: 'United States',
      state: 'California',
    })
    expect((await create({ ...named, country: 'can', state: 'qc' })).body).toMatchObject({
      country: 'Canada',
      state: 'Quebec',
    })
    expect((await create({ ...named, country: 'DE', state: 'CA' })).body).toMatchObject({
      country: 'Germany',
      state: 'CA',
    })
    expect((await create({ ...named, state: 'anything' })).body).toMatchObject({
      country: null,
      state: 'anything',
    })
  })

  test('numbers become text, other things do not', async () => {
    const { body } = await create({ ...named, mobilePhone: 4915, zipCode: 94016.5 })
    expect(body).toMatchObject({ mobilePhone: '4915', zipCode: '94016.5' })
    // The last two cannot be held exactly, and a changed phone number is worse than a refused one.
    for (const wrong of ['true', '{}', '[]', '1e400', '12345678901234567890']) {
      const text = `{"accountId":"${account.id}","firstName":"Mia","lastName":"Berg","city":${wrong}}`
      const reply = await app.ask('POST', '/v1/contacts', { body: text })
      expect([wrong, reply.status, ...categoriesOf(reply)]).toEqual([wrong, 400, 20])
    }
  })

  test('everything wrong is told at once: unknown, then missing, then wrong, in field order', async () => {
    const reply = await create({
      zipCode: 'x'.repeat(21),
      foo: 1,
      country: 'Atlantis',
      firstName: '',
      'b a r': 2,
      asBillTo: 'true',
    })
    expect(reply.status).toBe(400)
    expect(messagesOf(reply)).toEqual([
      `Invalid parameter(s): 'foo,b a r'.`,
      `'lastName' may not be null`,
      `'asBillTo' value should be true or false`,
      `'country' value should be the name or ISO code of a country`,
      `'firstName' may not be empty`,
      `'zipCode' length must be at most 20`,
    ])
    expect(categoriesOf(reply)).toEqual([21, 22, 20, 20, 20, 20])
    expect(reply.body).toMatchObject({
      success: false,
      processId: expect.stringMatching(/^[0-9A-F]{16}$/) as string,
      requestId: reply.headers.get('zuora-request-id'),
    })
    // The number of the sample in our notes on the contract.
    expect(reply.body.reasons?.at(-1)?.code).toBe(67_992_320)
  })

  test('the account must be there, be one, and be named', async () => {
    const other = await app.newAccount()
    const asked = async (body: object) => {
      const reply = await app.ask('POST', '/v1/contacts', { body: { ...named, ...body } })
      return [reply.status, ...categoriesOf(reply)]
    }
    expect(await asked({})).toEqual([400, 22])
    expect(await asked({ accountId: null, accountNumber: null })).toEqual([400, 22])
    expect(await asked({ accountId: '' })).toEqual([400, 20])
    expect(await asked({ accountId: {}, foo: 1 })).toEqual([400, 21, 20])
    expect(await asked({ accountId: 'nobody', foo: 1 })).toEqual([404, 40])
    expect(await asked({ accountNumber: 'nobody' })).toEqual([404, 40])
    expect(await asked({ accountId: account.number })).toEqual([404, 40])
    expect(await asked({ accountNumber: account.id })).toEqual([404, 40])
    expect(await asked({ accountId: account.id, accountNumber: 'nobody' })).toEqual([404, 40])
    expect(await asked({ accountId: account.id, accountNumber: other.number })).toEqual([400, 30])
    expect(await asked({ accountId: null, accountNumber: account.number })).toEqual([200])
  })
})

describe('changing', () => {
  let contact: string
  const put = (body: object) => app.ask('PUT', `/v1/contacts/${contact}`, { body })

  beforeEach(async () => {
    contact = await app.newContact(account, page)
  })

  test('what is left out stays, the answer is the whole contact', async () => {
    const { status, body } = await put({ city: 'Guwahati', mobilePhone: 91, zipCode: 781001 })
    const changed = { ...page, city: 'Guwahati', mobilePhone: '91', zipCode: '781001' }
    const account_ = { accountId: account.id, accountNumber: account.number }
    expect({ status, body }).toEqual({
      status: 200,
      body: { success: true, id: contact, ...account_, ...changed },
    })
  })

  test('null and an empty text empty any text but a name', async () => {
    const texts = Object.entries(page).filter(
      ([name, value]) => typeof value === 'string' && !name.endsWith('tName'),
    )
    expect(texts).toHaveLength(18)
    for (const empty of [null, '']) {
      const { body } = await put(Object.fromEntries(texts.map(([name]) => [name, empty])))
      expect(body).toMatchObject(Object.fromEntries(texts.map(([name]) => [name, null])))
      await put(page)
    }
    const reply = await put({ firstName: null, lastName: '', asBillTo: null })
    expect(messagesOf(reply)).toEqual([
      `'firstName' may not be null`,
      `'asBillTo' value should be true or false`,
      `'lastName' may not be empty`,
    ])
  })

  test('nothing to change is fine, and changes nothing', async () => {
    const before = await app.database.query('select * from zuora.contacts where id = $1', [contact])
    const { status, body } = await put({})
    expect([status, body.city]).toEqual([200, 'GHY'])
    expect(
      await app.database.query('select * from zuora.contacts where id = $1', [contact]),
    ).toEqual(before)
  })

  test('a change is seen in updated_at', async () => {
    const changed = async () =>
      (
        await app.database.query<{ updated_at: Date }>(
          'select updated_at from zuora.contacts where id = $1',
          [contact],
        )
      )[0]!.updated_at.getTime()
    await app.database.query(`update zuora.contacts set updated_at = 'epoch' where id = $1`, [
      contact,
    ])
    await put({ city: 'Guwahati' })
    expect(await changed()).toBeGreaterThan(0)
  })

  test('a contact does not move by its account fields', async () => {
    const reply = await put({ accountId: account.id, accountNumber: 'x' })
    expect([reply.status, ...messagesOf(reply)]).toEqual([
      400,
      `Invalid parameter(s): 'accountId,accountNumber'.`,
    ])
  })

  test('the state must be one of the country that results', async () => {
    const wrong = await put({ country: 'US', zipCode: 'x'.repeat(21) })
    expect([wrong.status, ...messagesOf(wrong)]).toEqual([
      400,
      `'state' value should be the name or code of a state of United States`,
      `'zipCode' length must be at most 20`,
    ])
    expect((await put({ country: 'US', state: 'tx' })).body).toMatchObject({ state: 'Texas' })
    expect(categoriesOf(await put({ state: 'Assam' }))).toEqual([20])
    expect((await put({ state: 'NY' })).body).toMatchObject({ state: 'New York' })
    expect(categoriesOf(await put({ country: 'CA' }))).toEqual([20])
    expect((await put({ country: null })).body).toMatchObject({ country: null, state: 'New York' })
    expect((await put({ country: 'USA' })).body).toMatchObject({ country: 'United States' })
    expect((await put({ city: 'x' })).body).toMatchObject({ state: 'New York' })
  })
})

test('nobody by this id: 404, whatever the id is made of', async () => {
  const ids = [
    'nobody',
    account.contact.toUpperCase(),
    'a%00b',
    '%ed%a0%80',
    '%zz',
    "x'--",
    'x'.repeat(3000),
  ]
  for (const id of ids) {
    const calls = [
      ['GET', ''],
      ['PUT', ''],
      ['DELETE', ''],
      ['PUT', '/transfer'],
      ['PUT', '/scrub'],
    ] as const
    for (const [method, more] of calls) {
      const body = method === 'PUT' ? { destinationAccountKey: account.number } : undefined
      const reply = await app.ask(method, `/v1/contacts/${id}${more}`, { body })
      expect([id, method, more, reply.status, ...categoriesOf(reply)]).toEqual([
        ...[id, method, more, 404, 40],
      ])
    }
  }
  const reply = await app.ask('GET', '/v1/contacts/nobody')
  expect(reply.body.reasons).toEqual([
    { code: 50_000_040, message: `Cannot find entity by key: 'nobody'.` },
  ])
})

describe('without the Ship To Contact feature', () => {
  test('its three fields are neither there nor known', async () => {
    const plain = await openApp({ shipTo: false })
    const account = await plain.newAccount()
    const body = { accountId: account.id, ...named }
    const made = await plain.ask('POST', '/v1/contacts', { body })
    expect(Object.keys(made.body).filter((name) => name.startsWith('as'))).toEqual([])
    const reply = await plain.ask('POST', '/v1/contacts', {
      body: { ...body, asBillTo: true, asShipTo: 'x' },
    })
    expect(messagesOf(reply)).toEqual([`Invalid parameter(s): 'asBillTo,asShipTo'.`])
  })
})
