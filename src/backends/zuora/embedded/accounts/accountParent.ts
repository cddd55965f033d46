import type { Queries } from '#contract/backend/vendor.ts'
import type { AccountChanges } from './accountCheck.ts'
import { wrongValue, type Reason } from '#backends/zuora/embedded/http/errors.ts'
import { storable } from '#backends/zuora/embedded/http/readText.ts'

/** What is wrong with the parent that an account is given. `self` is the account's own id. */
export async function parentProblems(
  queries: Queries,
  { columns: { parent_id: parent } }: AccountChanges,
  self?: string,
): Promise<Reason[]> {
  if (!parent) return []
  const [found] = await queries.query('select 1 from zuora.accounts where id = $1', [
    storable(parent),
  ])
  return found && parent !== self
    ? []
    : [wrongValue('parentId', 'value should be the ID of another account')]
}
