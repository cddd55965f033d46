import { expect, test } from 'vitest'
import { form } from '#backends/dayzero/fields.ts'
import { fieldsFor } from '#contract/fields/form.ts'
import type { Contact } from '#contract/fields/contact.ts'
import { savedNotice } from '#contacts/saving/savedNotice.ts'

const fields = fieldsFor(form, 'create')
const values = { name: 'Kim', is_primary: true }
const kim: Contact = {
  ...{ id: 'k', name: 'Kim', primary: true, roles: [], changedAt: null },
  values,
}

test.each<[string, Partial<Contact>, RegExp]>([
  ['is', {}, /^[^.]*$/],
  ['is not', { primary: false }, /\. The billing system did not make this contact primary$/],
  [
    'is besides another one',
    { alsoPrimary: { id: 'p', name: 'Pat' } },
    /\. .*Pat.* primary as well$/,
  ],
])('a contact that was saved as the primary and %s is told so', (_, change, expected) => {
  expect(savedNotice({ ...kim, ...change }, values, fields)).toMatch(expected)
})
