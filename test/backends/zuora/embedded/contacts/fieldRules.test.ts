import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { countries } from '#backends/zuora/countries.ts'
import { states } from '#backends/zuora/states.ts'
import { categoriesOf, messagesOf, openApp, type Account, type App } from '../openApp.ts'

let app: App
let account: Account
let contact: string

beforeAll(async () => {
  app = await openApp()
  account = await app.newAccount()
  contact = await app.newContact(account)
})

const put = (body: object) => app.ask('PUT', `/v1/contacts/${contact}`, { body })

/** As the reference has them since November 2025; the phones and the postal code differ on purpose. */
const limits: Record<string, number> = {
  address1: 255,
  address2: 255,
  city: 100,
  contactDescription: 100,
  county: 100,
  fax: 40,
  firstName: 100,
  homePhone: 40,
  lastName: 100,
  mobilePhone: 100,
  nickname: 100,
  otherPhone: 40,
  state: 100,
  taxRegion: 100,
  workPhone: 40,
  zipCode: 20,
}
const names = ['firstName', 'lastName']

test.each(Object.entries(limits))(
  '%s holds %i characters and not one more',
  async (name, limit) => {
    const characters = names.includes(name) ? ['a', 'é', '漢', '́'] : ['a', '漢', '😀', '𠮷']
    for (const character of characters) {
      const most = character.repeat(limit)
      expect((await put({ [name]: most })).body).toMatchObject({ success: true, [name]: most })
      const reply = await put({ [name]: most + character })
      expect([reply.status, categoriesOf(reply), messagesOf(reply)]).toEqual([
        ...[400, [20], [`'${name}' length must be at most ${limit}`]],
      ])
    }
  },
)

test.each(['workEmail', 'personalEmail'])(
  '%s holds 80 characters and not one more',
  async (name) => {
    const most = `${'a'.repeat(80 - '@example.com'.length)}@example.com`
    expect((await put({ [name]: most })).body).toMatchObject({ [name]: most })
    expect(messagesOf(await put({ [name]: `a${most}` }))).toEqual([
      `'${name}' length must be at most 80`,
    ])
  },
)

test('a country that is too long is told so, and a name that long is no country', async () => {
  expect(messagesOf(await put({ country: 'x'.repeat(65) }))).toEqual([
    `'country' length must be at most 64`,
  ])
  expect(messagesOf(await put({ country: 'x'.repeat(64) }))).toEqual([
    `'country' value should be the name or ISO code of a country`,
  ])
})

test.each(names)('%s takes no characters of four bytes, everything else does', async (name) => {
  expect(messagesOf(await put({ [name]: 'Mia 😀' }))).toEqual([
    `'${name}' may not contain characters of four bytes`,
  ])
  expect((await put({ city: '😀', nickname: '𠮷' })).status).toBe(200)
})

test('what is no character is refused by name, in every field', async () => {
  for (const name of [...Object.keys(limits), 'country', 'workEmail', 'otherPhoneType'])
    for (const text of ['a\0', '\ud800', '\udc00x']) {
      const reply = await put({ [name]: text })
      expect([name, reply.status, messagesOf(reply)]).toEqual([
        ...[name, 400, [`'${name}' value contains what is no character`]],
      ])
    }
})

test('e-mail addresses keep the rule of Zuora’s pages', async () => {
  const good = ['tom@website.com', "o'neil+x@a.b.co", 'józef@żółw.example', 'a@xn--p1ai.xn--p1ai']
  const bad = ['tom@', 'tom@website', '@website', '@website.com', 'tom', 'a b@c.de', 'a@b@c.de']
  const alsoBad = ['a@b..de', '.a@b.de', 'a.@b.de', 'a@-b.de', 'a@b.d', 'a@b.de ', 'a@b.de.']
  const invisible = ['t​om@website.com', 'tom@web‍site.com', 'tom@website.com﻿', '‎a@b.de']
  for (const name of ['workEmail', 'personalEmail']) {
    for (const address of good)
      expect((await put({ [name]: address })).body).toMatchObject({ [name]: address })
    for (const address of [...bad, ...alsoBad, ...invisible])
      expect([address, messagesOf(await put({ [name]: address }))]).toEqual([
        ...[address, [`'${name}' value should be an e-mail address`]],
      ])
  }
})

test('usual addresses are taken', async () => {
  const address = fc.emailAddress().filter((it) => it.length <= 80)
  await fc.assert(
    fc.asyncProperty(address, async (it) => {
      expect((await put({ workEmail: it })).body).toMatchObject({ workEmail: it })
    }),
    { numRuns: 100 },
  )
})

test('otherPhoneType is one of four, to the letter', async () => {
  for (const type of ['Work', 'Mobile', 'Home', 'Other'])
    expect((await put({ otherPhoneType: type })).body).toMatchObject({ otherPhoneType: type })
  for (const type of ['work', 'Fax', ' Work'])
    expect(messagesOf(await put({ otherPhoneType: type }))).toEqual([
      `'otherPhoneType' value should be one of: Work, Mobile, Home, Other`,
    ])
})

test('every country is known by its name and both its codes, in any case', async () => {
  expect(countries).toHaveLength(249)
  for (const { code, alpha3, name } of countries)
    for (const text of [name, code, alpha3.toLowerCase(), name.toUpperCase()])
      expect((await put({ country: text, state: null })).body).toMatchObject({ country: name })
})

test.each(['United States', 'Canada'])(
  'every state of %s is known by name and code',
  async (country) => {
    const known = states.of(country) ?? []
    expect(known.length).toBeGreaterThan(12)
    for (const { code, name } of known)
      for (const text of [name, code, code.toLowerCase(), name.toUpperCase()])
        expect((await put({ country, state: text })).body).toMatchObject({ country, state: name })
    for (const text of ['Bavaria', 'XX', country])
      expect(messagesOf(await put({ country, state: text }))).toEqual([
        `'state' value should be the name or code of a state of ${country}`,
      ])
  },
)

test('whatever is typed comes back as it was typed', async () => {
  const free = Object.entries(limits).filter(([name]) => name !== 'state')
  const text = (name: string, limit: number) =>
    fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: limit })
      .filter((it) => [...it].length <= limit)
      .map((it) => (names.includes(name) ? it.replace(/[\u{10000}-\u{10ffff}]/gu, 'x') : it))
  const fields = fc.record(
    Object.fromEntries(free.map(([name, limit]) => [name, text(name, limit)])),
    { requiredKeys: names },
  )
  await fc.assert(
    fc.asyncProperty(fields, async (it) => {
      const body = { accountId: account.id, ...it }
      const made = await app.ask('POST', '/v1/contacts', { body })
      expect(made.body).toMatchObject({ success: true, ...it })
      const read = await app.ask('GET', `/v1/contacts/${made.body.id}`)
      expect(read.body).toEqual(made.body)
    }),
    { numRuns: 60 },
  )
})
