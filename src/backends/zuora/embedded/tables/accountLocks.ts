import type { Queries } from '#contract/backend/vendor.ts'
import { notFound } from '#backends/zuora/embedded/http/errors.ts'
import { storable } from '#backends/zuora/embedded/http/readText.ts'

/** As much of an account as its contacts need. */
export interface AccountKeys {
  id: string
  account_number: string
  bill_to_id: string | null
  sold_to_id: string | null
  ship_to_id: string | null
}

/** What an account is named by. A key is either ("key" in Zuora's words), and the id goes first. */
type By = 'id' | 'number' | 'key'

const idOf: Record<By, string> = {
  id: '$1',
  number: '(select id from zuora.accounts where account_number = $1)',
  key: `coalesce((select id from zuora.accounts where id = $1),
                 (select id from zuora.accounts where account_number = $1))`,
}

/**
 * The account of this name, its row held until the end of the transaction: whoever adds contacts,
 * removes them or moves roles does so one after the other. It is the same lock as a foreign key to
 * the account allows.
 * @throws ZuoraError 404
 */
export async function lockAccount(
  queries: Queries,
  name: string,
  by: By = 'key',
): Promise<AccountKeys> {
  const [row] = await queries.query<AccountKeys>(
    `select id, account_number, bill_to_id, sold_to_id, ship_to_id from zuora.accounts
     where id = ${idOf[by]} for no key update`,
    [storable(name)],
  )
  if (!row) throw notFound(name)
  return row
}

/**
 * The id of the account of this key.
 * @throws ZuoraError 404
 */
export async function findAccount(queries: Queries, key: string): Promise<string> {
  const [row] = await queries.query<{ id: string | null }>(`select ${idOf.key} as id`, [
    storable(key),
  ])
  if (!row?.id) throw notFound(key)
  return row.id
}
