import { beforeAll, describe, expect, test } from 'vitest'
import { categoriesOf, messagesOf, openApp, type App } from '../openApp.ts'

let app: App

beforeAll(async () => {
  app = await openApp()
})

const statusesOf = (replies: { status: number }[]) =>
  replies.map(({ status }) => status).toSorted((one, other) => one - other)
const statusOf = async (path: string) => (await app.ask('GET', path)).status

describe('deleting', () => {
  test('a contact is gone, and deleting it again finds nobody', async () => {
    const path = `/v1/contacts/${await app.newContact(await app.newAccount())}`
    const { status, body } = await app.ask('DELETE', path)
    expect({ status, body }).toEqual({ status: 200, body: { success: true } })
    expect(await statusOf(path)).toBe(404)
    expect((await app.ask('DELETE', path)).status).toBe(404)
  })

  test('whoever holds a role stays', async () => {
    const account = await app.newAccount(2)
    const reply = await app.ask('DELETE', `/v1/contacts/${account.contact}`)
    expect([reply.status, ...messagesOf(reply)]).toEqual([
      400,
      `The contact is the bill-to and sold-to contact of account ${account.number}. Choose another one first.`,
    ])
    for (const role of ['bill_to_id', 'sold_to_id', 'ship_to_id']) {
      const id = await app.newContact(account)
      await app.database.query(`update zuora.accounts set ${role} = $2 where id = $1`, [
        account.id,
        id,
      ])
      expect(categoriesOf(await app.ask('DELETE', `/v1/contacts/${id}`))).toEqual([30])
    }
  })

  test('the last one stays, also when two go at once', async () => {
    await app.atOnce()
    for (let round = 0; round < 3; round++) {
      const account = await app.newAccount(2)
      await app.database.query(
        'update zuora.accounts set bill_to_id = null, sold_to_id = null where id = $1',
        [account.id],
      )
      const rows = await app.database.query<{ id: string }>(
        'select id from zuora.contacts where account_id = $1',
        [account.id],
      )
      const replies = await Promise.all(
        rows.map(({ id }) => app.ask('DELETE', `/v1/contacts/${id}`)),
      )
      expect(statusesOf(replies)).toEqual([200, 400])
      expect(await app.contactsOf(account)).toBe(1)
    }
  })
})

describe('2,000 contacts an account', () => {
  test('of three creates for the last place two are refused, with the sentence', async () => {
    const account = await app.newAccount(1999)
    const body = { accountId: account.id, firstName: 'Mia', lastName: 'Berg' }
    await app.atOnce()
    const replies = await Promise.all(
      [1, 2, 3].map(() => app.ask('POST', '/v1/contacts', { body })),
    )
    expect(statusesOf(replies)).toEqual([200, 400, 400])
    expect(await app.contactsOf(account)).toBe(2000)
    const refused = replies.find(({ status }) => status === 400)!
    expect(categoriesOf(refused)).toEqual([30])
    expect(messagesOf(refused)[0]).toContain('more than 2000 contacts')
    const elsewhere = await app.newAccount()
    const mover = await app.newContact(elsewhere)
    const moved = await app.ask('PUT', `/v1/contacts/${mover}/transfer`, {
      body: { destinationAccountKey: account.id },
    })
    expect([moved.status, ...categoriesOf(moved)]).toEqual([400, 30])
  })
})

