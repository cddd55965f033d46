import type { Queries } from '#contract/backend/vendor.ts'
import type { AccountRole } from './accountRoles.ts'
import {
  checkContact,
  type ContactChanges,
} from '#backends/zuora/embedded/contacts/contactCheck.ts'
import { contactColumns, type ContactRow } from '#backends/zuora/embedded/tables/contactRows.ts'
import { unknownFields, wrongValue, type Reason } from '#backends/zuora/embedded/http/errors.ts'
import type { Json, JsonObject, Tenant } from '#backends/zuora/embedded/http/operation.ts'
import { textIn } from '#backends/zuora/embedded/http/readText.ts'

/** Undefined where the body has no such member. */
export function memberOf(body: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(body, name) ? body[name] : undefined
}

interface Check {
  tenant: Tenant
  /** The contact as it is, where it is changed. */
  stored?: ContactRow
}

/**
 * Looks at the contact of a role inside of an account's body. It has neither a description there nor
 * what it may be used as.
 */
export function checkRoleContact(
  given: Json,
  { contactField }: AccountRole,
  { tenant, stored }: Check,
): { changes?: ContactChanges; reasons: Reason[] } {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return { reasons: [wrongValue(contactField, 'value should be an object')] }
  const { contactDescription, ...body } = given
  const prefix = `${contactField}.`
  const { changes, reasons } = checkContact(body, {
    tenant: { ...tenant, shipTo: false },
    prefix,
    ...(stored && { stored }),
  })
  if (contactDescription !== undefined) reasons.push(unknownFields([`${prefix}contactDescription`]))
  return { changes, reasons }
}

/** The contact id that a body gives a role: null where it is emptied, undefined where it is not there. */
export function roleIdIn(
  body: JsonObject,
  { idField }: AccountRole,
): { id?: string | null; reasons: Reason[] } {
  const given = memberOf(body, idField)
  if (given === undefined) return { reasons: [] }
  if (given === null || given === '') return { id: null, reasons: [] }
  const { text, problem } = textIn(given)
  return text === undefined
    ? { reasons: [wrongValue(idField, problem)] }
    : { id: text, reasons: [] }
}

/** The account's contacts with these ids, their rows held until the end of the transaction. */
export async function holdContacts(
  queries: Queries,
  accountId: string,
  ids: readonly (string | null | undefined)[],
): Promise<Map<string, ContactRow>> {
  const wanted = ids.filter((id) => typeof id === 'string')
  if (wanted.length === 0) return new Map()
  const rows = await queries.query<ContactRow>(
    `select ${contactColumns} from zuora.contacts where id = any($2) and account_id = $1
     order by id for no key update`,
    [accountId, wanted],
  )
  return new Map(rows.map((row) => [row.id, row]))
}
