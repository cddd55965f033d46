import { waitFor } from '@testing-library/react'
import { expect } from 'vitest'
import type { Field, Section } from '#contract/fields/field.ts'
import { textOf } from '#contract/fields/form.ts'
import type { LookupOption } from '#contract/fields/lookup.ts'

/** A form as long as the longest of the backends': 23 fields of every kind, in sections. */

export const sections: readonly Section[] = [
  { id: 'who', title: 'Who' },
  { id: 'reach', title: 'Reach' },
  { id: 'place', title: 'Address' },
  { id: 'more', title: 'More', folded: true },
  { id: 'note', title: 'Note', folded: true },
]

const countries: readonly LookupOption[] = [
  { name: 'Austria', code: 'AT' },
  { name: 'Australia', code: 'AU' },
  { name: 'Côte d’Ivoire', code: 'CI' },
  { name: 'Germany', code: 'DE' },
  { name: 'Niger', code: 'NE' },
  { name: 'Nigeria', code: 'NG' },
  { name: 'South Sudan', code: 'SS' },
  { name: 'Sudan', code: 'SD' },
  { name: 'United States', code: 'US' },
]

const states: Readonly<Record<string, readonly LookupOption[]>> = {
  'united states': [
    { name: 'California', code: 'CA' },
    { name: 'Texas', code: 'TX' },
  ],
  australia: [{ name: 'Victoria', code: 'VIC' }],
}

export const fields: readonly Field[] = [
  text('first', 'First name', 'who', { required: true, limit: 100, half: true }),
  text('last', 'Last name', 'who', { required: true, limit: 100 }),
  text('nick', 'Nickname', 'who', { limit: 100 }),
  { ...text('email', 'Email', 'reach', { half: true }), kind: 'email' },
  { ...text('email2', 'Second email', 'reach'), kind: 'email' },
  { ...text('phone', 'Phone', 'reach', { half: true }), kind: 'phone' },
  {
    ...text('phoneType', 'Phone type', 'reach', { required: true, onlyWith: 'phone' }),
    kind: 'choice',
    options: ['Work', 'Home'],
  },
  { ...text('mobile', 'Mobile phone', 'reach', { half: true }), kind: 'phone' },
  { ...text('home', 'Home phone', 'reach'), kind: 'phone' },
  { ...text('country', 'Country', 'place', { limit: 64 }), kind: 'lookup', entries: countries },
  text('line1', 'Address line 1', 'place', { limit: 255 }),
  text('line2', 'Address line 2', 'place', { limit: 255 }),
  text('city', 'City', 'place', { limit: 100, half: true }),
  {
    ...text('state', 'State', 'place', { limit: 100 }),
    kind: 'lookup',
    lookup: { from: 'country', entriesOf: statesOf },
  },
  text('zip', 'Postal code', 'place', { limit: 20 }),
  text('county', 'County', 'place', { limit: 100 }),
  { ...text('site', 'Web site', 'more'), kind: 'url' },
  { ...text('score', 'Score', 'more'), kind: 'number' },
  { ...text('age', 'Age', 'more'), kind: 'number', whole: true },
  { ...text('since', 'Since', 'more'), kind: 'date' },
  { ...text('currency', 'Currency', 'more'), kind: 'lookup', entries: [euro()] },
  { ...text('signed', 'Has signed', 'more'), kind: 'flag' },
  { ...text('note', 'Description', 'note', { limit: 100 }), kind: 'multiline' },
]

function text(name: string, label: string, section: string, more: Partial<Field> = {}): Field {
  return { name, label, section, kind: 'text', ...more }
}

function statesOf(country: Parameters<NonNullable<Field['lookup']>['entriesOf']>[0]) {
  return states[textOf(country).toLowerCase()] ?? null
}

function euro(): LookupOption {
  return { name: 'Euro', code: 'EUR' }
}

/** Until what a form does without at first is there: advice, and the question about an old state. */
export async function partsFetched(): Promise<void> {
  await waitFor(() => {
    expect(document.querySelector('[data-field] [aria-live=polite]')).not.toBeNull()
    expect(document.querySelector('[data-field] [role=status]')).not.toBeNull()
  })
}
