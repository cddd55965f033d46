import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { account, contact, refusalOf, settings, talkingTo, type Sent } from './zuoraClient.ts'

describe('every call', () => {
  const answers = ({ line }: Sent) => ({
    body: line.includes('/contacts') ? contact('c1') : account(),
  })

  it('carries the token, the version and a track id of its own', async () => {
    const { backend, sent, tokens } = talkingTo(answers)
    await backend.update('a', 'c1', { city: 'Graz' })
    const ids = [...sent, ...tokens].map(({ headers }) => headers.get('zuora-track-id'))
    expect(sent).toHaveLength(3)
    expect(new Set(ids).size).toBe(4)
    for (const id of ids) expect(id).toMatch(/^[\da-f-]{36}$/)
    for (const { headers } of sent) {
      expect(headers.get('authorization')).toBe('Bearer token-1')
      expect(headers.get('zuora-version')).toBe('2025-08-12')
      expect(headers.get('accept-encoding')).toBe('gzip')
      for (const none of ['cookie', 'zuora-entity-ids', 'zuora-org-ids', 'idempotency-key'])
        expect(headers.get(none)).toBeNull()
    }
  })

  it('names the entity and the orgs of its workspace', async () => {
    const { backend, sent } = talkingTo(answers, {
      settings: { entityId: 'e'.repeat(32), orgIds: ['o1', 'o2'] },
    })
    await backend.customer('a')
    expect(sent[0]!.headers.get('zuora-entity-ids')).toBe('e'.repeat(32))
    expect(sent[0]!.headers.get('zuora-org-ids')).toBe('o1,o2')
  })

  it('may be answered packed', async () => {
    const { backend } = talkingTo(() => ({
      raw: new Uint8Array(gzipSync(JSON.stringify(account()))),
      headers: { 'content-encoding': 'gzip' },
    }))
    expect(await backend.customer('a')).toMatchObject({ name: 'Acme' })
  })

  it('with an id in it leads nowhere else', async () => {
    const { backend, lines } = talkingTo(() => ({ status: 404 }))
    for (const id of ['..', '.', '../../oauth/token', 'a/b?c', '%2e%2e', ''])
      await backend.contact(id, id).catch(() => undefined)
    for (const line of lines()) expect(line).toMatch(/^GET \/v1\/(accounts|contacts)\/[^/?#]+$/)
  })
})

describe('a create', () => {
  const created = () => talkingTo(() => ({ body: contact('c9', { country: 'Germany' }) }))

  it('says what is there under its key, and holds no role by itself', async () => {
    const { backend, sent } = created()
    const values = { firstName: 'Pat', lastName: 'Plain', country: 'Germany', city: null }
    const made = await backend.create('a', { ...values, asBillTo: false }, { key: 'k-1' })
    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatchObject({
      line: 'POST /v1/contacts',
      body: {
        accountId: 'a',
        firstName: 'Pat',
        lastName: 'Plain',
        country: 'DE',
        asBillTo: false,
      },
    })
    expect(sent[0]!.headers.get('idempotency-key')).toBe('k-1')
    expect(made).toMatchObject({ id: 'c9', primary: false, roles: [] })
    expect(made.values).toMatchObject({ country: 'Germany', city: null })
  })

  it('of more than a thousand bytes is packed', async () => {
    const { backend, sent } = created()
    const values = { firstName: 'Pat', lastName: 'Plain' }
    await backend.create('a', values)
    await backend.create('a', { ...values, address1: 'ü'.repeat(255), address2: 'ü'.repeat(255) })
    expect(sent.map(({ headers }) => headers.get('content-encoding'))).toEqual([null, 'gzip'])
    expect(sent[1]!.body).toMatchObject({ address1: 'ü'.repeat(255) })
  })
})

describe('an update', () => {
  it('says only what changed, and an empty text for what is to be empty', async () => {
    const { backend, sent } = talkingTo(({ line }) => ({
      body: line.includes('/contacts/') ? contact('c1') : account(),
    }))
    const changed = await backend.update('a', 'c1', { city: null, country: 'TW', asBillTo: false })
    expect(sent.at(-1)).toMatchObject({
      line: 'PUT /v1/contacts/c1',
      body: { city: '', country: 'TW', asBillTo: false },
    })
    expect(changed).toMatchObject({ primary: true, roles: ['billTo', 'soldTo'] })
  })

  it('says null for what is to be empty and is no text', async () => {
    const { backend, sent } = talkingTo(
      ({ line }) => ({ body: line.includes('/contacts/') ? contact('c1') : account() }),
      {
        settings: {
          customFields: [
            { name: 'Seats__c', label: 'Seats', type: 'integer' },
            { name: 'Since__c', label: 'Since', type: 'date' },
            { name: 'Tier__c', label: 'Tier', type: 'picklist', options: ['Gold'] },
            { name: 'Site__c', label: 'Site', type: 'url' },
          ],
        },
      },
    )
    const texts = { city: null, country: null, workEmail: null, workPhone: null, Site__c: null }
    const others = { otherPhoneType: null, Seats__c: null, Since__c: null, Tier__c: null }
    await backend.update('a', 'c1', { ...texts, contactDescription: null, ...others })
    expect(sent.at(-1)!.body).toEqual({
      city: '',
      country: '',
      workEmail: '',
      workPhone: '',
      Site__c: '',
      contactDescription: '',
      ...others,
    })
  })
})

describe('a customer', () => {
  const told = {
    billToContact: contact('c1', { personalEmail: 'p@acme.example', city: 'Graz', country: 'AT' }),
    billingAndPayment: {
      invoiceDeliveryPrefsEmail: false,
      additionalEmailAddresses: ['x@acme.example', 'y@acme.example'],
    },
  }

  it('is an account, with what its bill-to contact says', async () => {
    const { backend } = talkingTo(() => ({ body: account(told) }))
    expect(await backend.customer('a')).toEqual({
      id: 'a',
      name: 'Acme',
      number: 'A00000001',
      email: 'p@acme.example',
      place: 'Graz, Austria',
      status: 'active',
      mailsInvoices: false,
      copies: ['x@acme.example', 'y@acme.example'],
      recipient: { id: 'c1', name: 'Pat Number c1', address: 'p@acme.example' },
    })
  })

  it('is told the same by either API', async () => {
    const { backend } = talkingTo(({ line }) => {
      if (line.startsWith('GET /v1')) return { body: account(told) }
      const { billToContact: billTo } = told
      const invoiceDeliveryPrefsEmail = false
      const additionalEmailAddresses = 'x@acme.example, y@acme.example'
      const it = { id: 'a', name: 'Acme', accountNumber: 'A00000001', status: 'Active', billTo }
      return { body: { data: [{ ...it, invoiceDeliveryPrefsEmail, additionalEmailAddresses }] } }
    })
    expect((await backend.customers({})).items).toEqual([await backend.customer('a')])
  })

  it.each([
    ['Draft', 'draft'],
    ['Canceled', 'canceled'],
    ['Active', 'active'],
    ['Something new', 'active'],
  ])('%s is %s', async (status, shown) => {
    const basicInfo = { id: 'a', name: 'Acme', accountNumber: 'A1', status }
    const { backend } = talkingTo(() => ({
      body: { success: true, basicInfo, billToContact: null },
    }))
    expect(await backend.customer('a')).toMatchObject({
      status: shown,
      email: null,
      place: null,
      mailsInvoices: null,
      copies: [],
    })
  })
})

describe('contacts of a list', () => {
  it('come from Object Query with other names, and the roles from the account', async () => {
    const { backend, lines } = talkingTo(({ line }) => ({
      body: line.startsWith('GET /v1')
        ? account({ shipToContact: contact('c2') })
        : {
            data: [
              {
                id: 'c1',
                firstName: 'Pat',
                lastName: 'Plain',
                postalCode: 8010,
                country: 'USA',
                asBillTo: true,
                updatedDate: '2026-02-20T00:15:49-08:00',
              },
              { id: 'c2', firstName: 'Kim', lastName: 'Berg', description: 'Nice' },
            ],
          },
    }))
    const { items, next } = await backend.contacts('a', {})
    expect(next).toBeNull()
    expect(lines()).toContain(
      'GET /object-query/contacts?filter[]=accountid.EQ:a&sort[]=lastname.ASC&pageSize=99',
    )
    expect(items).toMatchObject([
      {
        name: 'Pat Plain',
        primary: true,
        roles: ['billTo', 'soldTo'],
        changedAt: '2026-02-20T00:15:49-08:00',
        values: { zipCode: '8010', country: 'United States', city: null, asBillTo: true },
      },
      { name: 'Kim Berg', primary: false, roles: ['shipTo'], changedAt: null },
    ])
    // Not told is not known, and so a form reads the contact itself.
    expect(items[0]!.values).not.toHaveProperty('contactDescription')
    expect(items[0]!.values).not.toHaveProperty('asShipTo')
    expect(items[1]!.values.contactDescription).toBe('Nice')
  })

  it('has no fields that the workspace has not', async () => {
    const { backend } = talkingTo(
      ({ line }) => ({
        body: line.includes('/contacts/') ? contact('c1', { Tier__c: 'Gold' }) : account(),
      }),
      { settings: { ...settings, shipTo: false } },
    )
    const { values, roles } = await backend.contact('a', 'c1')
    expect(values).not.toHaveProperty('asBillTo')
    expect(values).not.toHaveProperty('Tier__c')
    expect(roles).toEqual(['billTo', 'soldTo'])
  })
})

describe('a cursor', () => {
  it('that is none of ours is refused', async () => {
    const { backend, sent } = talkingTo(() => ({ body: account() }))
    for (const cursor of ['x', 'null', 'e30', 'eyJxIjo3LCJhdCI6bnVsbCwic2l6ZSI6OTl9'])
      for (const ask of [backend.customers({ cursor }), backend.contacts('a', { cursor })])
        expect(await refusalOf(ask)).toMatchObject({
          kind: 'fields',
          problems: [{ field: 'cursor' }],
        })
    expect(sent.filter(({ line }) => line.includes('object-query'))).toEqual([])
  })
})