describe('transferring', () => {
  test('a contact moves to the account of this id or number', async () => {
    const [from, to] = [await app.newAccount(), await app.newAccount()]
    const path = `/v1/contacts/${await app.newContact(from)}`
    for (const [key, account] of [
      [to.id, to],
      [from.number, from],
      [from.number, from],
    ] as const) {
      const body = { destinationAccountKey: key }
      const reply = await app.ask('PUT', `${path}/transfer`, { body })
      expect([reply.status, reply.body]).toEqual([200, { success: true }])
      const { accountId, accountNumber } = (await app.ask('GET', path)).body
      expect([accountId, accountNumber]).toEqual([account.id, account.number])
    }
  })

  test('where to must be said, and exist', async () => {
    const account = await app.newAccount()
    const path = `/v1/contacts/${await app.newContact(account)}/transfer`
    const asked = async (body: object) => {
      const reply = await app.ask('PUT', path, { body })
      return [reply.status, ...categoriesOf(reply)]
    }
    expect(await asked({})).toEqual([400, 22])
    expect(await asked({ destinationAccountKey: null, foo: 1 })).toEqual([400, 21, 22])
    expect(await asked({ destinationAccountKey: '' })).toEqual([400, 20])
    expect(await asked({ destinationAccountKey: true })).toEqual([400, 20])
    expect(await asked({ destinationAccountKey: '\0' })).toEqual([400, 20])
    expect(await asked({ destinationAccountKey: 'nobody' })).toEqual([404, 40])
  })

  test('who holds a role does not leave', async () => {
    const [from, to] = [await app.newAccount(2), await app.newAccount()]
    const reply = await app.ask('PUT', `/v1/contacts/${from.contact}/transfer`, {
      body: { destinationAccountKey: to.id },
    })
    expect([reply.status, ...categoriesOf(reply)]).toEqual([400, 30])
  })

  test('two that change places do not wait for each other', async () => {
    const [one, other] = [await app.newAccount(), await app.newAccount()]
    const move = async (contact: string, key: string) =>
      (
        await app.ask('PUT', `/v1/contacts/${contact}/transfer`, {
          body: { destinationAccountKey: key },
        })
      ).status
    for (let round = 0; round < 5; round++) {
      const [a, b] = [await app.newContact(one), await app.newContact(other)]
      expect(await Promise.all([move(a, other.id), move(b, one.id)])).toEqual([200, 200])
    }
  })
})

describe('scrubbing', () => {
  test('takes out what is about a person, from the snapshots too, as often as asked', async () => {
    const account = await app.newAccount()
    const id = await app.newContact(account, {
      city: 'Bonn',
      country: 'DE',
      workEmail: 'mia@example.com',
      otherPhone: '1',
      otherPhoneType: 'Home',
      asShipTo: false,
    })
    const snapshot = crypto.randomUUID().replaceAll('-', '')
    await app.database.query(
      `insert into zuora.contact_snapshots (id, contact_id, fields, created_at)
       values ($1, $2, $3, now())`,
      [
        snapshot,
        id,
        {
          firstName: 'Mia',
          lastName: 'Berg',
          zipCode: '53111',
          contactDescription: 'CFO',
          country: 'Germany',
          asShipTo: false,
        },
      ],
    )
    const before = await app.ask('GET', `/v1/contact-snapshots/${snapshot}`)
    expect(before.body).toMatchObject({
      success: true,
      id: snapshot,
      contactId: id,
      firstName: 'Mia',
      postalCode: '53111',
      description: 'CFO',
      city: null,
    })
    expect(before.body).not.toHaveProperty('zipCode')

    for (let times = 0; times < 2; times++) {
      const { status, body } = await app.ask('PUT', `/v1/contacts/${id}/scrub`)
      expect({ status, body }).toEqual({ status: 200, body: { success: true } })
    }
    const gone = { country: null, workEmail: null, personalEmail: null, otherPhoneType: null }
    const said = { firstName: 'Record Scrubbed', city: 'Record Scrubbed', ...gone }
    expect((await app.ask('GET', `/v1/contacts/${id}`)).body).toMatchObject({
      ...said,
      ...{ id, accountId: account.id, zipCode: 'Record Scrubbed', asShipTo: false },
    })
    expect((await app.ask('GET', `/v1/contact-snapshots/${snapshot}`)).body).toMatchObject({
      ...said,
      ...{ postalCode: 'Record Scrubbed', description: 'Record Scrubbed', asShipTo: false },
    })
  })

  test('a snapshot that is not there is a 404', async () => {
    const reply = await app.ask('GET', '/v1/contact-snapshots/nobody')
    expect([reply.status, ...categoriesOf(reply)]).toEqual([404, 40])
  })
})
