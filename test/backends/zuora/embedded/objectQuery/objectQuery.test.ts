import { beforeAll, describe, expect, test } from 'vitest'
import { clockAt, openApp, type Account, type App } from '../openApp.ts'
import { allOf, pageOf, pathOf, refusedQuery } from './querying.ts'

const clock = clockAt('2026-05-01T10:00:00Z')
let app: App
let account: Account
let mia: string

beforeAll(async () => {
  app = await openApp({
    now: clock.now,
    tokenLife: 1e6,
    customFields: [
      { name: 'Level__c', label: 'Level', type: 'integer' },
      { name: 'Vip__c', label: 'VIP', type: 'boolean' },
      { name: 'Since__c', label: 'Since', type: 'date' },
      { name: 'Motto__c', label: 'Motto', type: 'text' },
    ],
  })
  account = await app.newAccount()
  clock.forward(60)
  mia = await app.newContact(account, {
    ...{ firstName: 'Mia', lastName: 'Berg', workEmail: 'mia@berg.example', country: 'DE' },
    ...{ zipCode: '10115', contactDescription: 'Call first', asShipTo: false },
    ...{ Level__c: 9, Vip__c: true, Since__c: '2024-02-29', Motto__c: '100%_sure\\' },
  })
  clock.forward(60)
})

const ofAccount = () => `accountid.EQ:${account.id}`

describe('a contact', () => {
  test('has its own names there, and leaves out what is empty', async () => {
    const { data } = await pageOf(app, 'contacts', {
      'filter[]': [ofAccount(), 'lastname.EQ:berg'],
    })
    expect(data).toEqual([
      {
        ...{ id: mia, accountId: account.id, firstName: 'Mia', lastName: 'Berg' },
        ...{ workEmail: 'mia@berg.example', country: 'Germany', postalCode: '10115' },
        ...{ asBillTo: true, asSoldTo: true, asShipTo: false },
        ...{ Level__c: 9, Vip__c: true, Since__c: '2024-02-29', Motto__c: '100%_sure\\' },
        ...{ createdDate: '2026-05-01T10:01:00.000Z', updatedDate: '2026-05-01T10:01:00.000Z' },
        createdById: expect.any(String) as string,
        updatedById: expect.any(String) as string,
      },
    ])
  })

  test('is found by its id, also with what is empty', async () => {
    const path = `contacts/${mia}`
    const some = await app.ask('GET', pathOf(path, { 'fields[]': 'ID,postalcode, nickname' }))
    expect(some.body).toEqual({ id: mia, postalCode: '10115' })
    const all = await app.ask('GET', pathOf(path, { includeNullFields: 'TRUE' }))
    expect(all.body).toMatchObject({ nickname: null, otherPhoneType: null, city: null })
    expect(all.body).not.toHaveProperty('zipCode')
    expect(all.body).not.toHaveProperty('contactDescription')
    for (const key of ['nobody', 'a%00b', mia.toUpperCase()])
      expect(await app.ask('GET', `/object-query/contacts/${key}`)).toMatchObject({
        status: 404,
        body: { reasons: [{ code: 50000040 }] },
      })
    expect((await app.ask('GET', pathOf(path, { 'fields[]': 'zipCode' }))).status).toBe(400)
  })

  test('comes last changed first', async () => {
    const names = async () =>
      (await pageOf(app, 'contacts', { 'filter[]': [ofAccount(), 'lastname.EQ:berg'] })).data.map(
        (it) => it.id,
      )
    const other = await app.newContact(account)
    expect((await names()).slice(0, 2)).toEqual([other, mia])
    clock.forward(1)
    await app.ask('PUT', `/v1/contacts/${other}`, { body: { city: 'Bonn' } })
    const third = await app.newContact(account)
    expect((await names()).slice(0, 2)).toEqual([third, other].toSorted().toReversed())
    for (const id of [other, third]) await app.ask('DELETE', `/v1/contacts/${id}`)
  })
})

