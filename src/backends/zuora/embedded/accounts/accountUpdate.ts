import type { Queries } from '#contract/backend/vendor.ts'
import { endpoints } from '#backends/zuora/endpoints.ts'
import { checkAccount, type AccountChanges } from './accountCheck.ts'
import { checkRoleContact, holdContacts, memberOf, roleIdIn } from './accountContacts.ts'
import { lockAccount } from '#backends/zuora/embedded/tables/accountLocks.ts'
import { parentProblems } from './accountParent.ts'
import { rolesOf, type AccountRole } from './accountRoles.ts'
import { accountColumns, type AccountRow } from '#backends/zuora/embedded/tables/accountRows.ts'
import type { ContactRow } from '#backends/zuora/embedded/tables/contactRows.ts'
import { changeContact } from '#backends/zuora/embedded/contacts/contactWrites.ts'
import {
  notFound,
  rule,
  throwAny,
  wrongValue,
  type Reason,
} from '#backends/zuora/embedded/http/errors.ts'
import type {
  Call,
  JsonObject,
  Operation,
  Tenant,
} from '#backends/zuora/embedded/http/operation.ts'

/**
 * Changes an account: its own fields, who holds which role (by id), and the contacts that hold one
 * now (by object). Whoever asks for all of it at once gets all of it or nothing.
 *
 * Documented: a member that is sent empty is emptied. Our choice: id and object of one role in one
 * call are refused, and so is a role's last holder being taken away, unless the account is a draft.
 */
export const updateAccount: Operation = {
  endpoint: endpoints.updateAccount,
  family: 'v1',
  run: (call) =>
    call.queries.transaction(async (queries) => {
      const { body, now, tenant } = call
      const account = await holdAccount(queries, call.params.accountKey ?? '')
      const roles = rolesOf(tenant)
      const others = roles.flatMap(({ idField, contactField }) => [idField, contactField])
      const { changes, reasons } = checkAccount(body, { tenant, creates: false, others })
      reasons.push(...(await parentProblems(queries, changes, account.id)))

      const given = roles.map((role) => ({ role, ...roleIdIn(body, role) }))
      const contacts = await holdContacts(queries, account.id, [
        ...roles.map(({ column }) => account[column]),
        ...given.map(({ id }) => id),
      ])
      for (const { role, id, reasons: problems } of given) {
        reasons.push(...problems)
        if (id && !contacts.has(id))
          reasons.push(wrongValue(role.idField, 'value should be a contact of the account'))
        if (id !== undefined) changes.columns[role.column] = id
      }
      const edits = { account, roles, contacts, reasons }
      await editHolders(queries, call, edits)
      throwAny(reasons)
      checkRoles(call, edits, changes)

      const billTo = contacts.get(changes.columns.bill_to_id ?? account.bill_to_id ?? '')
      followEmail(body, contacts.get(account.bill_to_id ?? ''), changes)
      if (body.invoiceDeliveryPrefsEmail === true && !hasEmail(billTo))
        throw rule('Invoices by e-mail need a bill-to contact with an e-mail address.')
      await change(queries, account, changes, now)
      return { success: true }
    }),
}

/** @throws ZuoraError 404 */
async function holdAccount(queries: Queries, key: string): Promise<AccountRow> {
  const { id } = await lockAccount(queries, key)
  const [row] = await queries.query<AccountRow>(
    `select ${accountColumns} from zuora.accounts where id = $1`,
    [id],
  )
  if (!row) throw notFound(key)
  return row
}

interface Edits {
  account: AccountRow
  roles: readonly AccountRole[]
  /** Those that hold a role, or are to hold one, by id. */
  contacts: Map<string, ContactRow>
  reasons: Reason[]
}

/**
 * Writes the objects of roles into the contacts that hold them now, one after the other, as several
 * roles may have the same one. What is wrong with any undoes it all later.
 */
async function editHolders(
  queries: Queries,
  { body, tenant, now }: Call,
  { account, roles, contacts, reasons }: Edits,
): Promise<void> {
  for (const role of roles) {
    const given = memberOf(body, role.contactField)
    const stored = contacts.get(account[role.column] ?? '')
    if (given === undefined || !stored) continue
    const checked = checkRoleContact(given, role, { tenant, stored })
    reasons.push(...checked.reasons)
    if (checked.changes && checked.reasons.length === 0)
      contacts.set(stored.id, await changeContact(queries, stored, checked.changes, now))
  }
}

/** @throws ZuoraError category 30 */
function checkRoles(
  { body, tenant }: { body: JsonObject; tenant: Tenant },
  { account, roles, contacts }: Edits,
  { columns }: AccountChanges,
): void {
  for (const { title, column, flag, idField, contactField, needed } of roles) {
    const id = columns[column]
    const edited = memberOf(body, contactField) !== undefined
    if (id !== undefined && edited)
      throw rule(`Only one of '${idField}' and '${contactField}' can be given.`)
    if (edited && !account[column])
      throw rule(`The account has no ${title} contact that '${contactField}' could change.`)
    if (id === null && needed && account.status !== 'Draft')
      throw rule(`'${idField}' cannot be emptied: the account must have a ${title} contact.`)
    if (id && tenant.shipTo && !contacts.get(id)?.[flag])
      throw rule(`'${idField}' is a contact that cannot be used as ${title} contact.`)
  }
}

/**
 * Documented, though nobody asks for it: an address set by way of `billToContact` has invoices sent
 * by e-mail from then on, and emptying both addresses ends that. What the call says itself about it
 * counts for more, which is our choice.
 */
function followEmail(
  body: JsonObject,
  billTo: ContactRow | undefined,
  { columns }: AccountChanges,
): void {
  const given = memberOf(body, 'billToContact')
  if (columns.invoice_delivery_prefs_email !== undefined) return
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return
  const sent = ['workEmail', 'personalEmail'].map((name) => memberOf(given, name))
  if (sent.some(Boolean)) columns.invoice_delivery_prefs_email = true
  else if (sent.some((each) => each !== undefined) && !hasEmail(billTo))
    columns.invoice_delivery_prefs_email = false
}

/** Whether there is an address that invoices can go to. */
function hasEmail(
  contact: Partial<Pick<ContactRow, 'work_email' | 'personal_email'>> | undefined,
): boolean {
  return Boolean(contact?.work_email || contact?.personal_email)
}

/** Writes what is there. Nothing to write moves nothing, not even `updated_at`. */
async function change(
  queries: Queries,
  { id }: AccountRow,
  { columns, netSuite, custom }: AccountChanges,
  now: Date,
): Promise<void> {
  const values: unknown[] = [id]
  const sets = Object.entries(columns).map(
    ([column, value]) =>
      `${column} = $${values.push(Array.isArray(value) ? JSON.stringify(value) : value)}`,
  )
  for (const [column, members] of Object.entries({ net_suite: netSuite, custom }))
    if (Object.keys(members).length > 0)
      sets.push(`${column} = ${column} || $${values.push(JSON.stringify(members))}::jsonb`)
  if (sets.length === 0) return
  await queries.query(
    `update zuora.accounts set ${sets.join(', ')}, updated_at = $${values.push(now)} where id = $1`,
    values,
  )
}
