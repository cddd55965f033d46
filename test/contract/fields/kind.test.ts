import { describe, expect, it } from 'vitest'
import type { Field } from '#contract/fields/field.ts'
import {
  changesIn,
  changesSchemaOf,
  draftOf,
  emptyDraft,
  invoiceAddressOf,
  hasAllFields,
  schemaOf,
} from '#contract/fields/form.ts'
import type { Draft, Values } from '#contract/fields/kind.ts'

const towns = [
  { name: 'Oslo', code: 'OSL' },
  { name: 'Bergen', code: 'BGO' },
]

const at = { section: 's' }
const fields: Field[] = [
  { ...at, name: 'name', label: 'Name', kind: 'text', required: true, basicPlane: true },
  { ...at, name: 'mail', label: 'Mail', kind: 'email' },
  { ...at, name: 'site', label: 'Site', kind: 'url' },
  { ...at, name: 'size', label: 'Size', kind: 'number', whole: true },
  { ...at, name: 'rate', label: 'Rate', kind: 'number' },
  { ...at, name: 'since', label: 'Since', kind: 'date' },
  { ...at, name: 'phone', label: 'Phone', kind: 'phone' },
  {
    ...at,
    name: 'phoneType',
    label: 'Phone type',
    kind: 'choice',
    options: ['Home', 'Work'],
    required: true,
    onlyWith: 'phone',
  },
  {
    ...at,
    name: 'country',
    label: 'Country',
    kind: 'lookup',
    entries: [
      { name: 'Norway', code: 'NO', aliases: ['NOR'] },
      { name: 'Türkiye', code: 'TR' },
    ],
  },
  {
    ...at,
    name: 'town',
    label: 'Town',
    kind: 'lookup',
    lookup: {
      from: 'country',
      entriesOf: (country) => (['NO', 'Norway'].includes(String(country)) ? towns : null),
    },
  },
  { ...at, name: 'vip', label: 'VIP', kind: 'flag', ticked: true },
]

function check(typed: Draft, opened?: Values) {
  const result = schemaOf(fields, opened).safeParse({
    ...emptyDraft(fields),
    name: 'Ann',
    ...typed,
  })
  if (result.success) return result.data
  return Object.fromEntries(result.error.issues.map(({ path, message }) => [path[0], message]))
}

describe('a field', () => {
  it('of each kind takes what fits it', () => {
    const fitting = {
      mail: 'a@b.example',
      site: 'https://b.example/x',
      size: '-12',
      rate: '12.5',
      since: '2024-02-29',
    }
    expect(check(fitting)).toMatchObject(fitting)
  })

  it('of each kind says what to do about what does not', () => {
    expect(
      check({
        mail: 'a\u200b@b.example',
        site: 'javascript:alert(1)',
        size: '1.5',
        rate: 'a lot',
        since: '2023-02-29',
        name: 'Ann 🎉',
      }),
    ).toEqual({
      name: 'Name cannot hold “🎉”. The billing system takes no emoji or rare characters here',
      mail: 'Mail holds a character that cannot be seen (U+200B). Take it out',
      site: 'Enter a web address that starts with https:// or http://',
      size: 'Enter a whole number, like 12',
      rate: 'Enter a number, like 12.5',
      since: 'Enter a date as year, month and day, like 2026-03-31',
    })
  })

  it('starts ticked where it says so', () => {
    expect(emptyDraft(fields)['vip']).toBe(true)
  })
})

describe('a lookup', () => {
  it.each(['NO', 'no', 'nor', 'norway', ' NORWAY '])('takes %j for its entry', (country) => {
    expect(check({ country })).toMatchObject({ country: 'Norway' })
  })

  it('takes what it does not know as it was typed', () => {
    expect(check({ country: 'Sealand' })).toMatchObject({ country: 'Sealand' })
  })

  it('knows what the other field says it knows, and takes anything else as it was typed', () => {
    expect(check({ country: 'NO', town: 'bgo' })).toMatchObject({ town: 'Bergen' })
    expect(check({ country: 'Norway', town: 'bgo' })).toMatchObject({ town: 'Bergen' })
    expect(check({ country: 'Norway', town: 'Paris' })).toMatchObject({ town: 'Paris' })
    expect(check({ country: 'Türkiye', town: 'Paris' })).toMatchObject({ town: 'Paris' })
  })
})

