import type { CustomField } from '#contract/fields/field.ts'
import { netSuiteFields, type AccountRow } from '#backends/zuora/embedded/tables/accountRows.ts'
import {
  flagColumns,
  flagFields,
  textColumns,
  textFields,
  type ContactRow,
} from '#backends/zuora/embedded/tables/contactRows.ts'
import type { Json, Tenant } from '#backends/zuora/embedded/http/operation.ts'

/** How each field that Object Query tells of a record is read, by the name that it has there. */
export type Members<Row> = Readonly<Record<string, (row: Row) => Json>>

/** Who made and changed everything: there are no users here. */
const user = '00000000000000000000000000000001'

interface Common {
  custom: Record<string, Json>
  created_at: Date
  updated_at: Date
}

const audit: Members<Common> = {
  createdById: () => user,
  createdDate: ({ created_at }) => created_at.toISOString(),
  updatedById: () => user,
  updatedDate: ({ updated_at }) => updated_at.toISOString(),
}

function customMembers(fields: readonly CustomField[]): Members<Common> {
  return Object.fromEntries(
    fields.map(({ name }) => [name, ({ custom }: Common) => custom[name] ?? null]),
  )
}

/** Those of a contact: without its description, and with another name for its zip code. */
export function contactMembers({ shipTo, customFields }: Tenant): Members<ContactRow> {
  const texts = textFields.filter((name) => name !== 'contactDescription')
  return {
    id: ({ id }) => id,
    accountId: ({ account_id }) => account_id,
    ...Object.fromEntries(
      texts.map((name) => [
        name === 'zipCode' ? 'postalCode' : name,
        (row: ContactRow) => row[textColumns[name]],
      ]),
    ),
    ...(shipTo &&
      Object.fromEntries(
        flagFields.map((name) => [name, (row: ContactRow) => row[flagColumns[name]]]),
      )),
    ...customMembers(customFields),
    ...audit,
  }
}

/** Those of an account. The addresses that get copies are one text; nothing is ever billed here. */
export function accountMembers({ shipTo, accountFields }: Tenant): Members<AccountRow> {
  return {
    id: ({ id }) => id,
    accountNumber: ({ account_number }) => account_number,
    name: ({ name }) => name,
    status: ({ status }) => status,
    currency: ({ currency }) => currency,
    balance: () => 0,
    mrr: () => 0,
    batch: ({ batch }) => batch,
    billCycleDay: ({ bill_cycle_day }) => bill_cycle_day,
    autoPay: ({ auto_pay }) => auto_pay,
    billToId: ({ bill_to_id }) => bill_to_id,
    soldToId: ({ sold_to_id }) => sold_to_id,
    ...(shipTo && { shipToId: ({ ship_to_id }: AccountRow) => ship_to_id }),
    crmId: ({ crm_id }) => crm_id,
    parentId: ({ parent_id }) => parent_id,
    notes: ({ notes }) => notes,
    additionalEmailAddresses: (row) => row.additional_email_addresses.join(',') || null,
    invoiceDeliveryPrefsEmail: (row) => row.invoice_delivery_prefs_email,
    invoiceDeliveryPrefsPrint: (row) => row.invoice_delivery_prefs_print,
    lastInvoiceDate: () => null,
    ...Object.fromEntries(
      Object.keys(netSuiteFields).map((name) => [
        name,
        ({ net_suite }: AccountRow) => net_suite[name] ?? null,
      ]),
    ),
    ...customMembers(accountFields),
    ...audit,
  }
}

/** Which fields to tell. */
export interface Shown {
  /** Names in lower case; null for all. */
  names: readonly string[] | null
  /** Also those that are empty. */
  empty: boolean
}

export function shownOf<Row>(row: Row, members: Members<Row>, shown: Shown): Record<string, Json> {
  const told = Object.entries(members)
    .filter(([name]) => !shown.names || shown.names.includes(name.toLowerCase()))
    .map(([name, read]): [string, Json] => [name, read(row)])
    .filter(([, value]) => shown.empty || value !== null)
  return Object.fromEntries(told)
}