describe('an account', () => {
  test('is found by id and number, with the contacts that it points at', async () => {
    const { body } = await app.ask(
      'GET',
      pathOf(`accounts/${account.number}`, {
        'expand[]': ['billTo', 'soldto', 'shipto', 'subscriptions.rateplans'],
        'account.fields[]': 'id,billToId',
        'billto.fields[]': 'lastname',
      }),
    )
    expect(body).toEqual({
      ...{ id: account.id, billToId: account.contact, subscriptions: [] },
      billTo: { lastName: 'To' },
      soldTo: expect.objectContaining({ id: account.contact, firstName: 'Bill' }) as object,
    })
    const byId = await app.ask('GET', `/object-query/accounts/${account.id}`)
    expect(byId.body).toMatchObject({
      ...{ id: account.id, accountNumber: account.number, status: 'Active', currency: 'EUR' },
      ...{ balance: 0, invoiceDeliveryPrefsEmail: false },
    })
    expect(byId.body).not.toHaveProperty('billTo')
    expect(byId.body).not.toHaveProperty('crmId')
    expect((await app.ask('GET', '/object-query/accounts/nobody')).status).toBe(404)
  })

  test('tells empty ones only when asked', async () => {
    const path = pathOf(`accounts/${account.id}`, {
      ...{ includeNullFields: true, 'expand[]': ['shipto', 'defaultpaymentmethod'] },
      'fields[]': 'crmid,additionalemailaddresses',
    })
    expect((await app.ask('GET', path)).body).toEqual({
      ...{ crmId: null, additionalEmailAddresses: null },
      ...{ shipTo: null, defaultPaymentMethod: null },
    })
  })
})

describe('filters', () => {
  const found = async (...filters: string[]) =>
    (await allOf(app, 'contacts', { 'filter[]': [ofAccount(), ...filters] })).map((it) => it.id)

  test.each([
    ['firstname.EQ:mIA', true],
    ['firstName.eq:Mia', true],
    ['firstname.EQ:Mi', false],
    ['firstname.NE:mia', false],
    ['firstname.SW:MI', true],
    ['personalemail.EQ:null', true],
    ['personalemail.NE:null', false],
    ['personalemail.NE:x', true],
    ['workemail.EQ:null', false],
    ['workemail.NE:NULL', true],
    ['lastname.IN:[To,BERG]', true],
    ['lastname.IN:[To, null]', false],
    ['personalemail.IN:[x,null]', true],
    ['lastname.GE:berg', true],
    ['lastname.GT:berg', false],
    ['lastname.LT:C', true],
    ['updateddate.GE:2026-05-01T10:01:00Z', true],
    ['updateddate.LT:2026-05-01T12:01:00+02:00', false],
    ['updatedDate.LE:2026-05-01T03:01:00.000-07:00', true],
    ['updateddate.GT:2026-05-01', true],
    ['level__C.GT:10', false],
    ['Level__c.LT:10', true],
    ['Level__c.IN:[1,9.0]', true],
    ['Vip__c.EQ:TRUE', true],
    ['Vip__c.NE:true', false],
    ['Since__c.LT:2024-03-01', true],
    // Signs of patterns are letters like all others.
    ['Motto__c.SW:100%_sure\\', true],
    ['Motto__c.SW:100%%', false],
    ['Motto__c.SW:_00', false],
    ['firstname.SW:%', false],
    ['firstname.SW:null', false],
  ])('%s', async (filter, finds) => {
    expect((await found(filter)).includes(mia)).toBe(finds)
  })

  test('that are several must all hold', async () => {
    expect(await found('firstname.EQ:mia', 'lastname.EQ:berg')).toEqual([mia])
    expect(await found('firstname.EQ:mia', 'lastname.EQ:to')).toEqual([])
  })

  test('find accounts by everything that is documented', async () => {
    const finds = async (filter: string) => {
      const page = await pageOf(app, 'accounts', { 'filter[]': filter, pageSize: 99 })
      return page.data.some(({ id }) => id === account.id)
    }
    for (const filter of [
      ...[`accountnumber.SW:${account.number.toLowerCase()}`, 'name.SW:PLAIN pa'],
      ...['balance.EQ:0', 'batch.EQ:batch1', 'billcycleday.LE:1', `billtoid.EQ:${account.contact}`],
      ...[`billtoid.EQ:${account.contact.toUpperCase()}`, 'communicationprofileid.EQ:null'],
      ...['crmid.EQ:null', 'currency.IN:[EUR,USD]', 'defaultpaymentmethodid.EQ:null'],
      ...['invoicetemplateid.NE:x', 'lastinvoicedate.EQ:null', 'parentid.EQ:null'],
      ...['shiptoid.EQ:null', `soldtoid.SW:${account.contact.slice(0, 9)}`, 'status.EQ:active'],
      ...[`id.EQ:${account.id}`, 'updateddate.GT:2000-01-01'],
    ])
      expect([filter, await finds(filter)]).toEqual([filter, true])
    for (const filter of ['balance.GT:0', 'lastinvoicedate.GT:2000-01-01', 'status.EQ:Draft'])
      expect([filter, await finds(filter)]).toEqual([filter, false])
  })
})

