import { beforeAll, describe, expect, test } from 'vitest'
import { clockAt, openApp, type Account, type App } from '../openApp.ts'

interface Found {
  size: number
  done: boolean
  queryLocator?: string
  records?: Record<string, unknown>[]
}

const clock = clockAt('2026-05-01T10:00:00Z')
let app: App
let account: Account

beforeAll(async () => {
  app = await openApp({
    now: clock.now,
    tokenLife: 1e6,
    customFields: [
      { name: 'Level__c', label: 'Level', type: 'integer' },
      { name: 'Vip__c', label: 'VIP', type: 'boolean' },
    ],
  })
  account = await app.newAccount()
  for (const [index, fields] of [
    { firstName: 'Mia', lastName: "O'Neill", country: 'US', zipCode: '0420', Level__c: 7 },
    { firstName: 'Max', lastName: 'a\\b', nickname: '100%', Vip__c: true },
    { firstName: 'mia', lastName: 'Berg', workEmail: 'mia@berg.example', asBillTo: false },
  ].entries()) {
    clock.forward(60 * index)
    await app.newContact(account, fields)
  }
})

async function asked(path: string, body: unknown) {
  return app.ask('POST', `/v1/action/${path}`, { body })
}

async function found(queryString: string, conf?: object): Promise<Found> {
  const reply = await asked('query', { queryString, ...(conf && { conf }) })
  expect([queryString, reply.status, reply.body]).toEqual([queryString, 200, reply.body])
  return reply.body as unknown as Found
}

async function lastNames(where: string): Promise<string[]> {
  const { records = [] } = await found(`select LastName from Contact where ${where}`)
  return records.map((record) => String(record.LastName)).toSorted()
}

async function fault(body: object, path = 'query'): Promise<unknown> {
  const reply = await asked(path, body)
  expect(reply.status).toBe(400)
  expect(Object.keys(reply.body)).toEqual(['FaultCode', 'FaultMessage'])
  return reply.body.FaultCode
}

