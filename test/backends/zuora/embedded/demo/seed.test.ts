import { describe, expect, test } from 'vitest'
import type { DemoCustomer } from '#contract/backend/vendor.ts'
import { embedded } from '#backends/zuora/embedded/embedded.ts'
import { aCustomer, aPerson, people } from '../../../../helpers/people.ts'
import { openApp, type App } from '../openApp.ts'
import { allOf, pageOf, type Queried } from '../objectQuery/querying.ts'

/** More than two batches of customers, with contacts, one of them with very many. */
function* source(): Generator<DemoCustomer> {
  yield aCustomer({ name: 'Northwind Atlas', people: primaryFirst(2000) })
  yield aCustomer({ name: 'Two People', people: [aPerson(), aPerson({ primary: true })] })
  yield aCustomer({ name: 'Nobody Is Primary', people: people(3) })
  for (let index = 0; index < 2100; index++)
    yield aCustomer({ name: `Customer ${index}`, people: index % 5 ? [] : primaryFirst(4) })
}

function primaryFirst(count: number) {
  return people(count).map((person, index) => ({ ...person, primary: index === 0 }))
}

async function filled(customers: Iterable<DemoCustomer>): Promise<App> {
  const app = await openApp()
  await embedded.seed(app.database, customers)
  return app
}

interface Row {
  id: string
  created_at: Date
}

async function rowsOf({ database }: App) {
  return {
    accounts: await database.query<Row & { account_number: string }>(
      'select * from zuora.accounts order by account_number',
    ),
    contacts: await database.query<Row>('select * from zuora.contacts order by id'),
  }
}

async function contactsOf(app: App, id: string): Promise<Queried[]> {
  const found = await allOf(app, 'contacts', { 'filter[]': `accountid.EQ:${id}`, pageSize: 99 })
  return found.toSorted((one, other) => one.id.localeCompare(other.id))
}

/** An account by its name, with the contacts of its roles. */
async function accountOf(app: App, name: string): Promise<Queried> {
  const { data } = await pageOf(app, 'accounts', {
    ...{ 'filter[]': `name.EQ:${name}`, 'expand[]': ['billto', 'soldto', 'shipto'] },
  })
  expect(data).toHaveLength(1)
  return data[0]!
}

