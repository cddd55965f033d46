import { endpoints } from '#backends/dayzero/endpoints.ts'
import { isUuid } from '#backends/dayzero/embedded/http/ids.ts'
import { businessesQuery } from '#backends/dayzero/embedded/pydantic/models.ts'
import { operation } from '#backends/dayzero/embedded/http/operation.ts'
import { readPage, timeOf, type Sort } from '#backends/dayzero/embedded/http/paging.ts'

interface BusinessRow {
  id: string
  name: string
  default_currency: string
  tax_year_end_month: number
  created_at: Date
  updated_at: Date
}

const sorts: Record<string, Sort<BusinessRow>> = {
  created_at: {
    sql: 'created_at',
    type: 'timestamptz',
    key: (row) => row.created_at.toISOString(),
  },
  updated_at: {
    sql: 'updated_at',
    type: 'timestamptz',
    key: (row) => row.updated_at.toISOString(),
  },
  name: { sql: 'name', type: 'text', key: (row) => row.name },
}

/** Filters on what an embedded business never has: with one of them nothing is found. */
const neverThere = ['teal_instance', 'stripe_account_id', 'shopify_shop_domain', 'user_id'] as const

/** The businesses that the token can be used for. It asks for no `x-business-id`. */
export const listBusinesses = operation({
  endpoint: endpoints.listBusinesses,
  scope: 'token',
  query: businessesQuery,
  async run({ query, businesses, database }) {
    const where = ['id = any($1::uuid[])']
    const values: unknown[] = [businesses]
    if (query.id !== undefined)
      where.push(isUuid(query.id) ? `id = $${values.push(query.id)}` : 'false')
    if (query.name !== undefined) where.push(`name = $${values.push(query.name)}`)
    if (neverThere.some((name) => query[name] !== undefined)) where.push('false')
    const page = await readPage<BusinessRow>(database, query, {
      columns: 'id, name, default_currency, tax_year_end_month, created_at, updated_at',
      from: 'dayzero.businesses',
      where,
      values,
      sorts,
    })
    return { ...page, items: page.items.map(businessReply) }
  },
})

/** The documented fields that an embedded business has something in; none is required. */
function businessReply(row: BusinessRow) {
  return { ...row, created_at: timeOf(row.created_at), updated_at: timeOf(row.updated_at) }
}
