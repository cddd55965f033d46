import type { Queries } from '#contract/backend/vendor.ts'
import { endpoints } from '#backends/zuora/endpoints.ts'
import {
  findAccount,
  lockAccount,
  type AccountKeys,
} from '#backends/zuora/embedded/tables/accountLocks.ts'
import { textColumns, textFields } from '#backends/zuora/embedded/tables/contactRows.ts'
import { checkRoom } from './contactWrites.ts'
import {
  missing,
  notFound,
  rule,
  throwAny,
  unknownFields,
  wrongValue,
} from '#backends/zuora/embedded/http/errors.ts'
import type { JsonObject, Operation } from '#backends/zuora/embedded/http/operation.ts'
import { storable, textIn } from '#backends/zuora/embedded/http/readText.ts'

/*
 * What takes a contact away from its account, or out of it what is about a person. Documented: that
 * an account keeps at least one contact. Our choice: whoever holds a role of the account cannot go.
 */

export const deleteContact: Operation = {
  endpoint: endpoints.deleteContact,
  family: 'v1',
  run: ({ params, queries }) =>
    queries.transaction(async (queries) => {
      const id = params.contactId ?? ''
      const account = await holdContact(queries, id)
      await checkLeaving(queries, account, id)
      await queries.query('delete from zuora.contacts where id = $1', [id])
      return { success: true }
    }),
}

export const transferContact: Operation = {
  endpoint: endpoints.transferContact,
  family: 'v1',
  run: ({ params, body, queries, now }) =>
    queries.transaction(async (queries) => {
      const id = params.contactId ?? ''
      const accountId = await accountIdOf(queries, id)
      const destination = await findAccount(queries, destinationIn(body))
      // Always in the same order, so that two transfers do not wait for each other.
      const both = [accountId, destination].toSorted()
      for (const each of both) await lockAccount(queries, each, 'id')
      const account = await holdContact(queries, id)
      if (account.id === destination) return { success: true }
      await checkLeaving(queries, account, id)
      await checkRoom(queries, destination)
      await queries.query(
        'update zuora.contacts set account_id = $2, updated_at = $3 where id = $1',
        [id, destination, now],
      )
      return { success: true }
    }),
}

/** Missing is a 400, which is not documented. */
function destinationIn({ destinationAccountKey: given = null, ...rest }: JsonObject): string {
  const strangers = Object.keys(rest)
  const { text, problem } = given === null ? {} : textIn(given)
  throwAny([
    ...(strangers.length > 0 ? [unknownFields(strangers)] : []),
    ...(given === null ? [missing('destinationAccountKey')] : []),
    ...(given !== null && !text
      ? [wrongValue('destinationAccountKey', problem ?? 'may not be empty')]
      : []),
  ])
  return text ?? ''
}

const scrubbed = 'Record Scrubbed'
/** Emptied instead. The type of the other phone is kept as a number that is none of the four. */
const emptied = new Set(['country', 'personalEmail', 'workEmail', 'otherPhoneType'])

/**
 * Also scrubs the contact's snapshots. Documented are the fields that become a fixed text and those
 * that become null. That custom fields are emptied is our choice, as they may hold anything.
 */
export const scrubContact: Operation = {
  endpoint: endpoints.scrubContact,
  family: 'v1',
  run: ({ params, queries, now }) =>
    queries.transaction(async (queries) => {
      const id = params.contactId ?? ''
      await holdContact(queries, id)
      const texts = textFields.map((name) => [name, emptied.has(name) ? null : scrubbed] as const)
      const sets = texts.map(([name], index) => `${textColumns[name]} = $${index + 3}`)
      await queries.query(
        `update zuora.contacts set ${sets.join(', ')}, custom = '{}', updated_at = $2
         where id = $1`,
        [id, now, ...texts.map(([, text]) => text)],
      )
      await queries.query(
        'update zuora.contact_snapshots set fields = fields || $2::jsonb where contact_id = $1',
        [id, JSON.stringify(Object.fromEntries(texts))],
      )
      return { success: true }
    }),
}

/** @throws ZuoraError category 30 */
async function checkLeaving(queries: Queries, account: AccountKeys, id: string): Promise<void> {
  const roles = [
    ['bill-to', account.bill_to_id],
    ['sold-to', account.sold_to_id],
    ['ship-to', account.ship_to_id],
  ] as const
  const held = roles.filter(([, holder]) => holder === id).map(([role]) => role)
  if (held.length > 0)
    throw rule(
      `The contact is the ${held.join(' and ')} contact of account ${account.account_number}. Choose another one first.`,
    )
  const [other] = await queries.query(
    'select 1 from zuora.contacts where account_id = $1 and id <> $2 limit 1',
    [account.id, id],
  )
  if (!other) throw rule(`Account ${account.account_number} must have at least one contact.`)
}

/**
 * The contact's account. Holds the rows of both until the end of the transaction, the account's
 * first; should the contact have moved in the meantime, its new one.
 * @throws ZuoraError 404
 */
async function holdContact(queries: Queries, id: string): Promise<AccountKeys> {
  for (;;) {
    const account = await lockAccount(queries, await accountIdOf(queries, id), 'id')
    const [held] = await queries.query(
      'select id from zuora.contacts where id = $1 and account_id = $2 for update',
      [id, account.id],
    )
    if (held) return account
  }
}

/** @throws ZuoraError 404 */
async function accountIdOf(queries: Queries, id: string): Promise<string> {
  const [row] = await queries.query<{ account_id: string }>(
    'select account_id from zuora.contacts where id = $1',
    [storable(id)],
  )
  if (!row) throw notFound(id)
  return row.account_id
}
