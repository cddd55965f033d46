import { customerSorts } from '#contract/api/api.ts'
import type { CustomerSort } from '#contract/backend/backend.ts'
import type { CustomerView } from './customerListQuery.ts'

/**
 * The search and order of the list, kept in the query of the address.
 * @param sorts what this billing system can sort by; anything else in the address is left alone
 */
export function viewOf(
  params: URLSearchParams,
  sorts: readonly CustomerSort['by'][],
): CustomerView {
  const [column, direction] = (params.get('sort') ?? '').split('.')
  const asked = customerSorts.find((each) => each === column)
  const by = asked && sorts.includes(asked) ? asked : sorts.find((each) => each === 'name')
  return {
    search: params.get('q') ?? '',
    sort: by ? { by, descending: by === asked && direction === 'desc' } : null,
  }
}

export function paramsOf({ search, sort }: CustomerView): URLSearchParams {
  const params = new URLSearchParams()
  if (search) params.set('q', search)
  if (sort && (sort.by !== 'name' || sort.descending))
    params.set('sort', sort.descending ? `${sort.by}.desc` : sort.by)
  return params
}