describe('a query', () => {
  test('gives the fields it names, in Zuora’s spelling, and leaves out what is empty', async () => {
    const fields = 'id, firstName,postalcode , NickName, Level__c, AsBillTo, createddate'
    const { records, ...rest } = await found(
      `select ${fields} from contact where FirstName = 'Mia'`,
    )
    expect(rest).toEqual({ size: 1, done: true })
    expect(records).toEqual([
      {
        ...{ Id: expect.stringMatching(/^[0-9a-f]{32}$/) as string, FirstName: 'Mia' },
        ...{ PostalCode: '0420', Level__c: 7, AsBillTo: true },
        CreatedDate: '2026-05-01T10:00:00.000Z',
      },
    ])
    expect(await found("select Id from Contact where Id = 'nobody'")).toEqual({
      ...{ size: 0, done: true },
    })
  })

  test('finds accounts', async () => {
    const { records } = await found(
      'select AccountNumber, Balance, AutoPay, BillToId, ShipToId, AdditionalEmailAddresses ' +
        `from Account where AccountNumber = '${account.number}' and Status != 'Canceled'`,
    )
    expect(records).toEqual([
      { AccountNumber: account.number, Balance: 0, AutoPay: false, BillToId: account.contact },
    ])
  })

  test.each([
    ["LastName = 'O\\'Neill'", ["O'Neill"]],
    ["LastName = 'a\\\\b'", ['a\\b']],
    // Values are compared as they are spelled, names are not.
    ["FIRSTNAME = 'mia'", ['Berg']],
    ["FirstName like 'M%'", ["O'Neill", 'a\\b']],
    ["FirstName like '%ia'", ['Berg', "O'Neill"]],
    ["FirstName like 'Mia'", ["O'Neill"]],
    ["LastName like 'a\\\\\\\\%' and FirstName = 'Max'", []],
    ["LastName like 'a\\\\%'", ['a\\b']],
    ["FirstName like '_ia'", []],
    ["FirstName = 'Mia' or FirstName = 'Max' and LastName = 'nobody'", ["O'Neill"]],
    ["LastName = 'nobody' and FirstName = 'Mia' or FirstName = 'mia'", ['Berg']],
    ["WorkEmail != null and FirstName = 'mia'", ['Berg']],
    ["WorkEmail = null and FirstName = 'Mia'", ["O'Neill"]],
    ["Country != 'Germany' and FirstName = 'Max'", ['a\\b']],
    ['Level__c>6', ["O'Neill"]],
    ["Level__c <= '7'", ["O'Neill"]],
    ['Vip__c = true', ['a\\b']],
    ["AsBillTo != 'true'", ['Berg']],
    ["CreatedDate >= '2026-05-01T10:01:00Z' and CreatedDate < 2026-05-01T10:03:00", ['a\\b']],
    ["FirstName > 'Max' and FirstName < 'Mib'", ["O'Neill"]],
  ])('%s', async (where, expected) => {
    expect(await lastNames(where)).toEqual(expected)
  })

  test.each([
    ['', 'MISSING_REQUIRED_VALUE'],
    [null, 'MISSING_REQUIRED_VALUE'],
    [7, 'INVALID_VALUE'],
    ['select', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Contact', 'MALFORMED_QUERY'],
    ['select * from Contact', 'MALFORMED_QUERY'],
    ['select Id from Contact order by Id', 'MALFORMED_QUERY'],
    ["select Id from Contact where (Id = 'x')", 'MALFORMED_QUERY'],
    ["select Id from Contact where Id in ('x')", 'MALFORMED_QUERY'],
    ["select Id from Contact where Id = 'x", 'MALFORMED_QUERY'],
    ["select Id from Contact where Id = 'x' and", 'MALFORMED_QUERY'],
    ["select Id from Contact where Id = 'x' xor Id = 'y'", 'MALFORMED_QUERY'],
    ["select Id from Contact where Id like '%x%'", 'MALFORMED_QUERY'],
    ["select Id from Contact where Id like 'x%y'", 'MALFORMED_QUERY'],
    ['select Id from Contact where Id like null', 'MALFORMED_QUERY'],
    ["select 'Id' from Contact", 'MALFORMED_QUERY'],
    ['select Id from Invoice', 'INVALID_TYPE'],
    ['select Id from constructor', 'INVALID_TYPE'],
    ['select Id, ZipCode from Contact', 'INVALID_FIELD'],
    ["select Id from Contact where Other__c = 'x'", 'INVALID_FIELD'],
    ["select Id from Contact where CreatedDate = 'today'", 'INVALID_VALUE'],
    ["select Id from Contact where Vip__c like 't%'", 'INVALID_VALUE'],
    ['select Id from Contact where Vip__c > false', 'INVALID_VALUE'],
    ["select Id from Contact where Level__c = 'x'", 'INVALID_VALUE'],
    ["select Id from Contact where FirstName = 'a\0'", 'INVALID_VALUE'],
  ])('that is none is a fault: %j', async (queryString, code) => {
    expect(await fault({ queryString })).toBe(code)
  })

  test('has two hundred conditions at the most', async () => {
    const where = (count: number) =>
      `select Id from Contact where ${Array.from({ length: count }, () => "City = 'x'").join(' or ')}`
    expect(await found(where(200))).toMatchObject({ size: 0 })
    expect(await fault({ queryString: where(201) })).toBe('MALFORMED_QUERY')
  })

  test('may bring what nobody knows, unless the call asks otherwise', async () => {
    const body = { queryString: 'select Id from Account', other: 1 }
    expect((await asked('query', body)).status).toBe(200)
    expect(await fault(body, 'query?rejectUnknownFields=true')).toBe('INVALID_FIELD')
  })
})

describe('what does not fit into one answer', () => {
  test('comes batch by batch, everybody once', async () => {
    const many = await app.newAccount(2001)
    const queryString = `select Id from Contact where AccountId = '${many.id}'`
    const first = await found(queryString)
    expect(first).toMatchObject({ size: 2001, done: false })
    expect(first.records).toHaveLength(2000)
    const { body } = await asked('queryMore', { queryLocator: first.queryLocator })
    expect(body).toMatchObject({ size: 2001, done: true, records: [{}] })
    const ids = [...first.records!, ...(body.records as { Id: string }[])].map(({ Id }) => Id)
    expect(new Set(ids).size).toBe(2001)
    // Asking again gives the same: the answer may have been lost.
    const again = await asked('queryMore', { queryLocator: first.queryLocator })
    expect(again.body).toEqual(body)

    const sizes: number[] = []
    let answer = await found(queryString, { batchSize: 700 })
    for (;;) {
      sizes.push(answer.records?.length ?? 0)
      if (answer.done) break
      const { queryLocator } = answer
      const reply = await asked('queryMore', { queryLocator, conf: { batchSize: 900 } })
      answer = reply.body as unknown as Found
    }
    expect(sizes).toEqual([700, 900, 401])
  })

  test('is there for a quarter of an hour', async () => {
    const { queryLocator } = await found('select Id from Contact', { batchSize: 1 })
    clock.forward(15 * 60 - 1)
    expect((await asked('queryMore', { queryLocator })).status).toBe(200)
    clock.forward(1)
    expect(await fault({ queryLocator }, 'queryMore')).toBe('INVALID_QUERY_LOCATOR')
    for (const wrong of ['nobody', 'a\0b'])
      expect(await fault({ queryLocator: wrong }, 'queryMore')).toBe('INVALID_QUERY_LOCATOR')
    expect(await fault({}, 'queryMore')).toBe('MISSING_REQUIRED_VALUE')
    // Nobody can ask for them any more, so they are not kept.
    clock.forward(15 * 60)
    await found('select Id from Contact', { batchSize: 1 })
    expect(await app.database.query('select 1 from zuora.query_locators')).toHaveLength(1)
  })

  test.each([0, 2001, 1.5, '10', null, []])('not in batches of %j', async (batchSize) => {
    const body = { queryString: 'select Id from Contact', conf: { batchSize } }
    expect(await fault(body)).toBe('INVALID_VALUE')
  })
})

test('faults have their status whatever the version', async () => {
  for (const version of [null, '186.0', '2024-05-20', '2025-08-12']) {
    const reply = await app.ask('POST', '/v1/action/query', {
      ...{ version, body: { queryString: 'nonsense' } },
    })
    expect([reply.status, reply.body.FaultCode]).toEqual([400, 'MALFORMED_QUERY'])
  }
})

test('without the Ship To Contact feature nothing tells of it', async () => {
  const plain = await openApp({ shipTo: false })
  for (const queryString of ['select AsBillTo from Contact', 'select ShipToId from Account'])
    expect(
      (await plain.ask('POST', '/v1/action/query', { body: { queryString } })).body.FaultCode,
    ).toBe('INVALID_FIELD')
})
