import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { aCustomer, aPerson, people } from '../../../../helpers/people.ts'
import { generations, nobody, openApp, type App, type Contact, type Page } from '../openApp.ts'

describe.each(generations)('contacts, %s', (generation) => {
  let app: App
  let customer: string
  let contacts: string
  let time: number

  beforeAll(async () => {
    app = await openApp([], { generation, now: () => new Date((time += 1000)) })
  })

  beforeEach(async () => {
    time = Date.parse('2026-01-01T00:00:00Z')
    customer = await app.newCustomer()
    contacts = `/customers/${customer}/contacts`
  })

  const create = async (body: object) =>
    (await app.ask<Contact>('POST', contacts, { body: { name: 'Ana Ruiz', ...body } })).data

  const list = async () => (await app.ask<Page<Contact>>('GET', contacts)).data.items

  const primaries = async () => (await list()).filter((it) => it.is_primary).map((it) => it.id)

  test('a contact with a name only comes back with every field', async () => {
    const reply = await app.ask<Contact>('POST', contacts, { body: { name: '  Ana Ruiz ' } })
    expect(reply.status).toBe(201)
    expect(reply.headers.get('content-type')).toBe('application/json')
    expect(reply.data).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-/),
      entity_type: 'customer',
      entity_id: customer,
      name: 'Ana Ruiz',
      email: null,
      phone: null,
      role: null,
      is_primary: false,
      notes: null,
      created_at: expect.stringMatching(/^2026-01-01T00:0\d:\d\dZ$/),
      updated_at: reply.data.created_at,
    })
    expect((await app.ask('GET', `${contacts}/${reply.data.id}`)).data).toEqual(reply.data)
  })

  test('all six fields are kept, in any script, and the address as it is normalised', async () => {
    const body = {
      name: '山田 太郎 😀',
      email: 'Taro <Taro.Y@EXAMPLE.com>',
      phone: '+81 3-1234-5678',
      role: 'Accounts Payable',
      is_primary: true,
      notes: 'line\nline\ttab "quotes" \\ \u2028 مرحبا',
    }
    const made = await create(body)
    expect(made).toMatchObject({ ...body, email: 'Taro.Y@example.com' })
    expect(await list()).toEqual([made])
  })

  test('an update changes what it names, null empties, and its time moves', async () => {
    const made = await create({ email: 'a@x.com', phone: '1', role: 'Billing', notes: 'n' })
    const reply = await app.ask<Contact>('PUT', `${contacts}/${made.id}`, {
      body: { phone: null, role: 'Technical', unknown: 1 },
    })
    expect(reply.status).toBe(200)
    expect(reply.data).toEqual({
      ...made,
      phone: null,
      role: 'Technical',
      updated_at: expect.not.stringMatching(made.updated_at),
    })
    expect(reply.data.updated_at > made.updated_at).toBe(true)
  })

  test('an update with nothing in it changes nothing', async () => {
    const made = await create({ is_primary: true })
    for (const body of [{}, { unknown: 1 }]) {
      const reply = await app.ask('PUT', `${contacts}/${made.id}`, { body })
      expect([reply.status, reply.data]).toEqual([200, made])
    }
  })

  test('a delete is for good, and a second one finds nothing', async () => {
    const made = await create({})
    const reply = await app.ask('DELETE', `${contacts}/${made.id}`)
    expect(reply.status).toBe(200)
    expect(reply.body).toEqual(
      generation === 'bare' ? null : { success: true, message: null, code: null },
    )
    expect(await list()).toEqual([])
    for (const [method, body] of [
      ['DELETE'],
      ['GET'],
      ['PUT', {}],
      ['PUT', { name: 'x' }],
    ] as const) {
      const again = await app.ask(method, `${contacts}/${made.id}`, { body })
      expect([again.status, again.body]).toEqual([404, { detail: 'Contact not found' }])
    }
  })

  test('a contact is found only below its own customer', async () => {
    const made = await create({})
    const other = `/customers/${await app.newCustomer()}/contacts/${made.id}`
    for (const [method, body] of [
      ['GET'],
      ['PUT', { name: 'x' }],
      ['PUT', { is_primary: true }],
      ['DELETE'],
    ] as const) {
      const reply = await app.ask(method, other, { body })
      expect([method, reply.status, reply.body]).toEqual([
        method,
        404,
        { detail: 'Contact not found' },
      ])
    }
    expect(await list()).toEqual([made])
  })

  test('a customer that is not there has no contacts', async () => {
    for (const id of [nobody, 'me']) {
      const reply = await app.ask('GET', `/customers/${id}/contacts`)
      expect([reply.status, reply.body]).toEqual([404, { detail: 'Customer not found' }])
      const write = await app.ask('PUT', `/customers/${id}/contacts/me`, { body: {} })
      expect([write.status, write.body]).toEqual([404, { detail: 'Customer not found' }])
    }
  })

  test('the first contact is not made primary by itself', async () => {
    expect((await create({})).is_primary).toBe(false)
  })

  test('a new primary takes the place of the old one, whose time moves too', async () => {
    const first = await create({ is_primary: true })
    const second = await create({ is_primary: true })
    expect(second.is_primary).toBe(true)
    const { data } = await app.ask<Contact>('GET', `${contacts}/${first.id}`)
    expect(data).toEqual({ ...first, is_primary: false, updated_at: second.updated_at })
  })

  test('making one primary takes it from the others, and leaves the rest alone', async () => {
    const first = await create({ is_primary: true })
    const second = await create({})
    const third = await create({})
    const body = { is_primary: true }
    const reply = await app.ask<Contact>('PUT', `${contacts}/${second.id}`, { body })
    expect(reply.data).toMatchObject({ id: second.id, is_primary: true })
    expect(await primaries()).toEqual([second.id])
    expect((await list()).find((it) => it.id === third.id)).toEqual(third)
    expect((await list()).find((it) => it.id === first.id)?.updated_at).toBe(reply.data.updated_at)
  })

  test('unsetting or deleting the primary leaves none', async () => {
    const first = await create({ is_primary: true })
    await app.ask('PUT', `${contacts}/${first.id}`, { body: { is_primary: false } })
    expect(await primaries()).toEqual([])
    await app.ask('PUT', `${contacts}/${first.id}`, { body: { is_primary: true } })
    expect(await primaries()).toEqual([first.id])
    await create({})
    await app.ask('DELETE', `${contacts}/${first.id}`)
    expect(await primaries()).toEqual([])
  })

  test('a primary that cannot be set takes nothing from the one there is', async () => {
    const first = await create({ is_primary: true })
    const gone = await app.ask('PUT', `${contacts}/${nobody}`, { body: { is_primary: true } })
    expect(gone.status).toBe(404)
    const wrong = { name: '', is_primary: true }
    expect((await app.ask('POST', contacts, { body: wrong })).status).toBe(422)
    expect(await primaries()).toEqual([first.id])
  })

  test('many at once that want to be primary all succeed, and one of them is', async () => {
    const made = await Promise.all(people(12).map((it) => create({ name: it.lastName })))
    const replies = await Promise.all([
      ...made.map(({ id }) => app.ask('PUT', `${contacts}/${id}`, { body: { is_primary: true } })),
      ...made.map(() => app.ask('POST', contacts, { body: { name: 'New', is_primary: true } })),
    ])
    expect(replies.map((it) => it.status)).toEqual([...made.map(() => 200), ...made.map(() => 201)])
    expect(await primaries()).toHaveLength(1)
    expect(await list()).toHaveLength(24)
  })

  test('the tables themselves hold no second primary', async () => {
    await create({ is_primary: true })
    const second = await create({})
    await expect(
      app.database.query('update dayzero.contacts set is_primary = true where id = $1', [
        second.id,
      ]),
    ).rejects.toThrow('contacts_one_primary')
  })

  test('all errors of a body are told at once, in the order of the fields', async () => {
    const body = { is_primary: null, notes: 1, name: ' ', email: 'jane', extra: 1 }
    const reply = await app.ask('POST', contacts, { body })
    expect(reply.text).toBe(
      '{"detail":[' +
        '{"type":"string_too_short","loc":["body","name"],"msg":"String should have at least 1 character","input":" ","ctx":{"min_length":1}},' +
        '{"type":"value_error","loc":["body","email"],"msg":"value is not a valid email address: An email address must have an @-sign.","input":"jane","ctx":{"reason":"An email address must have an @-sign."}},' +
        '{"type":"bool_type","loc":["body","is_primary"],"msg":"Input should be a valid boolean","input":null},' +
        '{"type":"string_type","loc":["body","notes"],"msg":"Input should be a valid string","input":1}]}',
    )
  })

  test.each([
    ['NUL', '{"name":"x","notes":"a\\u0000b"}', ['value_error', 'notes']],
    ['half a surrogate pair', '{"name":"\\ud83d"}', ['string_unicode', 'name']],
    ['NaN', '{"name":NaN}', ['string_type', 'name']],
    ['infinity', '{"name":"x","is_primary":-Infinity}', ['bool_type', 'is_primary']],
  ])('what no database can hold is refused: %s', async (_, body, [type, field]) => {
    const reply = await app.ask('POST', contacts, { body })
    expect(reply.status).toBe(422)
    expect(reply.body).toMatchObject({ detail: [{ type, loc: ['body', field] }] })
  })

  test('a body nested beyond reason is refused like in Python, by its reader', async () => {
    const reply = await app.ask('POST', contacts, { body: '['.repeat(50_000) })
    expect([reply.status, reply.body]).toEqual([
      400,
      { detail: 'There was an error parsing the body' },
    ])
  })
})

test('a deleted customer is read with its contacts, and written no more', async () => {
  const { ask, customerId } = await openApp([aCustomer({ people: [aPerson()] })])
  const customer = await customerId('plain')
  const contacts = `/customers/${customer}/contacts`
  const { data } = await ask<Page<Contact>>('GET', contacts)
  const contact = `${contacts}/${data.items[0]!.id}`
  await ask('DELETE', `/customers/${customer}`)
  expect((await ask<Page<Contact>>('GET', contacts)).data).toEqual(data)
  expect((await ask('GET', contact)).data).toEqual(data.items[0])
  for (const [method, path, body] of [
    ['POST', contacts, { name: 'x' }],
    ['POST', contacts, { name: 'x', is_primary: true }],
    ['PUT', contact, {}],
    ['PUT', contact, { name: 'x' }],
    ['PUT', contact, { is_primary: true }],
    ['DELETE', contact, undefined],
  ] as const) {
    const reply = await ask(method, path, { body })
    expect([method, reply.status, reply.body]).toEqual([
      method,
      404,
      { detail: 'Customer not found' },
    ])
  }
})
