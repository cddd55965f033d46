import type { CustomField, CustomType } from '#contract/fields/field.ts'

/** How a field's values are compared. Ids are text that is stored in lower case. */
export type QueryType = 'text' | 'id' | 'time' | 'date' | 'number' | 'boolean'

/** A field that records can be filtered by, and mostly sorted by. */
export interface QueryField {
  /** As Zuora lists it: in lower case. */
  name: string
  type: QueryType
  /** SQL that gives what is compared. Text is in lower case, and in the order of its code points. */
  key: string
  /** Its key may be null. */
  nullable: boolean
  sortable: boolean
}

type Made = Pick<QueryField, 'type' | 'key' | 'nullable'>

function text(column: string, nullable = true): Made {
  return { type: 'text', key: `lower(${column}) collate "C"`, nullable }
}

function id(column: string, nullable = true): Made {
  return { type: 'id', key: column, nullable }
}

const changed: Made = { type: 'time', key: 'updated_at', nullable: false }

/** What nothing here ever sets, as there are no invoices and no payments. */
const unset: Made = { type: 'text', key: 'null::text collate "C"', nullable: true }

/** Those of contacts, as documented. */
export const contactQueryFields = sortables({
  id: id('id', false),
  updateddate: changed,
  accountid: id('account_id', false),
  country: text('country'),
  firstname: text('first_name'),
  lastname: text('last_name'),
  personalemail: text('personal_email'),
  workemail: text('work_email'),
  workphone: text('work_phone'),
})

/** Those of accounts, as documented. */
export const accountQueryFields = sortables({
  id: id('id', false),
  updateddate: changed,
  accountnumber: text('account_number', false),
  balance: { type: 'number', key: '0::numeric', nullable: false },
  batch: text('batch', false),
  billcycleday: { type: 'number', key: 'bill_cycle_day::numeric', nullable: false },
  billtoid: id('bill_to_id'),
  communicationprofileid: unset,
  crmid: text('crm_id'),
  currency: text('currency', false),
  defaultpaymentmethodid: unset,
  invoicetemplateid: unset,
  lastinvoicedate: { ...unset, type: 'date' },
  name: text('name', false),
  parentid: id('parent_id'),
  shiptoid: id('ship_to_id'),
  soldtoid: id('sold_to_id'),
  status: text('status', false),
})

function sortables(fields: Record<string, Made>): readonly QueryField[] {
  return Object.entries(fields).map(([name, made]) => ({ name, ...made, sortable: true }))
}

const types: Record<CustomType, QueryType> = {
  text: 'text',
  longText: 'text',
  url: 'text',
  picklist: 'text',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  date: 'date',
}

/**
 * A tenant's custom field. Zuora sorts by none of them, and filters by those that are indexed; here
 * all of them count as that. A value from when the field had another type counts as null.
 */
export function customQueryField({ name, type }: CustomField): QueryField {
  const literal = `'${name.replaceAll("'", "''")}'`
  const queried = types[type]
  const value = `custom ->> ${literal}`
  const typed = (json: string, sql: string) =>
    `case when jsonb_typeof(custom -> ${literal}) = '${json}' then (${value})::${sql} end`
  const keys: Record<QueryType, string> = {
    text: `lower(${value}) collate "C"`,
    id: value,
    time: value,
    date: `(${value}) collate "C"`,
    number: typed('number', 'numeric'),
    boolean: typed('boolean', 'boolean'),
  }
  return {
    name: name.toLowerCase(),
    type: queried,
    key: keys[queried],
    nullable: true,
    sortable: false,
  }
}
