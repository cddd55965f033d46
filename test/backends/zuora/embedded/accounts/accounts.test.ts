import { beforeAll, describe, expect, test } from 'vitest'
import {
  categoriesOf,
  clockAt,
  messagesOf,
  openApp,
  type Account,
  type App,
  type Reply,
} from '../openApp.ts'

interface Role {
  id: string
  [field: string]: unknown
}

interface Told {
  basicInfo: Record<string, unknown>
  billingAndPayment: Record<string, unknown>
  metrics: Record<string, unknown>
  billToContact: Role | null
  soldToContact: Role | null
  shipToContact?: Role | null
}

const clock = clockAt('2026-05-01T10:00:00Z')
let app: App

beforeAll(async () => {
  app = await openApp({
    now: clock.now,
    tokenLife: 1e6,
    accountFields: [{ name: 'Region__c', label: 'Region', type: 'text' }],
  })
})

async function told(key: string, from = app): Promise<Told> {
  const reply = await from.ask('GET', `/v1/accounts/${key}`)
  expect(reply).toMatchObject({ status: 200, body: { success: true } })
  return reply.body as unknown as Told
}

async function put(account: Account, body: unknown, to = app): Promise<Reply> {
  return to.ask('PUT', `/v1/accounts/${account.id}`, { body })
}

async function done(account: Account, body: unknown, to = app): Promise<void> {
  const reply = await put(account, body, to)
  expect(reply.body).toEqual({ success: true })
  expect(reply.status).toBe(200)
}

async function refused(account: Account, body: unknown, to = app): Promise<Reply> {
  const before = await told(account.id, to)
  const reply = await put(account, body, to)
  expect(reply).toMatchObject({ status: 400, body: { success: false } })
  expect(await told(account.id, to)).toEqual(before)
  return reply
}

/** One without the roles that an active account has. */
async function draft(): Promise<Account> {
  const account = await app.newAccount()
  await app.database.query(
    `update zuora.accounts set status = 'Draft', bill_to_id = null, sold_to_id = null where id = $1`,
    [account.id],
  )
  return account
}

describe('one account', () => {
  test('is found by id and by number, with the contacts that hold its roles', async () => {
    const account = await app.newAccount()
    const other = await app.newContact(account, { lastName: 'Sold', contactDescription: 'Hi' })
    await done(account, { soldToContactId: other })
    const it = await told(account.number)
    expect(await told(account.id)).toEqual(it)
    expect(it).toMatchObject({
      basicInfo: {
        id: account.id,
        accountNumber: account.number,
        name: 'Plain Paper Company',
        status: 'Active',
        batch: 'Batch1',
        crmId: null,
        notes: null,
        parentId: null,
        Region__c: null,
      },
      billingAndPayment: {
        currency: 'EUR',
        invoiceDeliveryPrefsEmail: false,
        additionalEmailAddresses: [],
      },
      metrics: { balance: 0 },
      billToContact: { id: account.contact, accountId: account.id, lastName: 'To' },
      soldToContact: { id: other, lastName: 'Sold', zipCode: null },
      shipToContact: null,
    })
    expect(it.soldToContact).not.toHaveProperty('contactDescription')
  })

  test('that does not exist is a 404, and so is one that cannot', async () => {
    for (const key of ['nobody', 'a\0b', '%ff', "' or true --"])
      for (const [method, body] of [['GET'], ['PUT', { other: 1 }]] as const) {
        const path = `/v1/accounts/${key === '%ff' ? key : encodeURIComponent(key)}`
        const reply = await app.ask(method, path, { body })
        expect([reply.status, categoriesOf(reply)]).toEqual([404, [40]])
      }
  })
})

