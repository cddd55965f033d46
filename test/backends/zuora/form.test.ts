import { describe, expect, it } from 'vitest'
import { form } from '#backends/zuora/fields.ts'
import { contactLimits, otherPhoneTypes } from '#backends/zuora/wire.ts'
import { plain, type CustomField } from '#contract/fields/field.ts'
import { emptyDraft, schemaOf } from '#contract/fields/form.ts'

const customFields: CustomField[] = [
  { name: 'Note__c', label: 'Note', type: 'longText' },
  { name: 'Site__c', label: 'Site', type: 'url' },
  { name: 'Seats__c', label: 'Seats', type: 'integer' },
  { name: 'Share__c', label: 'Share', type: 'number' },
  { name: 'Vip__c', label: 'VIP', type: 'boolean' },
  { name: 'Since__c', label: 'Since', type: 'date' },
  { name: 'Tier__c', label: 'Tier', type: 'picklist', options: ['Gold', 'Silver'], column: true },
]
const full = form({ features: ['shipTo'], customFields })
const usual = form({ features: ['shipTo'], customFields: [] })
const small = form(plain)

describe('the form', () => {
  it('asks for all 23 fields, the ones that are needed most first', () => {
    expect(usual.fields.map(({ label }) => label)).toEqual([
      ...['First name', 'Last name', 'Nickname'],
      ...['Work email', 'Personal email', 'Work phone', 'Mobile phone'],
      ...['Home phone', 'Fax', 'Other phone', 'Other phone type'],
      ...['Country', 'Address line 1', 'Address line 2', 'City', 'State', 'Postal code', 'County'],
      ...['Can be bill-to', 'Can be sold-to', 'Can be ship-to', 'Tax region'],
      'Description',
    ])
  })

  it('knows nothing of the Ship To Contact feature where that is off', () => {
    const gone = usual.fields.filter((field) => !small.fields.includes(field))
    expect(gone.map(({ name }) => name)).toEqual(['asBillTo', 'asSoldTo', 'asShipTo'])
    expect(small.roles.map(({ id }) => id)).toEqual(['billTo', 'soldTo'])
    expect(usual.roles.map(({ id }) => id)).toEqual(['billTo', 'soldTo', 'shipTo'])
    expect(usual.roles.filter(({ primary }) => primary)).toMatchObject([{ id: 'billTo' }])
  })

  it('has the limits of the API', () => {
    const limits = Object.fromEntries(small.fields.map(({ name, limit }) => [name, limit]))
    expect(limits).toEqual({ ...contactLimits, otherPhoneType: undefined })
    const type = small.fields.find(({ name }) => name === 'otherPhoneType')
    expect(type?.options).toEqual(otherPhoneTypes)
  })

  it.each([
    ['as it comes', small],
    ['with everything', full],
  ])('%s is whole: sections in their order, none of them empty, columns of its fields', (_, it) => {
    const sections = it.fields.map(({ section }) => section)
    expect(sections.filter((section, index) => section !== sections[index - 1])).toEqual(
      it.sections.map(({ id }) => id),
    )
    const names = it.fields.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const name of [it.nameField, ...it.emailFields, ...it.columns.map(({ field }) => field)])
      expect(names).toContain(name)
  })

  it('asks for a tenant’s own fields by their kinds, and lists those that are wanted', () => {
    const own = full.fields.filter(({ section }) => section === 'custom')
    expect(own.map(({ label, kind }) => [label, kind])).toEqual([
      ['Note', 'multiline'],
      ['Site', 'url'],
      ['Seats', 'number'],
      ['Share', 'number'],
      ['VIP', 'flag'],
      ['Since', 'date'],
      ['Tier', 'choice'],
    ])
    expect(own.at(-1)?.options).toEqual(['Gold', 'Silver'])
    expect(full.columns.at(-1)?.field).toBe('Tier__c')
  })
})

describe('its rule', () => {
  const names = { firstName: 'Pat', lastName: 'Plain' }
  const draft = { ...emptyDraft(usual.fields), ...names }
  const read = (change: object) => schemaOf(usual.fields).safeParse({ ...draft, ...change })
  const wrong = (change: object) => read(change).error?.issues.map(({ path }) => path[0]) ?? []

  it('needs no more than the names', () => {
    expect(wrong({})).toEqual([])
    expect(wrong({ firstName: ' ', lastName: '' })).toEqual(['firstName', 'lastName'])
  })

  it('takes no emoji in names, but elsewhere', () => {
    expect(wrong({ firstName: 'Pat 🙂', lastName: '𠮷田' })).toEqual(['firstName', 'lastName'])
    expect(wrong({ nickname: '🙂', contactDescription: '𠮷\n🙂', firstName: '王小明' })).toEqual([])
  })

  it('asks for the type of another phone only with that phone, and then always', () => {
    expect(wrong({ otherPhone: '123' })).toEqual(['otherPhoneType'])
    expect(wrong({ otherPhone: '123', otherPhoneType: 'Home' })).toEqual([])
    expect(read({ otherPhoneType: 'Home' }).data).toMatchObject({ otherPhoneType: null })
  })

  it('makes names of codes, and leaves states that it does not know to Zuora', () => {
    expect(read({ country: 'us', state: 'ca' }).data).toMatchObject({
      country: 'United States',
      state: 'California',
    })
    expect(read({ country: 'US', state: 'AE' }).data).toMatchObject({ state: 'AE' })
    expect(read({ country: 'DE', state: 'Bayern' }).data).toMatchObject({
      country: 'Germany',
      state: 'Bayern',
    })
    const own = form({
      ...plain,
      states: [
        { country: 'US', name: 'Armed Forces Europe', code: 'AE' },
        { country: 'Germany', name: 'Bayern', code: 'BY' },
        { country: 'Canada', name: 'Québec', code: 'QC' },
      ],
    })
    const ownRead = (change: object) =>
      schemaOf(own.fields).safeParse({ ...emptyDraft(own.fields), ...names, ...change }).data
    expect(ownRead({ country: 'USA', state: 'ae' })).toMatchObject({ state: 'Armed Forces Europe' })
    expect(ownRead({ country: 'DE', state: 'by' })).toMatchObject({ state: 'Bayern' })
    expect(ownRead({ country: 'CA', state: 'quebec' })).toMatchObject({ state: 'Québec' })
    expect(wrong({ country: 'A country of our own', state: 'Any' })).toEqual([])
  })
})
