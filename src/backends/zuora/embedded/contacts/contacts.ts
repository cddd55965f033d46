import type { Queries } from '#contract/backend/vendor.ts'
import { endpoints } from '#backends/zuora/endpoints.ts'
import { lockAccount, type AccountKeys } from '#backends/zuora/embedded/tables/accountLocks.ts'
import { checkContact } from './contactCheck.ts'
import {
  contactColumns,
  contactReply,
  type ContactRow,
} from '#backends/zuora/embedded/tables/contactRows.ts'
import { checkRoom, changeContact, insertContact } from './contactWrites.ts'
import {
  missing,
  notFound,
  rule,
  throwAny,
  wrongValue,
  type Reason,
} from '#backends/zuora/embedded/http/errors.ts'
import { deleteContact, scrubContact, transferContact } from './deleteTransferScrub.ts'
import type { Json, JsonObject, Operation } from '#backends/zuora/embedded/http/operation.ts'
import { getContactSnapshot } from './snapshots.ts'
import { storable, textIn } from '#backends/zuora/embedded/http/readText.ts'

/** Their resource codes: after those of a contact's own fields. */
const accountFields = { accountId: 679_924, accountNumber: 679_925 } as const

const createContact: Operation = {
  endpoint: endpoints.createContact,
  family: 'v1',
  run: ({ body, queries, now, tenant, newId }) =>
    queries.transaction(async (queries) => {
      const keys = accountKeysIn(body)
      const account = keys.reasons.length === 0 ? await accountOf(queries, keys) : undefined
      const { changes, reasons } = checkContact(body, {
        tenant,
        others: Object.keys(accountFields),
      })
      throwAny([...keys.reasons, ...reasons])
      if (!account) throw new Error('an account without a problem was not looked for')
      if (keys.number !== undefined && keys.number !== account.account_number)
        throw rule('accountId and accountNumber must be of the same account.')
      await checkRoom(queries, account.id)
      const contact = { id: newId(), accountId: account.id, changes, now }
      const row = await insertContact(queries, contact)
      return { success: true, ...contactReply(row, account.account_number, tenant) }
    }),
}

interface GivenKeys {
  id?: string
  number?: string
  reasons: Reason[]
}

/** Which account a new contact is for. `null` is as good as left out; one of the two must be there. */
function accountKeysIn(body: JsonObject): GivenKeys {
  const reasons: Reason[] = []
  const read = (name: keyof typeof accountFields): string | undefined => {
    const given: Json = (Object.hasOwn(body, name) ? body[name] : null) ?? null
    if (given === null) return undefined
    const { text, problem } = textIn(given)
    if (text) return text
    reasons.push(wrongValue(name, problem ?? 'may not be empty', accountFields[name]))
    return undefined
  }
  const id = read('accountId')
  const number = read('accountNumber')
  if (id === undefined && number === undefined && reasons.length === 0)
    reasons.push(missing('accountId', accountFields.accountId))
  return { id, number, reasons }
}

/** @throws ZuoraError 404 when one of the keys is nobody's, before the fields are looked at */
async function accountOf(queries: Queries, { id, number }: GivenKeys): Promise<AccountKeys> {
  if (id === undefined) return lockAccount(queries, number ?? '', 'number')
  const account = await lockAccount(queries, id, 'id')
  if (number !== undefined && number !== account.account_number) {
    const [other] = await queries.query('select 1 from zuora.accounts where account_number = $1', [
      storable(number),
    ])
    if (!other) throw notFound(number)
  }
  return account
}

/**
 * A contact with the number of its account, which is a question of its own: planning a join of so
 * many columns takes longer than everything else about reading one contact.
 * @throws ZuoraError 404
 */
async function contactOf(
  queries: Queries,
  id: string,
  lock: 'for no key update' | '' = '',
): Promise<ContactRow & { account_number: string }> {
  const [row] = await queries.query<ContactRow & { account_number: string }>(
    `select ${contactColumns},
            (select account_number from zuora.accounts where accounts.id = contacts.account_id)
     from zuora.contacts where id = $1 ${lock}`,
    [storable(id)],
  )
  if (!row) throw notFound(id)
  return row
}

const getContact: Operation = {
  endpoint: endpoints.getContact,
  family: 'v1',
  async run({ params, queries, tenant }) {
    const row = await contactOf(queries, params.contactId ?? '')
    return { success: true, ...contactReply(row, row.account_number, tenant) }
  },
}

const updateContact: Operation = {
  endpoint: endpoints.updateContact,
  family: 'v1',
  run: ({ params, body, queries, now, tenant }) =>
    queries.transaction(async (queries) => {
      const stored = await contactOf(queries, params.contactId ?? '', 'for no key update')
      const { changes, reasons } = checkContact(body, { tenant, stored })
      throwAny(reasons)
      const row = await changeContact(queries, stored, changes, now)
      return { success: true, ...contactReply(row, stored.account_number, tenant) }
    }),
}

export const contactOperations: Operation[] = [
  createContact,
  getContact,
  updateContact,
  deleteContact,
  transferContact,
  scrubContact,
  getContactSnapshot,
]
