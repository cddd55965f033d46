import type { Queries } from '#contract/backend/vendor.ts'
import { endpoints } from '#backends/zuora/endpoints.ts'
import { findAccount } from '#backends/zuora/embedded/tables/accountLocks.ts'
import { accountColumns, type AccountRow } from '#backends/zuora/embedded/tables/accountRows.ts'
import { contactColumns, type ContactRow } from '#backends/zuora/embedded/tables/contactRows.ts'
import { badQuery, notFound } from '#backends/zuora/embedded/http/errors.ts'
import { cursorOf } from './cursor.ts'
import { expandedOf, expandsIn, expansionIn } from './expand.ts'
import { accountQueryFields, contactQueryFields, customQueryField } from './fields.ts'
import { pageQuestionOf, shownIn, type PageQuestion } from './params.ts'
import { accountMembers, contactMembers, shownOf } from './records.ts'
import { afterOf, bindings, conditionOf, orderOf } from './sql.ts'
import type { Json, Operation, Tenant } from '#backends/zuora/embedded/http/operation.ts'
import { storable } from '#backends/zuora/embedded/http/readText.ts'

type Select<Row> = (
  queries: Queries,
  sql: string,
  values: readonly unknown[],
) => Promise<(Row & { sorted_by: Date | number | string | null })[]>

interface Table<Row> {
  name: 'zuora.accounts' | 'zuora.contacts'
  columns: string
  select: Select<Row>
}

const contacts: Table<ContactRow> = {
  name: 'zuora.contacts',
  columns: contactColumns,
  select: (queries, sql, values) => queries.query(sql, values),
}

const accounts: Table<AccountRow> = {
  name: 'zuora.accounts',
  columns: accountColumns,
  select: (queries, sql, values) => queries.query(sql, values),
}

/**
 * One page of a table. The cursor of the next one names the last record and what it is sorted by, so
 * that whatever is added or removed meanwhile, no record comes twice and none is missed.
 */
async function pageOf<Row extends { id: string }>(
  queries: Queries,
  table: Table<Row>,
  { filters, sort, pageSize, after, asked }: PageQuestion,
): Promise<{ rows: Row[]; nextPage?: string }> {
  const { values, bind } = bindings()
  const conditions = filters.map((filter) => conditionOf(filter, bind))
  if (after) conditions.push(afterOf(sort, after, bind))
  const where = conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''
  const found = await table.select(
    queries,
    `select ${table.columns}, ${sort.field.key} as sorted_by from ${table.name} ${where}
     order by ${orderOf(sort)} limit ${pageSize + 1}`,
    values,
  )
  const rows = found.slice(0, pageSize)
  const last = rows.at(-1)
  if (found.length <= pageSize || !last) return { rows }
  const { sorted_by: by, id } = last
  const value = by instanceof Date ? by.toISOString() : by === null ? null : String(by)
  return { rows, nextPage: cursorOf(asked, { value, id }) }
}

function contactQuestion(query: URLSearchParams, tenant: Tenant) {
  if (expandsIn(query).length > 0) throw badQuery('Contacts cannot be expanded.')
  const members = contactMembers(tenant)
  const shown = shownIn(query, ['fields[]', 'contact.fields[]'], Object.keys(members))
  return (row: ContactRow) => shownOf(row, members, shown)
}

const queryContacts: Operation = {
  endpoint: endpoints.queryContacts,
  family: 'objectQuery',
  async run({ query, queries, tenant }) {
    const present = contactQuestion(query, tenant)
    const fields = [...contactQueryFields, ...tenant.customFields.map(customQueryField)]
    const question = pageQuestionOf('contacts', query, fields)
    const { rows, ...next } = await pageOf(queries, contacts, question)
    return { data: rows.map(present), ...next }
  },
}

const queryContact: Operation = {
  endpoint: endpoints.queryContact,
  family: 'objectQuery',
  async run({ params, query, queries, tenant }) {
    const key = params.key ?? ''
    const [row] = await queries.query<ContactRow>(
      `select ${contactColumns} from zuora.contacts where id = $1`,
      [storable(key)],
    )
    if (!row) throw notFound(key)
    return contactQuestion(query, tenant)(row)
  },
}

function accountQuestion(query: URLSearchParams, tenant: Tenant) {
  const members = accountMembers(tenant)
  const shown = shownIn(query, ['fields[]', 'account.fields[]'], Object.keys(members))
  const expansion = expansionIn(query, tenant)
  return async (queries: Queries, rows: readonly AccountRow[]): Promise<Json[]> => {
    const expanded = await expandedOf(queries, rows, expansion, { tenant, empty: shown.empty })
    return rows.map((row, index) => ({ ...shownOf(row, members, shown), ...expanded[index] }))
  }
}

const queryAccounts: Operation = {
  endpoint: endpoints.queryAccounts,
  family: 'objectQuery',
  async run({ query, queries, tenant }) {
    const present = accountQuestion(query, tenant)
    const fields = [...accountQueryFields, ...tenant.accountFields.map(customQueryField)]
    const question = pageQuestionOf('accounts', query, fields)
    const { rows, ...next } = await pageOf(queries, accounts, question)
    return { data: await present(queries, rows), ...next }
  },
}

const queryAccount: Operation = {
  endpoint: endpoints.queryAccount,
  family: 'objectQuery',
  async run({ params, query, queries, tenant }) {
    const key = params.key ?? ''
    const [row] = await queries.query<AccountRow>(
      `select ${accountColumns} from zuora.accounts where id = $1`,
      [await findAccount(queries, key)],
    )
    if (!row) throw notFound(key)
    const [account] = await accountQuestion(query, tenant)(queries, [row])
    return account
  },
}

export const objectQueryOperations: Operation[] = [
  queryContacts,
  queryContact,
  queryAccounts,
  queryAccount,
]
