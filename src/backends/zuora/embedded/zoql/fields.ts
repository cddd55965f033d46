import type { CustomField, CustomType } from '#contract/fields/field.ts'
import { netSuiteFields } from '#backends/zuora/embedded/tables/accountRows.ts'
import type { Tenant } from '#backends/zuora/embedded/http/operation.ts'

export type ZoqlType = 'text' | 'number' | 'boolean' | 'time'

export interface ZoqlField {
  /** As Zuora spells it, and the record has it. */
  name: string
  type: ZoqlType
  /** SQL that gives its value. */
  sql: string
}

export interface ZoqlObject {
  table: string
  fields: readonly ZoqlField[]
}

/** Nobody is named: there are no users here. */
const audit: ZoqlField[] = [
  { name: 'CreatedDate', type: 'time', sql: 'created_at' },
  { name: 'UpdatedDate', type: 'time', sql: 'updated_at' },
]

function texts(columns: Record<string, string>): ZoqlField[] {
  return Object.entries(columns).map(([name, sql]) => ({ name, type: 'text', sql }))
}

const contactFields = [
  ...texts({
    Id: 'id',
    AccountId: 'account_id',
    Address1: 'address1',
    Address2: 'address2',
    City: 'city',
    Country: 'country',
    County: 'county',
    Description: 'description',
    Fax: 'fax',
    FirstName: 'first_name',
    HomePhone: 'home_phone',
    LastName: 'last_name',
    MobilePhone: 'mobile_phone',
    NickName: 'nickname',
    OtherPhone: 'other_phone',
    OtherPhoneType: 'other_phone_type',
    PersonalEmail: 'personal_email',
    PostalCode: 'postal_code',
    State: 'state',
    TaxRegion: 'tax_region',
    WorkEmail: 'work_email',
    WorkPhone: 'work_phone',
  }),
  ...audit,
]

const contactFlags: ZoqlField[] = [
  { name: 'AsBillTo', type: 'boolean', sql: 'as_bill_to' },
  { name: 'AsShipTo', type: 'boolean', sql: 'as_ship_to' },
  { name: 'AsSoldTo', type: 'boolean', sql: 'as_sold_to' },
]

const accountFields: ZoqlField[] = [
  ...texts({
    Id: 'id',
    AccountNumber: 'account_number',
    AdditionalEmailAddresses:
      "(select string_agg(each, ',') from jsonb_array_elements_text(additional_email_addresses) as each)",
    Batch: 'batch',
    BillToId: 'bill_to_id',
    CrmId: 'crm_id',
    Currency: 'currency',
    Name: 'name',
    Notes: 'notes',
    ParentId: 'parent_id',
    SoldToId: 'sold_to_id',
    Status: 'status',
  }),
  { name: 'AutoPay', type: 'boolean', sql: 'auto_pay' },
  { name: 'Balance', type: 'number', sql: '0::numeric' },
  { name: 'BillCycleDay', type: 'number', sql: 'bill_cycle_day::numeric' },
  { name: 'InvoiceDeliveryPrefsEmail', type: 'boolean', sql: 'invoice_delivery_prefs_email' },
  { name: 'InvoiceDeliveryPrefsPrint', type: 'boolean', sql: 'invoice_delivery_prefs_print' },
  ...texts(
    Object.fromEntries(
      Object.keys(netSuiteFields).map((name) => [name, `net_suite ->> '${name}'`] as const),
    ),
  ),
  ...audit,
]

const types: Record<CustomType, ZoqlType> = {
  text: 'text',
  longText: 'text',
  url: 'text',
  picklist: 'text',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  date: 'text',
}

/** A value from when the field had another type counts as null. */
function customField({ name, type }: CustomField): ZoqlField {
  const literal = `'${name.replaceAll("'", "''")}'`
  const sql = {
    text: `custom ->> ${literal}`,
    time: 'null::timestamptz',
    number: `case when jsonb_typeof(custom -> ${literal}) = 'number'
             then (custom ->> ${literal})::numeric end`,
    boolean: `case when jsonb_typeof(custom -> ${literal}) = 'boolean'
              then (custom ->> ${literal})::boolean end`,
  }[types[type]]
  return { name, type: types[type], sql: `(${sql})` }
}

/** The objects that can be asked for, by their names in lower case. */
export function zoqlObjects(tenant: Tenant): ReadonlyMap<string, ZoqlObject> {
  const contact = [
    ...contactFields,
    ...(tenant.shipTo ? contactFlags : []),
    ...tenant.customFields.map(customField),
  ]
  const account = [
    ...accountFields,
    ...(tenant.shipTo ? texts({ ShipToId: 'ship_to_id' }) : []),
    ...tenant.accountFields.map(customField),
  ]
  return new Map([
    ['contact', { table: 'zuora.contacts', fields: contact }],
    ['account', { table: 'zuora.accounts', fields: account }],
  ])
}