describe('what is no query', () => {
  test.each([
    ['contacts', { pageSize: 0 }],
    ['contacts', { pageSize: 100 }],
    ['contacts', { pageSize: 'ten' }],
    ['contacts', { pageSize: '1e1' }],
    ['contacts', { 'filter[]': 'city.EQ:Bonn' }],
    ['contacts', { 'filter[]': 'balance.EQ:0' }],
    ['contacts', { 'filter[]': 'firstname.CONTAINS:x' }],
    ['contacts', { 'filter[]': 'firstname' }],
    ['contacts', { 'filter[]': 'constructor.EQ:x' }],
    ['contacts', { 'filter[]': 'firstname.EQ:a\0b' }],
    ['contacts', { 'filter[]': 'lastname.IN:To,Berg' }],
    ['contacts', { 'filter[]': 'lastname.IN:[]' }],
    ['contacts', { 'filter[]': 'updateddate.SW:2026' }],
    ['contacts', { 'filter[]': 'updateddate.GT:yesterday' }],
    ['contacts', { 'filter[]': 'updateddate.GT:2026-02-30' }],
    ['contacts', { 'filter[]': 'updateddate.GT:null' }],
    ['contacts', { 'filter[]': 'Level__c.EQ:high' }],
    ['contacts', { 'filter[]': 'Vip__c.GT:false' }],
    ['contacts', { 'filter[]': 'Vip__c.EQ:1' }],
    ['contacts', { 'filter[]': 'Other__c.EQ:1' }],
    ['contacts', { 'sort[]': 'city.ASC' }],
    ['contacts', { 'sort[]': 'Level__c.ASC' }],
    ['contacts', { 'sort[]': 'lastname' }],
    ['contacts', { 'sort[]': 'lastname.UP' }],
    ['contacts', { 'sort[]': ['lastname.ASC', 'firstname.ASC'] }],
    ['contacts', { 'expand[]': 'account' }],
    ['contacts', { 'fields[]': 'zipCode' }],
    ['contacts', { 'contact.fields[]': 'id,contactDescription' }],
    ['contacts', { includeNullFields: 'maybe' }],
    ['contacts', { cursor: '' }],
    ['contacts', { cursor: 'nonsense' }],
    ['contacts', { cursor: Buffer.from('["x",null,"y"]').toString('base64url') }],
    ['accounts', { 'filter[]': 'accountid.EQ:1' }],
    ['accounts', { 'filter[]': 'balance.EQ:much' }],
    ['accounts', { 'sort[]': 'notes.ASC' }],
    ['accounts', { 'expand[]': 'contacts' }],
    ['accounts', { 'expand[]': 'constructor' }],
    ['accounts', { 'billto.fields[]': 'zipCode' }],
    ['accounts', { 'account.fields[]': 'password' }],
  ])('is refused: %s %j', async (object, parameters) => {
    const reply = await refusedQuery(app, object, parameters)
    expect(reply.body.reasons?.[0]?.message).toMatch(/\.$/)
  })
})

test('without the Ship To Contact feature nothing tells of it', async () => {
  const plain = await openApp({ shipTo: false })
  const { id, contact } = await plain.newAccount()
  const parameters = { includeNullFields: true, 'expand[]': ['shipto', 'billto'] }
  const [row] = (await pageOf(plain, 'accounts', parameters)).data
  expect(row).toMatchObject({ id, billTo: { id: contact } })
  expect(row).not.toHaveProperty('shipTo')
  expect(row).not.toHaveProperty('shipToId')
  expect(row!.billTo).not.toHaveProperty('asShipTo')
})
