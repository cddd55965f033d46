import {
  lazy,
  Suspense,
  useId,
  useImperativeHandle,
  useRef,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type Ref,
} from 'react'
import { classes } from '#ui/classes.ts'
import { VisuallyHidden } from '#ui/basics/VisuallyHidden.tsx'
import css from './Table.module.css'
import type { TableColumn, TableSort } from './tableColumn.ts'
import { TableHead } from './TableHead.tsx'
import { part } from './tableRoles.ts'
import { TableRow } from './TableRow.tsx'
import { TableSkeleton } from './TableSkeleton.tsx'
import { TableSortMenu } from './TableSortMenu.tsx'
import { useCurrentRow, type Step } from './useCurrentRow.ts'
import { usePrinting } from '#ui/usePrinting.ts'
import { useTableShape } from './useTableShape.ts'
import type { RowPlace } from './WindowedRows.tsx'

export interface TableHandle<Row> {
  /** The row that Tab stops at. */
  current(): Row | undefined
  /**
   * Gives this row the focus as soon as it is there, or the first one for null. Whoever has gone
   * elsewhere by then stays there.
   */
  goTo(key: string | null): void
  /** What scrolls. */
  scroller(): HTMLElement | null
}

interface Props<Row> {
  ref?: Ref<TableHandle<Row>>
  caption: string
  /** Keep the array: rows are drawn again when it is another one. */
  columns: readonly TableColumn<Row>[]
  rows: readonly Row[]
  rowKey(row: Row): string
  rowName(row: Row): string
  sort: TableSort | null
  onSort(columnId: string): void
  /** Enter, or a press anywhere in the row that is not on a control. Left out: rows open nothing. */
  onOpen?(row: Row): void
  /** Its address, which can be opened in another tab. */
  rowHref?(row: Row): string
  /** What opens the current row beside Enter, for `aria-keyshortcuts`. */
  openKeys?: string
  selectedKey?: string | null
  /** Something to decide, right below one row. */
  strip?: { rowKey: string; content: ReactNode } | null
  /** A message at a row, such as a change that was rolled back. */
  rowNote?(row: Row): ReactNode
  /** How many rows to show as not loaded yet. */
  loading?: number
  empty?: ReactNode
  /** Below the last row: more is coming. */
  busyEnd?: ReactNode
  /** Which way the page's own keys move. */
  stepOf?(event: KeyboardEvent): Step | undefined
}

/** More rows than this are not all put into the page. */
const most = 200

const WindowedRows = lazy(async () => ({
  default: (await import('./WindowedRows.tsx')).WindowedRows,
}))

/**
 * A table in every sense: caption, headers, rows, cells. It is one stop for Tab; arrows move the
 * current row, Tab then reaches the controls in it. It scrolls in the room it is given, and where
 * that is narrow each row is a card of two lines.
 */
export function Table<Row>({ ref, ...props }: Props<Row>) {
  const { rows, sort, strip, loading, selectedKey, rowNote } = props
  const captionId = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const printing = usePrinting()
  const shape = useTableShape(props.columns, printing)
  const { ruler, columns, main, cards, places, rowHeight, style } = shape
  const current = useCurrentRow(scroller, { ...props, rowHeight })
  const isEmpty = loading === undefined && rows.length === 0
  useImperativeHandle(ref, () => ({
    current: () => rows[current.index],
    goTo: current.goTo,
    scroller: () => scroller.current,
  }))

  function rowAt(index: number, place?: RowPlace) {
    const row = rows[index]
    const key = current.keys[index]
    if (row === undefined || key === undefined) return null
    return (
      <TableRow
        key={key}
        row={row}
        name={props.rowName(row)}
        index={index}
        columns={columns}
        main={main}
        places={places}
        current={index === current.index}
        selected={key === selectedKey}
        strip={strip?.rowKey === key ? strip.content : null}
        note={rowNote?.(row) ?? null}
        onOpen={props.onOpen}
        href={props.rowHref?.(row)}
        openKeys={props.openKeys}
        {...place}
      />
    )
  }

  const body = {
    ...part.rowgroup,
    className: css.body,
    onKeyDown: current.onKeyDown,
    onFocus: current.onFocus,
    onPointerDown: current.onPointerDown,
    onBlur: current.onBlur,
    onMouseOver: tellFullText,
  }

  const drawn = printing ? rows : rows.slice(0, most)
  const firstRows = <tbody {...body}>{Array.from(drawn, (_, index) => rowAt(index))}</tbody>

  return (
    <div ref={scroller} className={classes(css.scroller, cards && css.cards)}>
      <div ref={ruler} className={css.ruler} aria-hidden="true" />
      {cards && !isEmpty && (
        <TableSortMenu columns={props.columns} sort={sort} onSort={props.onSort} />
      )}
      {isEmpty ? (
        props.empty
      ) : (
        <table
          {...part.table}
          className={css.table}
          style={style}
          aria-labelledby={captionId}
          aria-rowcount={loading === undefined ? rows.length + 1 : -1}
          aria-busy={loading === undefined ? undefined : true}
        >
          <caption>
            <VisuallyHidden>
              <span id={captionId}>{props.caption}</span>
            </VisuallyHidden>
          </caption>
          <TableHead columns={columns} sort={sort} onSort={cards ? undefined : props.onSort} />
          {loading !== undefined ? (
            <TableSkeleton columns={columns} places={places} count={loading} />
          ) : rows.length > drawn.length ? (
            <Suspense fallback={firstRows}>
              <WindowedRows
                body={body}
                scroller={scroller}
                keys={current.keys}
                rowHeight={rowHeight}
                keep={[current.index, strip ? current.keys.indexOf(strip.rowKey) : -1]}
                rowAt={rowAt}
                onDrawn={current.settle}
              />
            </Suspense>
          ) : (
            firstRows
          )}
        </table>
      )}
      {props.busyEnd && <div className={css.busyEnd}>{props.busyEnd}</div>}
    </div>
  )
}

/** What an ellipsis hides can be read by pointing at it; the row, when opened, shows all of it. */
function tellFullText({ target }: MouseEvent) {
  const cell = target instanceof Element && target.closest<HTMLElement>('bdi, td, th')
  if (cell && cell.scrollWidth > cell.clientWidth) cell.title = cell.textContent
}
