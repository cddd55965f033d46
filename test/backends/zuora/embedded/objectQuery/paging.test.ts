import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { openApp, type Account, type App } from '../openApp.ts'
import { allOf, pageOf, pathOf, refusedQuery, type Parameters, type Queried } from './querying.ts'

let app: App
let account: Account

/** Many that are equal, many that are empty, in several scripts and cases. */
beforeAll(async () => {
  app = await openApp()
  account = await app.newAccount()
  await app.database.query(
    `insert into zuora.contacts
       (id, account_id, first_name, last_name, country, work_email, created_at, updated_at)
     select md5(number::text), $1, (array['Ann', 'ann', 'Éva', '王', 'Zoë'])[1 + number % 5],
            'Name ' || number % 17, (array['Germany', null, 'France'])[1 + number % 3],
            case when number % 4 > 0 then number % 7 || '@x.example' end, now(),
            timestamptz '2026-01-01' + (number % 11) * interval '1 ms'
     from generate_series(1, 240) as number`,
    [account.id],
  )
  await app.database.query(
    `insert into zuora.accounts
       (id, account_number, name, currency, crm_id, bill_cycle_day, created_at, updated_at)
     select md5(number::text), 'P' || number, (array['Co', 'co', 'ÇO'])[1 + number % 3], 'EUR',
            case when number % 2 > 0 then 'crm' || number % 3 end, 1 + number % 4, now(),
            timestamptz '2026-01-01'
     from generate_series(1, 120) as number`,
  )
})

const ofAccount = () => `accountid.EQ:${account.id}`
const contactFields = [
  ...['id', 'updateddate', 'accountid', 'country', 'firstname', 'lastname', 'personalemail'],
  ...['workemail', 'workphone'],
]
const accountFields = [
  ...['id', 'updateddate', 'accountnumber', 'balance', 'batch', 'billcycleday', 'billtoid'],
  ...['communicationprofileid', 'crmid', 'currency', 'defaultpaymentmethodid'],
  ...['invoicetemplateid', 'lastinvoicedate', 'name', 'parentid', 'shiptoid', 'soldtoid', 'status'],
]

describe('page after page', () => {
  test.each([
    ['contacts', contactFields],
    ['accounts', accountFields],
  ])('%s come once each, whatever they are sorted by', async (object, fields) => {
    const whole = new Set((await allOf(app, object, { pageSize: 99 })).map(({ id }) => id))
    for (const field of fields)
      for (const direction of ['ASC', 'desc']) {
        const sort = `${field}.${direction}`
        const ids = (await allOf(app, object, { 'sort[]': sort, pageSize: 37 })).map((it) => it.id)
        expect([sort, ids.length, new Set(ids)]).toEqual([sort, whole.size, whole])
      }
  })

  test('they are in order, in pages of any size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 5, max: 99 }),
        fc.constantFrom('firstName', 'lastName', 'country', 'workEmail'),
        fc.boolean(),
        async (pageSize, field, descending) => {
          const sort = `${field}.${descending ? 'DESC' : 'ASC'}`
          const rows = await allOf(app, 'contacts', {
            ...{ 'filter[]': ofAccount(), 'sort[]': sort, pageSize },
          })
          expect(rows).toHaveLength(241)
          const ascending = descending ? rows.toReversed() : rows
          expect(ascending).toEqual(ascending.toSorted(byField(field)))
        },
      ),
      { numRuns: 25 },
    )
  })

  test('the last page has no cursor, an empty one neither, a full last one neither', async () => {
    const few = { 'filter[]': [ofAccount(), 'firstname.EQ:王'] }
    expect(await pageOf(app, 'contacts', { ...few, pageSize: 48 })).not.toHaveProperty('nextPage')
    expect(await pageOf(app, 'contacts', { ...few, pageSize: 47 })).toHaveProperty('nextPage')
    expect(await pageOf(app, 'contacts', { 'filter[]': 'id.EQ:nobody' })).toEqual({ data: [] })
    expect((await pageOf(app, 'contacts', {})).data).toHaveLength(10)
  })

  test('nothing is lost or doubled while others come and go', async () => {
    for (const sort of ['updateddate.DESC', 'lastname.ASC', 'workemail.DESC']) {
      const before = await allOf(app, 'contacts', { 'filter[]': ofAccount(), pageSize: 99 })
      const added: string[] = []
      const rows = await allOf(
        app,
        'contacts',
        { 'filter[]': ofAccount(), 'sort[]': sort, pageSize: 29 },
        async () => {
          added.push(await app.newContact(account, { lastName: 'Aa', workEmail: 'z@x.example' }))
          added.push(await app.newContact(account, { lastName: 'Zz' }))
        },
      )
      const ids = rows.map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
      expect(ids).toEqual(expect.arrayContaining(before.map(({ id }) => id)))
      // Those a page ends with, too.
      for (const id of added)
        expect((await app.ask('DELETE', `/v1/contacts/${id}`)).status).toBe(200)
    }
  })
})