describe('demo data', () => {
  test('is the same for the same source, and other rows the second time', async () => {
    const [one, other] = [await filled(source()), await filled(source())]
    const first = await rowsOf(one)
    expect(await rowsOf(other)).toEqual(first)
    expect(first.accounts.map((it) => it.account_number).slice(0, 2)).toEqual([
      ...['A00000001', 'A00000002'],
    ])
    // Somebody took a number that is among the next.
    const taken = 'A00002200'
    await one.database.query(
      `insert into zuora.accounts (id, account_number, name, currency, created_at, updated_at)
       values ('x', $1, 'Taken', 'EUR', now(), now())`,
      [taken],
    )
    await embedded.seed(one.database, source())
    const second = await rowsOf(one)
    expect(second.accounts).toHaveLength(2 * first.accounts.length + 1)
    expect(second.contacts).toHaveLength(2 * first.contacts.length)
    for (const table of ['accounts', 'contacts'] as const) {
      const ids = second[table].map((row) => row.id)
      expect(ids).toEqual(expect.arrayContaining(first[table].map((row) => row.id)))
      for (const row of first[table]) {
        expect(row.id).toMatch(/^[0-9a-f]{32}$/)
        expect(row.created_at.getTime()).toBeLessThan(Date.now())
      }
    }
    // New accounts get numbers of their own.
    const billToContact = { firstName: 'Mia', lastName: 'Berg' }
    const body = { name: 'New', currency: 'EUR', billToContact }
    const reply = await one.ask('POST', '/v1/accounts', { body })
    expect(reply.status).toBe(200)
  })

  test('has whoever is primary as bill-to, and drafts where nobody is', async () => {
    const app = await filled(source())
    const two = await accountOf(app, 'Two People')
    const [, second] = await contactsOf(app, two.id)
    expect(two).toMatchObject({ status: 'Active', billToId: second!.id, currency: 'GBP' })
    for (const name of ['Nobody Is Primary', 'Customer 1']) {
      const draft = await accountOf(app, name)
      expect(draft.status).toBe('Draft')
      for (const role of ['billToId', 'soldToId', 'shipToId'])
        expect(draft).not.toHaveProperty(role)
    }
    expect(await contactsOf(app, (await accountOf(app, 'Northwind Atlas')).id)).toHaveLength(2000)
  })

  test('shows every state that an account can be in', async () => {
    const app = await filled(source())
    const expand = { pageSize: 99, 'expand[]': ['billto', 'soldto', 'shipto'] }
    const active = await allOf(app, 'accounts', { ...expand, 'filter[]': 'status.EQ:active' })
    const share = (holds: (it: Queried) => boolean) => active.filter(holds).length / active.length
    expect(share((it) => it.invoiceDeliveryPrefsEmail === false)).toBeCloseTo(1 / 12, 1)
    expect(share((it) => it.soldToId !== it.billToId)).toBeCloseTo(1 / 4, 1)
    const third = (it: Queried) =>
      Boolean(it.shipToId) && it.shipToId !== it.billToId && it.shipToId !== it.soldToId
    expect(share(third)).toBeGreaterThan(0.1)
    expect(share((it) => !it.shipToId)).toBeGreaterThan(0.1)
    expect(share((it) => Boolean(it.additionalEmailAddresses))).toBeGreaterThan(0.1)
    for (const account of active)
      for (const [role, may] of [
        ...[['billTo', 'asBillTo'] as const, ['soldTo', 'asSoldTo'] as const],
        ...[['shipTo', 'asShipTo'] as const],
      ]) {
        const holder = account[role] as Queried | undefined
        if (account[`${role}Id`]) expect(holder).toMatchObject({ accountId: account.id })
        if (holder) expect(holder[may]).toBe(true)
      }
    const everybody = await allOf(app, 'contacts', { pageSize: 99 })
    for (const may of ['asBillTo', 'asSoldTo', 'asShipTo']) {
      const not = everybody.filter((it) => it[may] === false).length
      expect(not).toBeGreaterThan(0)
      expect(not).toBeLessThan(everybody.length / 4)
    }
    for (const field of ['workEmail', 'personalEmail', 'workPhone', 'mobilePhone'])
      expect(everybody.some((it) => it[field] !== undefined)).toBe(true)
  })

  test('would all be taken by the API itself', async () => {
    const odd = [
      aPerson({ firstName: 'Suharto', lastName: '', notes: 'a\nb '.repeat(60), primary: true }),
      aPerson({ firstName: '', lastName: '', email: 'not an address', phone: '' }),
      aPerson({ firstName: '👩🏽‍🚀', lastName: `${'x'.repeat(98)}👨‍👩‍👧`, street: 'é'.repeat(300) }),
      aPerson({ city: 'Łódź', phone: '+48 22 123 45 67' }),
      aPerson({ city: 'Łódź', phone: '' }),
      aPerson({ city: 'Seattle', phone: '+1 206 555 0100', email: `${'x'.repeat(90)}@x.example` }),
      aPerson({ lastName: 'e\u0301'.repeat(60) }),
    ]
    const app = await filled([
      aCustomer({ name: `🎉${'ß'.repeat(300)}`, country: 'US', people: odd }),
    ])
    const { data } = await pageOf(app, 'accounts', {})
    const contacts = await contactsOf(app, data[0]!.id)
    expect(String(data[0]!.name)).toBe('ß'.repeat(255))
    expect(contacts.map(({ firstName, lastName }) => [firstName, lastName])).toEqual([
      ['Suharto', '-'],
      ['Unnamed', '-'],
      ['x'.repeat(98), '-'],
      ['Pat', 'Plain'],
      ['Pat', 'Plain'],
      ['Pat', 'Plain'],
      // No letter is cut off from its accent.
      ['Pat', 'e\u0301'.repeat(50)],
    ])
    expect(contacts.map(({ country, state }) => [country, state])).toEqual([
      ['United Kingdom', undefined],
      ['United Kingdom', undefined],
      ['United Kingdom', undefined],
      ['Poland', undefined],
      ['Poland', undefined],
      ['United States', 'Washington'],
      ['United Kingdom', undefined],
    ])
    for (const { id } of contacts) {
      const { body } = await app.ask('GET', `/v1/contacts/${id}`)
      const { success: _s, id: _i, accountId: _a, accountNumber: _n, ...own } = body
      const same = await app.ask('PUT', `/v1/contacts/${id}`, { body: own })
      expect(same).toMatchObject({ status: 200, body: own })
    }
  })

  test('comes from an asynchronous source too, and none is no trouble', async () => {
    const app = await filled([])
    async function* slowly() {
      await Promise.resolve()
      yield aCustomer({ name: 'Slow Company' })
    }
    await embedded.seed(app.database, slowly())
    expect(await accountOf(app, 'Slow Company')).toMatchObject({ accountNumber: 'A00000001' })
  })
})
