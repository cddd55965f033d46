import { endpoints } from '#backends/zuora/endpoints.ts'
import { createAccount } from './accountCreate.ts'
import { findAccount } from '#backends/zuora/embedded/tables/accountLocks.ts'
import { rolesOf } from './accountRoles.ts'
import {
  accountColumnNames,
  netSuiteOf,
  type AccountRow,
} from '#backends/zuora/embedded/tables/accountRows.ts'
import { updateAccount } from './accountUpdate.ts'
import {
  contactReply,
  customOf,
  type ContactRecord,
} from '#backends/zuora/embedded/tables/contactRows.ts'
import { notFound } from '#backends/zuora/embedded/http/errors.ts'
import type { Json, Operation, Tenant } from '#backends/zuora/embedded/http/operation.ts'

interface AccountWithHolder extends AccountRow {
  holder: ContactRecord | null
}

/** A row for each contact that has a role, all of one moment. */
const accountWithHolders = `
  select ${accountColumnNames.map((name) => `account.${name}`).join(', ')},
         to_jsonb(contact) as holder
  from zuora.accounts as account
  left join zuora.contacts as contact
    on contact.id = any(array[account.bill_to_id, account.sold_to_id, account.ship_to_id])
  where account.id = $1`

const getAccount: Operation = {
  endpoint: endpoints.getAccount,
  family: 'v1',
  async run({ params, queries, tenant }) {
    const key = params.accountKey ?? ''
    const rows = await queries.query<AccountWithHolder>(accountWithHolders, [
      await findAccount(queries, key),
    ])
    const [account] = rows
    if (!account) throw notFound(key)
    const holders = new Map(rows.flatMap(({ holder }) => (holder ? [[holder.id, holder]] : [])))
    return accountReply(account, holders, tenant)
  },
}

/**
 * The body of the call that answers one account. Nothing is ever billed here, so there are no
 * balances.
 */
function accountReply(
  row: AccountRow,
  holders: ReadonlyMap<string, ContactRecord>,
  tenant: Tenant,
): Record<string, Json> {
  return {
    success: true,
    basicInfo: {
      id: row.id,
      name: row.name,
      accountNumber: row.account_number,
      status: row.status,
      crmId: row.crm_id,
      batch: row.batch,
      notes: row.notes,
      parentId: row.parent_id,
      ...netSuiteOf(row),
      ...customOf(row, tenant.accountFields),
    },
    billingAndPayment: {
      currency: row.currency,
      paymentTerm: null,
      billCycleDay: row.bill_cycle_day,
      autoPay: row.auto_pay,
      invoiceDeliveryPrefsEmail: row.invoice_delivery_prefs_email,
      invoiceDeliveryPrefsPrint: row.invoice_delivery_prefs_print,
      additionalEmailAddresses: row.additional_email_addresses,
    },
    metrics: { balance: 0, totalInvoiceBalance: 0, creditBalance: 0, contractedMrr: 0 },
    ...Object.fromEntries(
      rolesOf(tenant).map(({ contactField, column }) => [
        contactField,
        holderReply(holders.get(row[column] ?? ''), row.account_number, tenant),
      ]),
    ),
  }
}

/** A contact in a role: with its id, and without its description. */
function holderReply(
  holder: ContactRecord | undefined,
  accountNumber: string,
  tenant: Tenant,
): Json {
  if (!holder) return null
  const { contactDescription: _, ...shown } = contactReply(holder, accountNumber, tenant)
  return shown
}

export const accountOperations: Operation[] = [createAccount, getAccount, updateAccount]
