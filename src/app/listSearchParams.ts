import { defaultSort, type View } from '#contacts/list/sortAndFilter.ts'

/** The list's filter and order, kept in the query of the address. */
export function viewOf(params: URLSearchParams): View {
  const [column, direction] = (params.get('sort') ?? '').split('.')
  return {
    filter: params.get('q') ?? '',
    sort: column ? { column, descending: direction === 'desc' } : defaultSort,
  }
}

export function paramsOf({ filter, sort }: View): URLSearchParams {
  const params = new URLSearchParams()
  if (filter) params.set('q', filter)
  if (sort.column !== defaultSort.column || sort.descending !== defaultSort.descending)
    params.set('sort', sort.descending ? `${sort.column}.desc` : sort.column)
  return params
}
