import type { Queries } from '#contract/backend/vendor.ts'
import { endpoints } from '#backends/zuora/endpoints.ts'
import { checkAccount, type AccountChanges } from './accountCheck.ts'
import { checkRoleContact, memberOf } from './accountContacts.ts'
import { numbersOf } from './accountNumbers.ts'
import { parentProblems } from './accountParent.ts'
import { rolesOf, type AccountRole } from './accountRoles.ts'
import type { ContactChanges } from '#backends/zuora/embedded/contacts/contactCheck.ts'
import { insertContact } from '#backends/zuora/embedded/contacts/contactWrites.ts'
import {
  missing,
  rule,
  throwAny,
  wrongValue,
  type Reason,
} from '#backends/zuora/embedded/http/errors.ts'
import type {
  Call,
  Json,
  JsonObject,
  Operation,
  Tenant,
} from '#backends/zuora/embedded/http/operation.ts'

/**
 * Makes an account with its contacts, at once. Documented: without a sold-to contact the bill-to
 * contact is copied into a second record. Our choice: without a ship-to contact there is none.
 */
export const createAccount: Operation = {
  endpoint: endpoints.createAccount,
  family: 'v1',
  run: (call) =>
    call.queries.transaction(async (queries) => {
      const { body, tenant, now, newId } = call
      const roles = rolesOf(tenant)
      const others = roles.flatMap(({ contactField, sameField }) => [
        contactField,
        ...(sameField ? [sameField] : []),
      ])
      const { changes, reasons } = checkAccount(body, { tenant, creates: true, others })
      reasons.push(...(await parentProblems(queries, changes)))
      const given = roles.map((role) => ({ role, ...roleIn(body, role, tenant) }))
      reasons.push(...given.flatMap((each) => each.reasons))
      throwAny(reasons)
      for (const { role, same, contact } of given)
        if (same && contact)
          throw rule(`Only one of '${role.sameField}' and '${role.contactField}' can be given.`)

      const [billTo] = given
      if (!billTo?.contact) throw new Error('a bill-to contact without a problem is not there')
      const billToId = newId()
      const contacts: { id: string; changes: ContactChanges }[] = [
        { id: billToId, changes: billTo.contact },
      ]
      const ids: Record<string, string> = { billToContactId: billToId }
      for (const { role, same, contact } of given.slice(1)) {
        if (same) ids[role.idField] = billToId
        const own = contact ?? (role.needed && !same ? billTo.contact : undefined)
        if (!own) continue
        const id = newId()
        contacts.push({ id, changes: own })
        ids[role.idField] = id
      }

      const { texts } = billTo.contact
      const reachable = Boolean(texts.workEmail || texts.personalEmail)
      if (changes.columns.invoice_delivery_prefs_email && !reachable)
        throw rule('Invoices by e-mail need a bill-to contact with an e-mail address.')
      changes.columns.invoice_delivery_prefs_email ??= reachable
      for (const { column, idField } of roles) changes.columns[column] = ids[idField] ?? null
      const account = await insertAccount(queries, call, changes)
      for (const each of contacts)
        await insertContact(queries, { ...each, accountId: account.id, now })
      return { success: true, accountId: account.id, accountNumber: account.account_number, ...ids }
    }),
}

interface GivenRole {
  /** The role shares the bill-to contact. */
  same: boolean
  contact?: ContactChanges
  reasons: Reason[]
}

function roleIn(body: JsonObject, role: AccountRole, tenant: Tenant): GivenRole {
  const given = memberOf(body, role.contactField) ?? null
  const same: Json = (role.sameField && memberOf(body, role.sameField)) ?? false
  const reasons: Reason[] = []
  if (role.sameField && typeof same !== 'boolean')
    reasons.push(wrongValue(role.sameField, 'value should be true or false'))
  // Without a field of the kind it is the bill-to contact, which the others may share.
  if (given === null && !role.sameField) reasons.push(missing(role.contactField))
  if (given === null) return { same: same === true, reasons }
  const { changes, reasons: problems } = checkRoleContact(given, role, { tenant })
  return {
    same: same === true,
    ...(changes && { contact: changes }),
    reasons: [...reasons, ...problems],
  }
}

interface AccountKey {
  id: string
  account_number: string
}

/** @throws ZuoraError category 30 for a number that another account has */
async function insertAccount(
  queries: Queries,
  { now, newId }: Call,
  { columns, netSuite, custom }: AccountChanges,
): Promise<AccountKey> {
  const { account_number: wanted, additional_email_addresses: addresses = [], ...rest } = columns
  const [account_number = ''] = wanted ? [wanted] : await numbersOf(queries, 1)
  const row: Record<string, unknown> = {
    id: newId(),
    account_number,
    ...rest,
    additional_email_addresses: JSON.stringify(addresses),
    net_suite: JSON.stringify(netSuite),
    custom: JSON.stringify(custom),
    created_at: now,
    updated_at: now,
  }
  const values = Object.values(row)
  const [account] = await queries.query<AccountKey>(
    `insert into zuora.accounts (${Object.keys(row).join(', ')})
     values (${values.map((_, index) => `$${index + 1}`).join(', ')})
     on conflict (account_number) do nothing returning id, account_number`,
    values,
  )
  if (!account) throw rule(`Account number '${account_number}' is in use.`)
  return account
}
