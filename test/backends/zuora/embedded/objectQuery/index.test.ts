import { beforeAll, expect, test } from 'vitest'
import type { Database } from '#contract/backend/vendor.ts'
import { embedded } from '#backends/zuora/embedded/embedded.ts'
import { freshDatabase } from '../../../../helpers/database.ts'
import { openApp, type App } from '../openApp.ts'
import { pageOf, type Parameters } from './querying.ts'

/* So many that reading them all would be noticed; how long anything takes is nobody's business here. */

interface Asked {
  sql: string
  values: readonly unknown[]
}

let app: App
let asked: Asked[] = []
let database: Database

beforeAll(async () => {
  const fresh = await freshDatabase()
  database = fresh.database
  await database.query(embedded.schema)
  await database.query(
    `insert into zuora.accounts
       (id, account_number, name, currency, created_at, updated_at)
     select md5(number::text), 'A' || lpad(number::text, 8, '0'),
            initcap(substr(md5('n' || number), 1, 6)) || ' Company', 'EUR', now(),
            timestamptz '2026-01-01' + number * 37 % 60000 * interval '1 minute'
     from generate_series(1, 60000) as number`,
  )
  await database.query('analyze zuora.accounts')
  app = await openApp({
    database: {
      transaction: (work) => database.transaction(work),
      query: (sql, values = []) => {
        asked.push({ sql, values })
        return database.query(sql, values)
      },
    },
  })
  await app.newToken()
})

/** The plan of the query that a page took. */
async function planOf(parameters: Parameters): Promise<string> {
  asked = []
  await pageOf(app, 'accounts', parameters)
  const { sql, values } = asked.find((it) => it.sql.includes('from zuora.accounts'))!
  const lines = await database.query<{ 'QUERY PLAN': string }>(`explain ${sql}`, values)
  return lines.map((line) => line['QUERY PLAN']).join('\n')
}

const byName = 'accounts_by_name'
const byNumber = 'accounts_by_number'

test.each([
  ['name.SW:Ab12', {}, byName],
  ['name.SW:aB12', { 'sort[]': 'name.ASC' }, byName],
  ['name.SW:A', { 'sort[]': 'name.ASC' }, byName],
  ['name.SW:A', { 'sort[]': 'name.DESC' }, byName],
  ['name.EQ:Ab12ef Company', {}, byName],
  ['accountnumber.SW:A0000012', {}, byNumber],
  ['accountnumber.SW:a00', { 'sort[]': 'accountnumber.ASC' }, byNumber],
  ['accountnumber.EQ:a00000123', {}, byNumber],
])('%s %j is answered from an index', async (filter, parameters, index) => {
  const plan = await planOf({ 'filter[]': filter, pageSize: 99, ...parameters })
  expect(plan).toContain(index)
  // The index is searched, not read from one end to the other.
  expect(plan).toMatch(/Index Cond/)
  expect(plan).not.toMatch(/Seq Scan/)
})

test('a list without a filter is read in the order of an index, from where the cursor points', async () => {
  for (const [sort, index] of [
    ['updateddate.DESC', 'accounts_by_change'],
    ['name.ASC', byName],
    ['accountnumber.DESC', byNumber],
  ] as const) {
    const { nextPage: cursor = '' } = await pageOf(app, 'accounts', { 'sort[]': sort })
    const plan = await planOf({ 'sort[]': sort, cursor })
    expect(plan).toContain(index)
    expect(plan).toMatch(/Index Cond/)
    expect(plan).not.toMatch(/Sort|Seq Scan/)
  }
})

test('the next page of a search starts where the last one ended', async () => {
  const search = { 'filter[]': 'name.SW:a', 'sort[]': 'name.ASC', pageSize: 99 }
  const { nextPage: cursor = '' } = await pageOf(app, 'accounts', search)
  const plan = await planOf({ ...search, cursor })
  expect(plan).toMatch(/Index Cond: .*ROW/)
  expect(plan).not.toMatch(/Sort|Seq Scan/)
})