describe('a role', () => {
  test.each(['billTo', 'soldTo', 'shipTo'])('moves to another contact by id: %s', async (role) => {
    const account = await app.newAccount()
    const other = await app.newContact(account)
    await done(account, { [`${role}ContactId`]: other })
    const it = (await told(account.id)) as unknown as Record<string, Role | null>
    const holders = ['billTo', 'soldTo', 'shipTo'].map((each) => it[`${each}Contact`]?.id)
    const before = [account.contact, account.contact, undefined]
    expect(holders).toEqual(
      before.map((id, index) => (['billTo', 'soldTo', 'shipTo'][index] === role ? other : id)),
    )
  })

  test('is only for contacts of the account', async () => {
    const account = await app.newAccount()
    const stranger = (await app.newAccount()).contact
    for (const id of [stranger, 'nobody', 'a\0b', account.contact.toUpperCase(), 7]) {
      const reply = await refused(account, { billToContactId: id })
      expect(categoriesOf(reply)).toEqual([20])
      expect(messagesOf(reply)[0]).toContain("'billToContactId'")
    }
    for (const id of [{}, [], true])
      expect(categoriesOf(await refused(account, { soldToContactId: id }))).toEqual([20])
  })

  test.each(['BillTo', 'SoldTo', 'ShipTo'])(
    'is only for contacts that may have it: %s',
    async (role) => {
      const account = await app.newAccount()
      const other = await app.newContact(account, { [`as${role}`]: false })
      const field = `${role[0]?.toLowerCase()}${role.slice(1)}ContactId`
      expect(categoriesOf(await refused(account, { [field]: other }))).toEqual([30])
      await app.ask('PUT', `/v1/contacts/${other}`, { body: { [`as${role}`]: true } })
      await done(account, { [field]: other })
    },
  )

  test('cannot be emptied, unless it is the ship-to or the account a draft', async () => {
    const account = await app.newAccount()
    for (const field of ['billToContactId', 'soldToContactId'])
      for (const nothing of [null, ''])
        expect(categoriesOf(await refused(account, { [field]: nothing }))).toEqual([30])
    await done(account, { shipToContactId: account.contact })
    await done(account, { shipToContactId: null })
    expect((await told(account.id)).shipToContact).toBeNull()
    const other = await draft()
    await done(other, { billToContactId: other.contact })
    await done(other, { billToContactId: '' })
    expect((await told(other.id)).billToContact).toBeNull()
  })

  test('is not moved and edited in one call', async () => {
    const account = await app.newAccount()
    const body = { billToContactId: account.contact, billToContact: { city: 'Bonn' } }
    expect(categoriesOf(await refused(account, body))).toEqual([30])
  })
})

describe('the object of a role', () => {
  test('changes the contact that holds it now, also where another one follows', async () => {
    const account = await app.newAccount()
    const other = await app.newContact(account)
    await done(account, {
      billToContact: { city: 'Bonn', country: 'DE', zipCode: 53111 },
      soldToContact: { city: 'Köln' },
      shipToContactId: other,
    })
    expect(await told(account.id)).toMatchObject({
      // Both roles are one contact's, and the sold-to came last.
      billToContact: { id: account.contact, city: 'Köln', country: 'Germany', zipCode: '53111' },
      soldToContact: { id: account.contact, city: 'Köln' },
      shipToContact: { id: other, city: null },
    })
    await done(account, { soldToContactId: other, billToContact: { city: '' } })
    expect(await told(account.id)).toMatchObject({
      billToContact: { id: account.contact, city: null },
      soldToContact: { id: other },
    })
  })

  test('is checked as a contact is, and nothing of the call is done', async () => {
    const account = await app.newAccount()
    const reply = await refused(account, {
      name: 'x'.repeat(256),
      soldToContact: { city: 'Bonn' },
      billToContact: { firstName: '', workEmail: 'tom@', asBillTo: true, contactDescription: 'x' },
    })
    expect(messagesOf(reply)).toEqual([
      expect.stringContaining("'billToContact.asBillTo'"),
      expect.stringContaining("'billToContact.contactDescription'"),
      expect.stringContaining("'name'"),
      expect.stringContaining("'billToContact.firstName'"),
      expect.stringContaining("'billToContact.workEmail'"),
    ])
    expect(categoriesOf(reply)).toEqual([21, 21, 20, 20, 20])
    for (const wrong of ['x', null, [], 1])
      expect(categoriesOf(await refused(account, { billToContact: wrong }))).toEqual([20])
    const nobody = await draft()
    expect(categoriesOf(await refused(nobody, { billToContact: { city: 'Bonn' } }))).toEqual([30])
  })

  test('turns invoices by e-mail on with an address, and off without any', async () => {
    const account = await app.newAccount()
    const mailed = async () => (await told(account.id)).billingAndPayment.invoiceDeliveryPrefsEmail
    await done(account, { billToContact: { city: 'Bonn' } })
    expect(await mailed()).toBe(false)
    await done(account, { billToContact: { workEmail: 'pat@plain.example' } })
    expect(await mailed()).toBe(true)
    await done(account, { billToContact: { personalEmail: 'pat@home.example', workEmail: '' } })
    expect(await mailed()).toBe(true)
    await done(account, { billToContact: { city: 'Ulm', workEmail: '' } })
    expect(await mailed()).toBe(true)
    await done(account, { billToContact: { personalEmail: null } })
    expect(await mailed()).toBe(false)
    // What is said outright counts.
    const both = { workEmail: 'pat@plain.example' }
    await done(account, { billToContact: both, invoiceDeliveryPrefsEmail: false })
    expect(await mailed()).toBe(false)
    await done(account, { soldToContact: both })
    expect(await mailed()).toBe(false)
    // The contact itself is not the account.
    await app.ask('PUT', `/v1/contacts/${account.contact}`, { body: { workEmail: 'x@y.example' } })
    expect(await mailed()).toBe(false)
  })
})

