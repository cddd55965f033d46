import type { FormDefinition } from '#contract/fields/field.ts'
import { words } from './en.ts'

/**
 * What staff are asked for a Day Zero contact. The limits are ours: the vendor's page names none
 * for contacts, and 255 for a name is what its tokens allow.
 */
export const form: FormDefinition = {
  nameField: 'name',
  emailFields: ['email'],
  mailsCustomer: true,
  roles: [],
  columns: [
    { field: 'role', grow: 2 },
    { field: 'email', grow: 3 },
    { field: 'phone', grow: 2 },
  ],
  sections: [{ id: 'contact' }],
  fields: [
    {
      ...words.fields.name,
      name: 'name',
      section: 'contact',
      kind: 'text',
      required: true,
      limit: 255,
    },
    {
      ...words.fields.email,
      name: 'email',
      section: 'contact',
      kind: 'email',
      limit: 254,
    },
    {
      ...words.fields.phone,
      name: 'phone',
      section: 'contact',
      kind: 'phone',
      limit: 50,
    },
    {
      ...words.fields.role,
      name: 'role',
      section: 'contact',
      kind: 'text',
      limit: 100,
      suggestions: words.roles,
    },
    {
      ...words.fields.is_primary,
      name: 'is_primary',
      section: 'contact',
      kind: 'primary',
      createOnly: true,
    },
    { ...words.fields.notes, name: 'notes', section: 'contact', kind: 'multiline', limit: 2000 },
  ],
}
