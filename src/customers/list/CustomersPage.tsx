import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import { useSearchParams } from 'wouter'
import { useApi } from '#api/ApiContext.ts'
import { searchOf } from '#api/searchOf.ts'
import type { Workspace } from '#contract/api/api.ts'
import { sentenceOfError } from '#contract/api/apiErrorText.ts'
import { isAbsentCall } from '#contract/api/apiError.ts'
import type { FormDefinition } from '#contract/fields/field.ts'
import type { Customer } from '#contract/fields/contact.ts'
import { rowStepOf, useKeysOf } from '#shortcuts/keymap.ts'
import { useShortcuts } from '#shortcuts/useShortcuts.ts'
import { customersText } from '#text/customersText.ts'
import { formatList } from '#text/format.ts'
import { text } from '#text/text.ts'
import { Button } from '#ui/basics/Button.tsx'
import { classes } from '#ui/classes.ts'
import { SearchBox } from '#ui/form/SearchBox.tsx'
import { Banner } from '#ui/layout/Banner.tsx'
import { EmptyState } from '#ui/layout/EmptyState.tsx'
import { KeptPlace } from '#ui/table/KeptPlace.tsx'
import { Table, type TableHandle } from '#ui/table/Table.tsx'
import { useDebouncedValue } from '#customers/useDebouncedValue.ts'
import { customerColumns } from './customerColumns.tsx'
import { customerListQuery } from './customerListQuery.ts'
import css from './CustomerList.module.css'
import { paramsOf, viewOf } from './customerView.ts'
import { EndOfList } from './EndOfList.tsx'
import { useRecipients } from './useRecipients.ts'

interface Props {
  workspace: Workspace
  form: Pick<FormDefinition, 'mailsCustomer'>
  hrefOf(customer: string): string
  onOpen(customer: Customer): void
}

/** All customers of a workspace, page by page as the billing system gives them. */
export function CustomersPage({ workspace, form, hrefOf, onOpen }: Props) {
  const { customerSorts: sorts, search: searches } = workspace.capabilities
  const [params, setParams] = useSearchParams()
  const view = viewOf(params, sorts)
  const search = searchOf(view.search)
  const asked = useDebouncedValue(search, search === '' ? 0 : 150)
  const query = useInfiniteQuery(
    customerListQuery(useApi(), workspace.id, { ...view, search: asked }),
  )
  const pages = useMemo(() => onceEach(query.data?.pages ?? []), [query.data])
  const rows = useMemo(() => pages.flat(), [pages])
  const knownOf = useRecipients(workspace.id, pages)
  const hasNumbers = rows.some(({ number }) => number !== null)
  const canSort = search === ''
  const columns = useMemo(
    () => customerColumns({ form, sorts: canSort ? sorts : [], hasNumbers, knownOf }),
    [form, sorts, canSort, hasNumbers, knownOf],
  )
  const table = useRef<TableHandle<Customer>>(null)
  const searchBox = useRef<HTMLInputElement>(null)
  const searchKeys = useKeysOf('filter')['aria-keyshortcuts']
  const openKeys = useKeysOf('openContact')['aria-keyshortcuts']
  const isOld = asked !== search || query.isPlaceholderData
  const sort = canSort && view.sort ? view.sort : null

  useShortcuts({
    filter: () => searchBox.current?.focus(),
    openContact: () => withRow(onOpen),
    nextRow: toList,
    previousRow: toList,
  })

  return (
    <div className={css.page}>
      <div className={css.bar}>
        <h1 className={css.title}>{customersText.title}</h1>
        <SearchBox
          ref={searchBox}
          label={customersText.filter}
          placeholder={text.customers.placeholder[searches]}
          clearLabel={customersText.clearFilter}
          aria-keyshortcuts={searchKeys}
          value={view.search}
          onChange={(search) => setParams(paramsOf({ ...view, search }), { replace: true })}
        />
        <span className={css.count} role="status">
          {query.data && !isOld && customersText.count(rows.length, query.hasNextPage)}
        </span>
        <span className={css.order}>{orderNote()}</span>
      </div>
      {query.error && query.data && (
        <div className={css.said} role="alert">
          <Banner
            tone="trouble"
            actions={<Button onClick={() => void retry()}>{text.trouble.retry}</Button>}
          >
            {customersText.failedRest}. {sentenceOfError(query.error)}
          </Banner>
        </div>
      )}
      <div className={classes(css.list, isOld && css.old)} aria-busy={isOld || undefined}>
        {query.error && !query.data ? (
          <EmptyState
            title={customersText.failed}
            body={
              isAbsentCall(query.error)
                ? `${sentenceOfError(query.error)} ${text.customers.typeId}`
                : sentenceOfError(query.error)
            }
            actions={<Button onClick={() => void query.refetch()}>{text.trouble.retry}</Button>}
          />
        ) : (
          <Table<Customer>
            ref={table}
            caption={customersText.table}
            columns={columns}
            rows={rows}
            rowKey={idOf}
            rowName={nameOf}
            sort={sort && { column: sort.by, descending: sort.descending }}
            onSort={(column) => sortBy(column)}
            onOpen={onOpen}
            rowHref={({ id }) => hrefOf(id)}
            stepOf={rowStepOf}
            openKeys={openKeys}
            loading={query.isPending ? 12 : undefined}
            busyEnd={
              query.hasNextPage && (
                <EndOfList key={rows.length} onReached={more}>
                  <Button
                    busy={query.isFetchingNextPage ? customersText.loadingMore : undefined}
                    onClick={more}
                  >
                    {customersText.more}
                  </Button>
                </EndOfList>
              )
            }
            empty={
              <EmptyState
                title={
                  asked === ''
                    ? text.customers.noneAtAll(workspace.name)
                    : text.customers.none[searches](asked, workspace.name)
                }
              />
            }
          />
        )}
      </div>
      <KeptPlace id={JSON.stringify([workspace.id, 'customers', view])} table={table} />
    </div>
  )

  function more() {
    if (query.hasNextPage && !query.isFetching && !query.isError) void query.fetchNextPage()
  }

  async function retry() {
    await (query.isFetchNextPageError ? query.fetchNextPage() : query.refetch())
  }

  function sortBy(column: string) {
    const by = sorts.find((each) => each === column)
    if (!by) return
    const descending = view.sort?.by === by && !view.sort.descending
    setParams(paramsOf({ ...view, sort: { by, descending } }), { replace: true })
  }

  /** Why not every header sorts. */
  function orderNote(): string {
    if (!canSort) return customersText.bestFirst[searches]
    if (sorts.length === 0) return customersText.notSorted
    return customersText.sortedOnly(formatList(sorts.map((each) => customersText.sorts[each])))
  }

  function withRow(act: (customer: Customer) => void) {
    const customer = table.current?.current()
    if (customer) act(customer)
  }

  function toList() {
    withRow(({ id }) => table.current?.goTo(id))
  }
}

/** A customer that was renamed while pages were still coming may stand on two of them. */
function onceEach(pages: readonly { items: readonly Customer[] }[]): Customer[][] {
  const seen = new Set<string>()
  return pages.map(({ items }) =>
    items.filter(({ id }) => {
      const isNew = !seen.has(id)
      seen.add(id)
      return isNew
    }),
  )
}

function idOf({ id }: Customer): string {
  return id
}

function nameOf({ name }: Customer): string {
  return name
}