describe('an account’s own fields', () => {
  test('are changed one by one, and emptied by nothing', async () => {
    const account = await app.newAccount()
    const parent = await app.newAccount()
    const all = {
      name: 'Ærø 王 Ltd',
      crmId: 'CRM-1',
      notes: 'a\nb',
      parentId: parent.id,
      batch: 'Batch7',
      Class__NS: 'Retail',
      SynctoNetSuite__NS: 'Yes',
      Region__c: 'North',
    }
    const addresses = ['a@plain.example', 'b@plain.example']
    await done(account, {
      ...all,
      additionalEmailAddresses: addresses,
      invoiceDeliveryPrefsPrint: true,
    })
    expect(await told(account.id)).toMatchObject({
      basicInfo: all,
      billingAndPayment: {
        invoiceDeliveryPrefsPrint: true,
        additionalEmailAddresses: addresses,
      },
    })
    const { name, batch, ...rest } = all
    await done(account, {
      ...Object.fromEntries(Object.keys(rest).map((field) => [field, ''])),
      additionalEmailAddresses: [],
    })
    const { basicInfo, billingAndPayment } = await told(account.id)
    expect(basicInfo).toMatchObject({ name, batch, crmId: null, notes: null, parentId: null })
    expect(basicInfo.Region__c).toBeNull()
    expect(basicInfo).not.toHaveProperty('Class__NS')
    expect(billingAndPayment.additionalEmailAddresses).toEqual([])
  })

  test('are all looked at, unknown ones first', async () => {
    const account = await app.newAccount()
    const reply = await refused(account, {
      additionalEmailAddresses: ['a@plain.example', 'tom@'],
      billCycleDay: 32,
      name: null,
      invoiceDeliveryPrefsEmail: 'yes',
      CustomerType__NS: 'Robot',
      parentId: account.id,
      accountNumber: 'A1',
      currency: 'USD',
      nickname: 'x',
      Other__c: 'x',
    })
    expect(categoriesOf(reply)).toEqual([21, 22, 20, 20, 20, 20, 20])
    expect(messagesOf(reply)[0]).toBe(
      "Invalid parameter(s): 'accountNumber,currency,nickname,Other__c'.",
    )
    for (const field of ['billCycleDay', 'additionalEmailAddresses', 'CustomerType__NS'])
      expect(messagesOf(reply).join('\n')).toContain(`'${field}'`)
  })

  test('a name has no characters beyond the first plane', async () => {
    const account = await app.newAccount()
    expect(categoriesOf(await refused(account, { name: 'Party 🎉' }))).toEqual([20])
    await done(account, { notes: 'Party 🎉' })
  })

  test('invoices by e-mail need somebody who has one', async () => {
    const account = await app.newAccount()
    expect(categoriesOf(await refused(account, { invoiceDeliveryPrefsEmail: true }))).toEqual([30])
    const other = await app.newContact(account, { workEmail: 'mia@plain.example' })
    await done(account, { invoiceDeliveryPrefsEmail: true, billToContactId: other })
  })

  test('nothing at all changes nothing', async () => {
    const account = await app.newAccount()
    const when = () =>
      app.database.query('select updated_at from zuora.accounts where id = $1', [account.id])
    const before = await when()
    clock.forward(60)
    await done(account, {})
    expect(await when()).toEqual(before)
    await done(account, { notes: 'x' })
    expect(await when()).not.toEqual(before)
  })
})

describe('a tenant without the Ship To Contact feature', () => {
  test('has no ship-to, and does not ask what a contact may be', async () => {
    const plain = await openApp({ shipTo: false })
    const account = await plain.newAccount(2)
    const [other] = await plain.database.query<{ id: string }>(
      'update zuora.contacts set as_bill_to = false where account_id = $1 and id <> $2 returning id',
      [account.id, account.contact],
    )
    await done(account, { billToContactId: other!.id }, plain)
    expect(await told(account.id, plain)).not.toHaveProperty('shipToContact')
    const reply = await refused(account, { shipToContactId: other!.id }, plain)
    expect(categoriesOf(reply)).toEqual([21])
  })
})

