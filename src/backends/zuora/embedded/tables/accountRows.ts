import type { Json } from '#backends/zuora/embedded/http/operation.ts'

/** NetSuite's fields of an account, with what they take where that is not any text. */
export const netSuiteFields: Readonly<Record<string, readonly string[] | null>> = {
  Class__NS: null,
  CustomerType__NS: ['Company', 'Individual'],
  Department__NS: null,
  IntegrationId__NS: null,
  IntegrationStatus__NS: null,
  Location__NS: null,
  Subsidiary__NS: null,
  SyncDate__NS: null,
  SynctoNetSuite__NS: ['Yes', 'No'],
}

/** An account as its table has it. */
export interface AccountRow {
  id: string
  account_number: string
  name: string
  status: 'Draft' | 'Active' | 'Canceled'
  currency: string
  crm_id: string | null
  batch: string
  bill_cycle_day: number
  auto_pay: boolean
  notes: string | null
  parent_id: string | null
  invoice_delivery_prefs_email: boolean
  invoice_delivery_prefs_print: boolean
  additional_email_addresses: string[]
  net_suite: Record<string, Json>
  /** By field name; what is not there was never set. */
  custom: Record<string, Json>
  bill_to_id: string | null
  sold_to_id: string | null
  ship_to_id: string | null
  created_at: Date
  updated_at: Date
}

/** Every column, for selects and inserts alike. */
export const accountColumnNames = [
  ...['id', 'account_number', 'name', 'status', 'currency', 'crm_id', 'batch', 'bill_cycle_day'],
  ...['auto_pay', 'notes', 'parent_id'],
  ...['invoice_delivery_prefs_email', 'invoice_delivery_prefs_print'],
  ...['additional_email_addresses', 'net_suite', 'custom'],
  ...['bill_to_id', 'sold_to_id', 'ship_to_id', 'created_at', 'updated_at'],
] as const satisfies readonly (keyof AccountRow)[]

export const accountColumns = accountColumnNames.join(', ')

/** NetSuite's fields that are set. Their types have no null in any reply, so unset ones are left out. */
export function netSuiteOf({ net_suite }: AccountRow): Record<string, Json> {
  return Object.fromEntries(
    Object.keys(netSuiteFields)
      .map((name) => [name, net_suite[name] ?? null] as const)
      .filter(([, value]) => value !== null),
  )
}
