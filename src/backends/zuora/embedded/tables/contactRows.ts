import type { CustomField } from '#contract/fields/field.ts'
import type { Json, Tenant } from '#backends/zuora/embedded/http/operation.ts'

/** A contact's text fields in the order of the vendor's page, with the columns they stand in. */
export const textColumns = {
  address1: 'address1',
  address2: 'address2',
  city: 'city',
  contactDescription: 'description',
  country: 'country',
  county: 'county',
  fax: 'fax',
  firstName: 'first_name',
  homePhone: 'home_phone',
  lastName: 'last_name',
  mobilePhone: 'mobile_phone',
  nickname: 'nickname',
  otherPhone: 'other_phone',
  otherPhoneType: 'other_phone_type',
  personalEmail: 'personal_email',
  state: 'state',
  taxRegion: 'tax_region',
  workEmail: 'work_email',
  workPhone: 'work_phone',
  zipCode: 'postal_code',
} as const

/** What a contact may be used as: the fields of the Ship To Contact feature. */
export const flagColumns = {
  asBillTo: 'as_bill_to',
  asShipTo: 'as_ship_to',
  asSoldTo: 'as_sold_to',
} as const

export type TextField = keyof typeof textColumns
export type FlagField = keyof typeof flagColumns
type TextColumn = (typeof textColumns)[TextField]
type FlagColumn = (typeof flagColumns)[FlagField]

export const textFields = Object.keys(textColumns) as TextField[]
export const flagFields = Object.keys(flagColumns) as FlagField[]

/** A contact as its table has it. */
export interface ContactRow extends Record<TextColumn, string | null>, Record<FlagColumn, boolean> {
  id: string
  account_id: string
  /** By field name; what is not there was never set. */
  custom: Record<string, Json>
  created_at: Date
  updated_at: Date
}

/** As much of it as the v1 calls tell. */
export type ContactRecord = Omit<ContactRow, 'created_at' | 'updated_at'>

export const contactColumns = [
  'id',
  'account_id',
  ...Object.values(textColumns),
  ...Object.values(flagColumns),
  'custom',
  'created_at',
  'updated_at',
].join(', ')

/** A contact's own fields as the v1 calls name them. What was never set is null. */
function contactFields(row: ContactRecord, tenant: Tenant): Record<string, Json> {
  const texts = textFields.map((name) => [name, row[textColumns[name]]] as const)
  const flags = flagFields.map((name) => [name, row[flagColumns[name]]] as const)
  return {
    ...Object.fromEntries(texts),
    ...(tenant.shipTo ? Object.fromEntries(flags) : {}),
    ...customOf(row, tenant.customFields),
  }
}

/** The custom fields that the tenant has now; those that it gave up stay in the table. */
export function customOf(
  row: { custom: Record<string, Json> },
  fields: readonly CustomField[],
): Record<string, Json> {
  return Object.fromEntries(fields.map(({ name }) => [name, row.custom[name] ?? null] as const))
}

/** The body of the v1 calls that answer a contact, also of a contact inside of its account. */
export function contactReply(
  row: ContactRecord,
  accountNumber: string,
  tenant: Tenant,
): Record<string, Json> {
  return {
    id: row.id,
    accountId: row.account_id,
    accountNumber,
    ...contactFields(row, tenant),
  }
}