describe('two who write at once', () => {
  /** Until that many wait for somebody's row. */
  async function waiting(count: number): Promise<void> {
    for (;;) {
      const found = await app.database.query(
        `select 1 from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`,
      )
      if (found.length === count) return
    }
  }

  test('never leave a role with a contact that is gone', async () => {
    const account = await app.newAccount()
    const other = await app.newContact(account)
    // Another person has the contact, so that both get as far as they can without it.
    const [moved, removed] = await app.database.transaction(async (queries) => {
      await queries.query('select 1 from zuora.contacts where id = $1 for update', [other])
      const move = put(account, { billToContactId: other })
      await waiting(1)
      const removal = app.ask('DELETE', `/v1/contacts/${other}`)
      await waiting(2)
      return [move, removal] as const
    })
    expect([(await moved).status, (await removed).status]).toEqual([200, 400])
    expect((await told(account.id)).billToContact?.id).toBe(other)
  })
})

describe('a new account', () => {
  const billToContact = { firstName: 'Mia', lastName: 'Berg', workEmail: 'mia@berg.example' }
  const plain = { name: 'Berg AG', currency: 'CHF', billToContact }
  const post = (body: unknown, headers = {}) => app.ask('POST', '/v1/accounts', { body, headers })

  test('has the bill-to copied into a second contact', async () => {
    const { status, body } = await post(plain)
    expect(status).toBe(200)
    expect(body).toEqual({
      success: true,
      accountId: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      accountNumber: expect.stringMatching(/^A\d{8}$/) as string,
      billToContactId: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      soldToContactId: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
    })
    expect(body.billToContactId).not.toBe(body.soldToContactId)
    expect(await told(String(body.accountNumber))).toMatchObject({
      basicInfo: { name: 'Berg AG', status: 'Active' },
      billingAndPayment: { currency: 'CHF', invoiceDeliveryPrefsEmail: true },
      billToContact: { id: body.billToContactId, ...billToContact },
      soldToContact: { id: body.soldToContactId, ...billToContact },
      shipToContact: null,
    })
  })

  test('shares one contact where it is told to, or has several', async () => {
    const same = await post({ ...plain, soldToSameAsBillTo: true, shipToSameAsBillTo: true })
    expect(same.body.soldToContactId).toBe(same.body.billToContactId)
    expect(same.body.shipToContactId).toBe(same.body.billToContactId)
    const three = await post({
      ...plain,
      ...{ accountNumber: `N-${crypto.randomUUID()}`, crmId: 'CRM', notes: 'x' },
      soldToContact: { firstName: 'Sol', lastName: 'To' },
      shipToContact: { firstName: 'Shi', lastName: 'To', country: 'FRA' },
    })
    expect(await told(String(three.body.accountNumber))).toMatchObject({
      basicInfo: { crmId: 'CRM', notes: 'x' },
      billToContact: { firstName: 'Mia' },
      soldToContact: { firstName: 'Sol' },
      shipToContact: { firstName: 'Shi', country: 'France' },
    })
  })

  test('is refused whole: unknown, missing, wrong, then rules', async () => {
    const count = async () => (await app.database.query('select 1 from zuora.accounts')).length
    const before = await count()
    const reply = await post({
      ...{ other: 1, currency: 'euro', shipToContact: { firstName: 'x' } },
      soldToSameAsBillTo: 'yes',
    })
    expect(categoriesOf(reply)).toEqual([21, 22, 22, 22, 20, 20])
    for (const field of ['name', 'billToContact', 'shipToContact.lastName', 'currency'])
      expect(messagesOf(reply).join('\n')).toContain(`'${field}'`)
    for (const body of [
      { ...plain, soldToSameAsBillTo: true, soldToContact: billToContact },
      {
        ...plain,
        invoiceDeliveryPrefsEmail: true,
        billToContact: { firstName: 'a', lastName: 'b' },
      },
    ])
      expect(categoriesOf(await post(body))).toEqual([30])
    expect(await count()).toBe(before)
  })

  test('gets a number of its own, whoever took what', async () => {
    const wanted = `N-${crypto.randomUUID()}`
    const both = await Promise.all([1, 2].map(() => post({ ...plain, accountNumber: wanted })))
    expect(new Set(both.map(({ status }) => status))).toEqual(new Set([200, 400]))
    const { body } = await post(plain)
    const next = `A${String(Number(String(body.accountNumber).slice(1)) + 1).padStart(8, '0')}`
    expect((await post({ ...plain, accountNumber: next })).status).toBe(200)
    const after = await post(plain)
    expect(after.status).toBe(200)
    expect(after.body.accountNumber).not.toBe(next)
  })

  test('is made once with an Idempotency-Key', async () => {
    const key = { 'idempotency-key': crypto.randomUUID() }
    const first = await post(plain, key)
    expect((await post(plain, key)).body).toEqual(first.body)
    expect((await post({ ...plain, name: 'Other' }, key)).status).toBe(422)
  })
})