describe('a field that goes with another', () => {
  it('is not asked for without it, whatever it held', () => {
    expect(check({ phone: ' ', phoneType: 'Nonsense' })).toMatchObject({ phoneType: null })
  })

  it('is required with it', () => {
    expect(check({ phone: '1' })).toEqual({ phoneType: 'Enter the phone type' })
    expect(check({ phone: '1', phoneType: 'Pager' })).toEqual({
      phoneType: 'Choose the phone type from the list',
    })
  })

  it('may be emptied together with it, when only changes are sent', () => {
    const changes = { phone: null, phoneType: null }
    expect(changesSchemaOf(fields).parse(changes)).toEqual(changes)
    expect(changesSchemaOf(fields).safeParse({ phoneType: null }).success).toBe(false)
  })
})

describe('what was there when the form opened', () => {
  const opened: Values = { name: 'Ann 🎉', mail: 'nonsense', country: 'Norway', town: 'Paris' }

  it('is nobody’s mistake while it is unchanged', () => {
    expect(check({ ...opened, size: '1' }, opened)).toMatchObject({ ...opened, size: '1' })
  })

  it('is kept as it was, though an input cannot show all of it', () => {
    const odd: Values = { ...opened, mail: 'a@b.example\r\n', since: 'last year', vip: null }
    const contact = {
      id: '1',
      name: 'Ann',
      primary: false,
      roles: [],
      changedAt: null,
      values: odd,
    }
    const shown = draftOf(fields, contact)
    expect(shown).toMatchObject({ mail: 'a@b.example', since: '', vip: false })
    expect(changesIn(schemaOf(fields, odd).parse({ ...shown, size: '1' }), odd)).toEqual({
      size: '1',
    })
  })

  it('stays where it is no longer asked for', () => {
    const stored: Values = { ...opened, phone: null, phoneType: 'Pager' }
    expect(check({ ...opened, phone: '', phoneType: 'Pager' }, stored)).toMatchObject({
      phoneType: 'Pager',
    })
  })

  it('is checked as soon as it is touched', () => {
    expect(check({ ...opened, mail: 'nonsense!' }, opened)).toHaveProperty('mail')
  })

  it('is checked again when what it depends on changes', () => {
    const sealand = { ...opened, country: 'Türkiye', town: 'Bergen' } as Draft
    expect(check({ ...sealand, country: 'Norway', town: 'Paris ' }, opened)).toHaveProperty('town')
    expect(check({ ...opened, country: 'Türkiye' }, opened)).toMatchObject({
      town: 'Paris',
    })
  })
})

describe('a contact', () => {
  const contact = { id: '1', name: 'Ann', primary: false, roles: [], changedAt: null }

  it('is whole when it came with every field, empty or not', () => {
    const two = fields.slice(0, 2)
    expect(hasAllFields(two, { ...contact, values: { name: 'Ann', mail: null } })).toBe(true)
    expect(hasAllFields(two, { ...contact, values: { name: 'Ann' } })).toBe(false)
  })

  it('gets invoices at the first address it has', () => {
    const form = {
      fields,
      ...{ sections: [], columns: [], roles: [], mailsCustomer: false, nameField: 'name' },
      emailFields: ['work', 'home'],
    }
    const at = (values: Values) => invoiceAddressOf(form, { ...contact, values })
    expect(at({ work: 'w@x.example', home: 'h@x.example' })).toBe('w@x.example')
    expect(at({ work: null, home: 'h@x.example' })).toBe('h@x.example')
    expect(at({})).toBeNull()
  })
})
