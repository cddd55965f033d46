import type {
  Column,
  CustomField,
  CustomType,
  Field,
  FormDefinition,
  ContactRole,
  Section,
  TenantOptions,
} from '#contract/fields/field.ts'
import { textOf } from '#contract/fields/form.ts'
import type { FieldRules } from '#contract/fields/kind.ts'
import { countries } from './countries.ts'
import { words } from './en.ts'
import { states, statesWith, type States } from './states.ts'

/**
 * What staff are asked for a Zuora contact. The limits are those of the reference of September
 * 2026; older pages of the vendor still show smaller ones.
 */
export function form({
  features,
  customFields,
  states: ownStates = [],
}: TenantOptions): FormDefinition {
  const shipTo = features.includes('shipTo')
  const own = customFields.map(ownField)
  return {
    nameField: 'lastName',
    emailFields: ['workEmail', 'personalEmail'],
    mailsCustomer: false,
    wide: true,
    roles: shipTo ? roles : roles.filter(({ id }) => id !== 'shipTo'),
    columns: [...columns, ...customFields.filter(({ column }) => column).map(columnOf)],
    sections: own.length > 0 ? sections : sections.filter(({ id }) => id !== 'custom'),
    fields: [
      ...who,
      ...reach,
      ...numbers,
      ...(ownStates.length > 0 ? addressWith(statesWith(ownStates)) : address),
      ...(shipTo ? uses : []),
      ...tax,
      ...own,
      note,
    ],
  }
}

/** What an account needs somebody for. The bill-to contact is who gets the invoices. */
const roles: readonly ContactRole[] = [
  { id: 'billTo', label: words.roles.billTo, primary: true, allowedBy: 'asBillTo' },
  { id: 'soldTo', label: words.roles.soldTo, allowedBy: 'asSoldTo' },
  { id: 'shipTo', label: words.roles.shipTo, allowedBy: 'asShipTo' },
]

const columns: readonly Column[] = [
  { field: 'workEmail', grow: 3, hideBelow: 700 },
  { field: 'workPhone', grow: 2, hideBelow: 760 },
  { field: 'city', grow: 2, hideBelow: 1360 },
  { field: 'country', grow: 2, hideBelow: 1240 },
]

function columnOf({ name }: { name: string }): Column {
  return { field: name, grow: 2, hideBelow: 1240 }
}

const sections: readonly Section[] = [
  { id: 'who', title: words.sections.who },
  { id: 'reach', title: words.sections.reach },
  { id: 'numbers', title: words.sections.numbers, folded: true },
  { id: 'address', title: words.sections.address },
  { id: 'use', title: words.sections.use },
  { id: 'custom', title: words.sections.custom },
  { id: 'note', title: words.sections.note, folded: true },
]

type Told = Omit<Field, 'name' | 'section' | 'label' | 'hint'>

function field(section: string, name: keyof typeof words.fields, told: Told): Field {
  return { ...words.fields[name], name, section, ...told }
}

const who: readonly Field[] = [
  field('who', 'firstName', {
    kind: 'text',
    required: true,
    limit: 100,
    basicPlane: true,
    half: true,
  }),
  field('who', 'lastName', { kind: 'text', required: true, limit: 100, basicPlane: true }),
  field('who', 'nickname', { kind: 'text', limit: 100 }),
]

const reach: readonly Field[] = [
  field('reach', 'workEmail', { kind: 'email', limit: 80, half: true }),
  field('reach', 'personalEmail', { kind: 'email', limit: 80 }),
  field('reach', 'workPhone', { kind: 'phone', limit: 40, half: true }),
  // The odd one out, but that is what the reference says.
  field('reach', 'mobilePhone', { kind: 'phone', limit: 100 }),
]

const numbers: readonly Field[] = [
  field('numbers', 'homePhone', { kind: 'phone', limit: 40, half: true }),
  field('numbers', 'fax', { kind: 'phone', limit: 40 }),
  field('numbers', 'otherPhone', { kind: 'phone', limit: 40, half: true }),
  field('numbers', 'otherPhoneType', {
    kind: 'choice',
    options: ['Work', 'Mobile', 'Home', 'Other'],
    onlyWith: 'otherPhone',
    required: true,
  }),
]

const addressWith = (known: States): readonly Field[] => [
  // A tenant may have countries and states of its own, which no call can read: anything may be typed.
  field('address', 'country', { kind: 'lookup', entries: countries, limit: 64 }),
  field('address', 'address1', { kind: 'text', limit: 255 }),
  field('address', 'address2', { kind: 'text', limit: 255 }),
  field('address', 'city', { kind: 'text', limit: 100, half: true }),
  field('address', 'state', {
    kind: 'lookup',
    limit: 100,
    lookup: { from: 'country', entriesOf: (country) => known.of(textOf(country)) },
  }),
  field('address', 'zipCode', { kind: 'text', limit: 20, half: true }),
  field('address', 'county', { kind: 'text', limit: 100 }),
]

const address = addressWith(states)

/**
 * Fields of Zuora's Ship To Contact feature; without it they are unknown and refused. A new contact
 * may be everything, as it may where the feature is off.
 */
const uses: readonly Field[] = [
  field('use', 'asBillTo', { kind: 'flag', ticked: true }),
  field('use', 'asSoldTo', { kind: 'flag', ticked: true }),
  field('use', 'asShipTo', { kind: 'flag', ticked: true }),
]

const tax: readonly Field[] = [field('use', 'taxRegion', { kind: 'text', limit: 100 })]

const note = field('note', 'contactDescription', { kind: 'multiline', limit: 100 })

/** How each of Zuora's kinds of custom fields is typed and shown. */
const kinds: Record<CustomType, Pick<FieldRules, 'kind' | 'limit' | 'whole'>> = {
  text: { kind: 'text', limit: 255 },
  longText: { kind: 'multiline', limit: 32_000 },
  url: { kind: 'url', limit: 255 },
  integer: { kind: 'number', whole: true },
  number: { kind: 'number' },
  boolean: { kind: 'flag' },
  date: { kind: 'date' },
  picklist: { kind: 'choice' },
}

function ownField({ name, label, type, options }: CustomField): Field {
  return { name, label, section: 'custom', ...kinds[type], ...(options && { options }) }
}