describe('a cursor', () => {
  test('is good for the question that it came from', async () => {
    const asked = { 'filter[]': [ofAccount(), 'firstname.SW:a'], 'sort[]': 'lastname.ASC' }
    const { nextPage: cursor = '' } = await pageOf(app, 'contacts', asked)
    expect((await pageOf(app, 'contacts', { ...asked, cursor })).data).toHaveLength(10)
    const others: Parameters[] = [
      { 'filter[]': ofAccount() },
      { 'filter[]': [ofAccount(), 'firstname.SW:b'] },
      { 'sort[]': 'lastname.DESC' },
      { 'sort[]': 'country.ASC' },
      { pageSize: 11 },
      { includeNullFields: true },
      { 'fields[]': 'id' },
    ]
    for (const other of others) await refusedQuery(app, 'contacts', { ...asked, ...other, cursor })
    const { nextPage = '' } = await pageOf(app, 'accounts', {})
    await refusedQuery(app, 'contacts', { cursor: nextPage })
    await refusedQuery(app, 'accounts', { 'expand[]': 'billto', cursor: nextPage })
    await refusedQuery(app, 'accounts', { cursor: `${nextPage}x` })
  })

  test('made by hand is refused or understood, and no fault', async () => {
    const values = [
      ...[null, '', '\0', '\ud800', 7, 'NaN', '1e400', '-7', '0.5', '9'.repeat(99), 'x'],
      ...['2026-02-30T00:00:00.000Z', '0000-01-01T00:00:00.000Z', '2026-01-01'],
    ]
    for (const [object, sort] of [
      ...[['contacts', 'updateddate.DESC'] as const, ['contacts', 'lastname.ASC'] as const],
      ...[['contacts', 'id.ASC'] as const, ['accounts', 'balance.ASC'] as const],
      ...[['accounts', 'lastinvoicedate.DESC'] as const, ['accounts', 'billcycleday.ASC'] as const],
    ]) {
      const { nextPage = '' } = await pageOf(app, object, { 'sort[]': sort })
      const [mark] = JSON.parse(Buffer.from(nextPage, 'base64url').toString()) as string[]
      for (const value of values)
        for (const id of ['', '\0', account.id]) {
          const cursor = Buffer.from(JSON.stringify([mark, value, id])).toString('base64url')
          const path = pathOf(object, { 'sort[]': sort, cursor })
          const { status } = await app.ask('GET', path)
          expect([sort, value, id, [200, 400].includes(status)]).toEqual([sort, value, id, true])
        }
    }
  })
})

/** Empty ones last; equal ones by id. */
function byField(field: string): (one: Queried, other: Queried) => number {
  const place = (it: Queried): string => {
    const value = it[field]
    return typeof value === 'string' ? `0${value.toLowerCase()}` : '1'
  }
  const compare = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
  return (one, other) => compare(place(one), place(other)) || compare(one.id, other.id)
}
