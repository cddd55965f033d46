import { beforeAll, describe, expect, test } from 'vitest'
import {
  business,
  generations,
  nobody,
  openApp,
  type App,
  type Contact,
  type Customer,
  type Page,
} from '../openApp.ts'

interface Duplicates {
  has_duplicates: boolean
  duplicates: { id: string; match_type: string; similarity_score: number }[]
}

describe.each(generations)('customers, %s', (generation) => {
  let app: App

  beforeAll(async () => {
    let time = Date.parse('2026-01-01T00:00:00Z')
    app = await openApp([], { generation, now: () => new Date((time += 1)) })
  })

  const create = (body: object) => app.ask<Customer>('POST', '/customers', { body })

  test('a customer needs a name and an address, and comes back with all twenty fields', async () => {
    const reply = await create({ name: ' Zeta Ltd ', email: 'Info@Zeta.example' })
    expect(reply.status).toBe(201)
    expect(reply.data).toEqual({
      id: expect.any(String),
      business_id: business,
      created_at: expect.any(String),
      updated_at: expect.any(String),
      name: 'Zeta Ltd',
      email: 'info@zeta.example',
      address: null,
      phone: null,
      tax_id: null,
      website: null,
      notes: null,
      credit_limit_cents: null,
      default_payment_term_id: null,
      status: 'active',
      category: null,
      is_deleted: false,
      deleted_at: null,
      stripe_customer_id: null,
      invoice_footer: null,
      contacts: [],
    })
    expect((await app.ask('GET', `/customers/${reply.data.id}`)).data).toEqual(reply.data)
  })

  test('everything a customer is given is kept', async () => {
    const body = {
      name: 'Ошибка & Söhne',
      email: 'everything@example.com',
      address: '1 Street',
      phone: '+1',
      tax_id: 'DE 1',
      website: 'https://x.example',
      notes: '',
      credit_limit_cents: 9_007_199_254_740_991,
      default_payment_term_id: 'net30',
      status: 'blocked',
      category: 'c',
      invoice_footer: 'f',
    }
    expect((await create(body)).data).toMatchObject(body)
  })

  test('a sum too large to be exact everywhere is refused', async () => {
    const body = '{"name":"x","email":"sum@x.com","credit_limit_cents":9007199254740992}'
    const reply = await app.ask('POST', '/customers', { body })
    expect(reply.status).toBe(422)
    expect(reply.text).toContain('"type":"less_than_equal"')
  })

  test('an address that another customer has is a conflict, also in a change', async () => {
    const taken = { name: 'A', email: 'taken@example.com' }
    const first = (await create(taken)).data
    const conflict = { detail: 'Customer with this email already exists' }
    const again = await create({ ...taken, email: 'taken@EXAMPLE.com' })
    expect([again.status, again.body]).toEqual([409, conflict])
    const other = await app.newCustomer()
    const change = await app.ask('PUT', `/customers/${other}`, { body: { email: taken.email } })
    expect([change.status, change.body]).toEqual([409, conflict])
    const same = await app.ask('PUT', `/customers/${first.id}`, { body: { email: taken.email } })
    expect(same.status).toBe(200)
    await app.ask('DELETE', `/customers/${first.id}`)
    expect((await create(taken)).status).toBe(201)
  })

  test('of many who want the same address at once, one gets it', async () => {
    // More than once: the first time, most of them still wait for a connection.
    for (const email of ['rush@example.com', 'hurry@example.com', 'haste@example.com']) {
      const body = { name: 'Rush', email }
      const replies = await Promise.all(Array.from({ length: 10 }, () => create(body)))
      expect(replies.map((it) => it.status).toSorted((a, b) => a - b)).toEqual([
        201,
        ...Array<number>(9).fill(409),
      ])
    }
  })

  test('a change is partial, null clears, and the new name is found', async () => {
    const made = (await create({ name: 'Before', email: 'before@x.com', phone: '1' })).data
    const body = { id: nobody, name: 'Zyzzyva Werke', phone: null, address: 'New' }
    const reply = await app.ask<Customer>('PUT', `/customers/${made.id}`, { body })
    expect(reply.status).toBe(200)
    expect(reply.data).toEqual({
      ...made,
      name: 'Zyzzyva Werke',
      phone: null,
      address: 'New',
      updated_at: expect.any(String),
    })
    expect(await app.customerId('zyzzyva')).toBe(made.id)
    expect((await app.ask('PUT', `/customers/${made.id}`, { body: {} })).data).toEqual(reply.data)
  })

  test.each(['name', 'email', 'status'])('%s cannot be cleared', async (field) => {
    const id = await app.newCustomer()
    const reply = await app.ask('PUT', `/customers/${id}`, { body: { [field]: null } })
    expect(reply.status).toBe(422)
    expect(reply.body).toMatchObject({ detail: [{ loc: ['body', field], input: null }] })
  })

  test('a deleted customer is gone from lists, and still read by its id', async () => {
    const made = (await create({ name: 'Quixotic Gone', email: 'gone@x.com' })).data
    const path = `/customers/${made.id}`
    const reply = await app.ask('DELETE', path)
    expect([reply.status, reply.body]).toEqual([
      200,
      generation === 'bare' ? null : { success: true, message: null, code: null },
    ])
    const { data } = await app.ask<Customer>('GET', path)
    expect(data).toMatchObject({
      ...made,
      is_deleted: true,
      deleted_at: expect.any(String),
      updated_at: expect.any(String),
    })
    for (const query of ['search=quixotic', 'email=gone@x.com', `id=${made.id}`])
      expect((await app.ask<Page<Customer>>('GET', `/customers?${query}`)).data.items).toEqual([])
    const missing = [404, { detail: 'Customer not found' }]
    for (const [method, body] of [['DELETE'], ['PUT', {}], ['PUT', { name: 'x' }]] as const) {
      const again = await app.ask(method, path, { body })
      expect([again.status, again.body]).toEqual(missing)
    }
  })

  test('a customer brings its contacts, in a shape of their own', async () => {
    const id = await app.newCustomer()
    const body = { name: 'Ana', email: 'ana@x.com', is_primary: true }
    const { data } = await app.ask<Contact>('POST', `/customers/${id}/contacts`, { body })
    const { entity_type, entity_id, ...contact } = data
    expect([entity_type, entity_id]).toEqual(['customer', id])
    const customer = (await app.ask<Customer>('GET', `/customers/${id}`)).data
    expect(customer.contacts).toEqual([{ ...contact, customer_id: id }])
  })

  test('the list is filtered by id, address and status', async () => {
    const made = (await create({ name: 'F', email: 'filter@x.com', status: 'inactive' })).data
    const found = async (query: string) =>
      (await app.ask<Page<Customer>>('GET', `/customers?${query}`)).data.items.map((it) => it.id)
    expect(await found(`id=${made.id}`)).toEqual([made.id])
    expect(await found('email=filter@x.com')).toEqual([made.id])
    expect(await found('email=filter@x.com&status=active')).toEqual([])
    expect(await found('status=inactive')).toEqual([made.id])
    for (const query of ['id=me', `id=${nobody}`, 'email=FILTER@x.com', 'status=nonsense'])
      expect(await found(query)).toEqual([])
  })

  test('duplicates are told by name, address and tax number', async () => {
    const body = { name: 'Bäckerei Huber GmbH', email: 'huber@x.com', tax_id: 'AT 77' }
    const { id } = (await create(body)).data
    const check = async (query: Record<string, string>) => {
      const path = `/customers/check-duplicates?${new URLSearchParams(query)}`
      const reply = await app.ask<Duplicates>('POST', path)
      expect(reply.status).toBe(201)
      return reply.data.duplicates.map((it) => [it.id, it.match_type])
    }
    expect(await check({ name: 'BACKEREI HUBER' })).toEqual([[id, 'name']])
    expect(await check({ name: 'Something else', email: 'huber@x.com' })).toEqual([[id, 'email']])
    expect(await check({ name: '!', tax_id: 'AT 77' })).toEqual([[id, 'tax_id']])
    expect(await check({ name: 'Something else' })).toEqual([])
    expect(await check({ name: 'Bäckerei Huber GmbH', exclude_id: id })).toEqual([])
    const path = '/customers/check-duplicates?name=Nobody+At+All'
    expect((await app.ask('POST', path)).data).toEqual({ has_duplicates: false, duplicates: [] })
  })

  test('the businesses are those of the token', async () => {
    const found = async (query: string) =>
      (await app.ask<Page<{ id: string }>>('GET', `/businesses${query}`)).data.items
    expect(await found('')).toMatchObject([{ id: business, name: 'Embedded business' }])
    expect(await found(`?id=${business}&name=Embedded+business`)).toHaveLength(1)
    for (const query of ['?id=me', '?name=Other', '?user_id=x', `?id=${nobody}`])
      expect(await found(query)).toEqual([])
  })
})
