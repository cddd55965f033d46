import { describe, expect, it } from 'vitest'
import { account, contact, refusalOf, talkingTo, type Reply } from './zuoraClient.ts'

/* The vendor's page lists no `id` among the fields of an answer, so an answer may come without. */

const now = Date.parse('2026-02-20T12:00:00Z')
const hourAgo = '2026-02-20T11:00:00Z'
const values = { firstName: 'Pat', lastName: 'Plain', workEmail: 'pat@acme.example' }
const nameless = (change: object = {}) => {
  const { id: _, ...body } = contact('', { ...values, ...change })
  return body
}
const row = (id: string, change: object = {}) => ({
  id,
  ...values,
  createdDate: '2026-02-20T03:59:58-08:00',
  updatedDate: '2026-02-20T03:59:58-08:00',
  ...change,
})

/** A create that is answered without an id, where the account's contacts are these. */
function created(list: object[] | Reply, change?: object, since?: Date) {
  const talk = talkingTo(
    ({ line }) => {
      if (line.startsWith('POST')) return { body: nameless(change) }
      return Array.isArray(list) ? { body: { data: list } } : list
    },
    { now: () => now },
  )
  return { ...talk, made: talk.backend.create('a', values, { key: 'k', since }) }
}

describe('a contact that is made without telling its id', () => {
  it('is found among its account’s newest by its names and mail', async () => {
    const { made, lines } = created(
      [
        row('other', { firstName: 'Kim' }),
        row('mail', { workEmail: 'else@acme.example' }),
        row('home', { personalEmail: 'pat@home.example' }),
        row('it'),
      ],
      { contactDescription: 'Nice' },
    )
    const contactMade = await made
    expect(contactMade).toMatchObject({ id: 'it', name: 'Pat Plain', roles: [] })
    expect(contactMade.values.contactDescription).toBe('Nice')
    expect(lines()).toEqual([
      'POST /v1/contacts',
      'GET /object-query/contacts?filter[]=accountid.EQ:a&sort[]=updateddate.DESC&pageSize=99',
    ])
  })

  it.each([
    ['is none', [row('other', { lastName: 'Berg' })]],
    ['are several', [row('one'), row('two')]],
    [
      'is an older one, too',
      [row('old', { createdDate: undefined, updatedDate: hourAgo }), row('it')],
    ],
    ['is one from before any try under this key', [row('old', { createdDate: '2026-02-19' })]],
  ])('is made, but nobody can say which it is, where there %s', async (_, list) => {
    const refusal = { kind: 'outcomeUnknown', status: 200, createdIdUnknown: true }
    expect(await refusalOf(created(list).made)).toEqual(refusal)
  })

  it.each([
    ['2026-02-20T11:59:57Z', 'it'],
    // Another person’s: a list that is behind does not show the own one yet.
    ['2026-02-20T12:00:01Z', null],
  ])('is one that was made since the bytes left (%s)', async (since, expected) => {
    const { made } = created([row('it')], undefined, new Date(since))
    const id = made.then((contactMade) => contactMade.id)
    expect(await id.catch(() => null)).toBe(expected)
  })

  it.each([
    ['is no list', { status: 503 }],
    ['is nobody to ask now', { status: 429, headers: { 'retry-after': '60' } }],
  ])('is to be asked for again where there %s', async (_, list) => {
    expect(await refusalOf(created(list).made)).toEqual({ kind: 'outcomeUnknown', status: 200 })
  })
})

describe('a contact that is read or changed', () => {
  it('has the id that it was asked for by', async () => {
    const { backend } = talkingTo(({ line }) => ({
      body: line.includes('/contacts') ? nameless() : account({ billToContact: contact('c7') }),
    }))
    for (const asked of [backend.contact('a', 'c7'), backend.update('a', 'c7', values)])
      expect(await asked).toMatchObject({ id: 'c7', primary: true })
  })
})

describe('a contact that is made where no account can be read', () => {
  it.each([
    ['A00000001', 'accountNumber'],
    ['a00000001', 'accountNumber'],
    ['acme-42', 'accountNumber'],
    ['8AD09FC2811DC53401811E8B2C4A0C1D', 'accountId'],
    ['8ad09fc2811dc53401811e8b2c4a0c1d', 'accountId'],
  ])('names it as it was typed (%s)', async (typed, member) => {
    const { backend, sent } = talkingTo(() => ({ body: contact('c', values) }))
    await backend.create(typed, values)
    expect(sent[0]?.body).toMatchObject({ [member]: typed })
  })
})
