import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useRef, type ReactNode } from 'react'
import { useSearchParams } from 'wouter'
import { useApi } from '#api/ApiContext.ts'
import type { Workspace } from '#contract/api/api.ts'
import type { LogEntry } from '#contract/api/history.ts'
import type { FormDefinition } from '#contract/fields/field.ts'
import { sentenceOfError } from '#contract/api/apiErrorText.ts'
import { rowStepOf } from '#shortcuts/keymap.ts'
import { logText } from '#text/logText.ts'
import { text } from '#text/text.ts'
import { Banner } from '#ui/layout/Banner.tsx'
import { Button } from '#ui/basics/Button.tsx'
import { classes } from '#ui/classes.ts'
import { EmptyState } from '#ui/layout/EmptyState.tsx'
import { KeptPlace } from '#ui/table/KeptPlace.tsx'
import { Table, type TableHandle } from '#ui/table/Table.tsx'
import { useMedia } from '#ui/basics/useMedia.ts'
import { EntryPanel } from './EntryPanel.tsx'
import { ExportButton } from './ExportButton.tsx'
import { logColumns } from './logColumns.tsx'
import { filterOf, isFiltering, isNoCode, noFilter, paramsOf, type LogFilter } from './logFilter.ts'
import { LogFilters } from './LogFilters.tsx'
import css from './LogPage.module.css'
import { logQuery } from './auditLogQuery.ts'
import { describeEntry } from './describeEntry.ts'
import { useFocusNewRows } from './useFocusNewRows.ts'
import { useOnline } from './useOnline.ts'

export interface LogPageProps {
  workspace: Workspace
  form: FormDefinition | undefined
  /** The address of a contact, or of its customer. */
  pathTo(customer: string, contact: string | null): string
  /** What a customer is called. Keep the function: rows are drawn again when it is another one. */
  customerName(customer: string): ReactNode
}

/** What was changed in this workspace, by whom and when, and what became of it. */
export function LogPage({ workspace, form, pathTo, customerName }: LogPageProps) {
  const [params, setParams] = useSearchParams()
  const filter = filterOf(params)
  const row = params.get('row')
  const wrong = isNoCode(filter)
  const query = useInfiniteQuery({
    ...logQuery(useApi(), workspace.id, filter),
    enabled: !wrong,
  })
  const entries = wrong ? [] : query.data?.pages.flatMap(({ items }) => items)
  const columns = useMemo(() => logColumns(form, customerName), [form, customerName])
  const list = useRef<HTMLDivElement>(null)
  const table = useRef<TableHandle<LogEntry>>(null)
  const goOn = useFocusNewRows(list, entries?.length ?? 0)
  const modal = useMedia('(width < 64em)')
  const isOnline = useOnline()
  const opened = entries?.find(({ number }) => String(number) === row)

  function setFilter(next: LogFilter) {
    setParams(paramsOf(next), { replace: true })
  }

  function open(entry: LogEntry | null) {
    const next = paramsOf(filter)
    if (entry) next.set('row', String(entry.number))
    setParams(next, { replace: true })
  }

  function hrefOf(entry: LogEntry) {
    const next = paramsOf(filter)
    next.set('row', String(entry.number))
    return `?${next}`
  }

  function showMore(shown: number) {
    goOn(shown)
    void query.fetchNextPage()
  }

  return (
    <div className={css.page}>
      <div className={css.main}>
        <div className={css.head}>
          <h1 className={css.title}>{logText.title}</h1>
          <span className={css.count} role="status">
            {countOf()}
          </span>
          {isFiltering(filter) && (
            <Button tone="quiet" onClick={() => setFilter(noFilter)}>
              {logText.filter.clear}
            </Button>
          )}
          <ExportButton workspace={workspace} form={form} filter={filter} disabled={wrong} />
        </div>
        {workspace.role !== 'admin' && (
          <div className={css.said}>
            <Banner tone="info">{logText.onlyMine}</Banner>
          </div>
        )}
        <LogFilters workspace={workspace} filter={filter} onFilter={setFilter} />
        {!isOnline && entries && (
          <div className={css.said}>
            <Banner tone="warning">{logText.offline}</Banner>
          </div>
        )}
        {query.error && entries && (
          <div className={css.said} role="alert">
            <Banner tone="trouble" actions={retry(query.isFetchNextPageError)}>
              {logText.failedRest}. {sentenceOfError(query.error)}
            </Banner>
          </div>
        )}
        <div
          ref={list}
          className={classes(css.list, query.isPlaceholderData && css.old)}
          aria-busy={query.isPlaceholderData || undefined}
        >
          {query.error && !entries ? (
            <EmptyState
              title={logText.failed}
              body={sentenceOfError(query.error)}
              actions={retry(false)}
            />
          ) : (
            <Table<LogEntry>
              ref={table}
              caption={logText.table}
              columns={columns}
              rows={entries ?? []}
              rowKey={({ number }) => String(number)}
              rowName={(entry) => describeEntry(entry, form)}
              sort={null}
              onSort={() => {}}
              onOpen={open}
              rowHref={hrefOf}
              stepOf={rowStepOf}
              selectedKey={row}
              loading={entries ? undefined : 8}
              empty={nothing()}
              busyEnd={
                entries &&
                query.hasNextPage && (
                  <Button
                    size="small"
                    busy={query.isFetchingNextPage ? logText.loadingMore : undefined}
                    onClick={() => showMore(entries.length)}
                  >
                    {logText.more}
                  </Button>
                )
              }
            />
          )}
        </div>
      </div>
      <KeptPlace id={JSON.stringify(['log', workspace.id, filter])} table={table} />
      {opened && (
        <EntryPanel
          key={opened.number}
          entry={opened}
          workspace={workspace}
          form={form}
          modal={modal}
          pathTo={pathTo}
          customerName={customerName}
          onFilter={(some) => setFilter({ ...noFilter, ...some })}
          onClose={() => open(null)}
        />
      )}
    </div>
  )

  function countOf() {
    if (query.error || !entries || wrong) return ''
    if (query.isPlaceholderData) return logText.loading
    return entries.length > 0 ? logText.count(entries.length, query.hasNextPage) : ''
  }

  function retry(next: boolean) {
    const again = () => void (next ? query.fetchNextPage() : query.refetch())
    return (
      <Button busy={query.isFetching ? logText.loading : undefined} onClick={again}>
        {text.trouble.retry}
      </Button>
    )
  }

  function nothing() {
    if (!isFiltering(filter)) return <EmptyState title={logText.none} body={logText.noneBody} />
    return (
      <EmptyState
        title={wrong ? logText.noCode(filter.code) : logText.nothingMatches}
        body={wrong ? logText.noCodeBody : undefined}
        actions={<Button onClick={() => setFilter(noFilter)}>{logText.filter.clear}</Button>}
      />
    )
  }
}
