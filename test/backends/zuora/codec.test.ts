import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  contactCreateOf,
  contactOf,
  contactUpdateOf,
  queriedContactOf,
} from '#backends/zuora/codec.ts'
import { countries } from '#backends/zuora/countries.ts'
import { form } from '#backends/zuora/fields.ts'
import { contactResponse, queriedContact } from '#backends/zuora/wire.ts'
import type { CustomField, Field } from '#contract/fields/field.ts'
import type { Value, Values } from '#contract/fields/kind.ts'

const customFields: CustomField[] = [
  { name: 'Text__c', label: 'Text', type: 'text' },
  { name: 'Seats__c', label: 'Seats', type: 'integer' },
  { name: 'Share__c', label: 'Share', type: 'number' },
  { name: 'Vip__c', label: 'VIP', type: 'boolean' },
  { name: 'Since__c', label: 'Since', type: 'date' },
]
const { fields } = form({ features: ['shipTo'], customFields })

function valueOf({ kind, name }: Field): fc.Arbitrary<Value> {
  if (kind === 'flag') return fc.boolean()
  if (kind === 'date') return fc.constantFrom(null, '2026-03-31', '1999-12-01')
  if (name === 'country')
    return fc.constantFrom(null, 'Elsewhere', ...countries.map((it) => it.name))
  if (name === 'Seats__c') return fc.option(fc.bigInt().map(String))
  if (kind === 'number') return fc.constantFrom(null, '12.5', '-0.25', '3', '12345678901234567.25')
  return fc.option(fc.string({ minLength: 1, unit: 'grapheme' }))
}

const values: fc.Arbitrary<Values> = fc.record(
  Object.fromEntries(fields.map((field) => [field.name, valueOf(field)])),
)

/** What a Zuora that stores what it is sent would answer. */
function stored(body: Record<string, unknown>): unknown {
  const json = JSON.parse(JSON.stringify(body)) as Record<string, unknown>
  return { success: true, id: 'c1', ...json }
}

describe('every field', () => {
  it('comes back as it was sent by a create', () => {
    fc.assert(
      fc.property(values, (it) => {
        const wire = contactResponse.parse(stored(contactCreateOf(fields, it)))
        expect(contactOf(fields, { ...wire, id: 'c1' }, {}).values).toEqual(it)
      }),
      { numRuns: 200 },
    )
  })

  it('comes back as it was sent by an update, and empties what is null', () => {
    fc.assert(
      fc.property(values, values, (before, changes) => {
        const old = contactCreateOf(fields, before)
        const wire = contactResponse.parse(stored({ ...old, ...contactUpdateOf(fields, changes) }))
        expect(contactOf(fields, { ...wire, id: 'c1' }, {}).values).toEqual(changes)
      }),
      { numRuns: 200 },
    )
  })

  it('is the same in a list, but for the description, which is not known there', () => {
    fc.assert(
      fc.property(values, (it) => {
        const { zipCode, contactDescription: _, ...body } = contactCreateOf(fields, it)
        const wire = queriedContact.parse(stored({ ...body, postalCode: zipCode }))
        const { contactDescription: __, ...known } = it
        expect(queriedContactOf(fields, wire, {}).values).toEqual(known)
        const told = contactResponse.parse(stored({ ...body, zipCode }))
        const whole = contactOf(fields, { ...told, id: 'c1' }, {})
        expect(whole.values).toEqual({ ...known, contactDescription: null })
      }),
      { numRuns: 200 },
    )
  })
})

describe('what Zuora tells otherwise', () => {
  const read = (wire: object) =>
    contactOf(fields, { ...contactResponse.parse({ success: true, ...wire }), id: 'c1' }, {})

  it('is read as what it means', () => {
    const { values, name } = read({
      firstName: 'Kuhi',
      lastName: null,
      zipCode: 123456,
      mobilePhone: 123213,
      city: '',
      country: 'Korea, Republic of',
      otherPhoneType: '3',
      Since__c: '2026-03-31T00:00:00.000+01:00',
      Share__c: '12.50',
      Vip__c: 'true',
    })
    expect(name).toBe('Kuhi')
    expect(values).toMatchObject({
      zipCode: '123456',
      mobilePhone: '123213',
      city: null,
      country: 'South Korea',
      otherPhoneType: '3',
      Since__c: '2026-03-31',
      Share__c: '12.50',
      Vip__c: true,
      asBillTo: false,
    })
  })
})
