import { memo, type CSSProperties, type MouseEvent, type ReactNode } from 'react'
import { classes } from '#ui/classes.ts'
import css from './Table.module.css'
import type { TableColumn } from './tableColumn.ts'
import { part } from './tableRoles.ts'
import { isForAnotherTab } from '#ui/shortcut.ts'
import { RovingTabStop } from '#ui/RovingTabStop.ts'

export interface TableRowProps<Row> {
  row: Row
  name: string
  index: number
  columns: readonly TableColumn<Row>[]
  main: string | undefined
  /** Where each column stands in a card; null in rows. */
  places: Record<string, { kind: 'main' | 'fact' | 'end'; gridArea: string }> | null
  current: boolean
  selected: boolean
  strip: ReactNode
  note: ReactNode
  /** Where it lies in a list of which only a part is there, in pixels. */
  start?: number
  measure?(element: HTMLElement | null): void
  /** Left out: it opens nothing. */
  onOpen: ((row: Row) => void) | undefined
  /** Where it opens, for another tab. */
  href: string | undefined
  openKeys: string | undefined
}

/** One row. Not drawn again while the list only scrolls. */
export const TableRow = memo(function TableRow<Row>(props: TableRowProps<Row>) {
  const { row, index, columns, places, current, selected, start, measure, onOpen, href } = props
  const style: CSSProperties | undefined =
    start === undefined ? undefined : { transform: `translateY(${start}px)` }

  function openByPress(event: MouseEvent) {
    const { target } = event
    const isLink = target instanceof Element && target.closest('[data-main]') !== null
    if (!(target instanceof Element) || (!isLink && target.closest(controls))) return
    const isForTab = href !== undefined && isForAnotherTab(event)
    if (isForTab && isLink) return
    event.preventDefault()
    // Somebody marks an address to copy it.
    if (event.detail > 0 && !(window.getSelection()?.isCollapsed ?? true)) return
    if (isForTab) window.open(href, '_blank', 'noopener')
    else onOpen?.(row)
  }

  return (
    <RovingTabStop value={current ? 0 : -1}>
      {/* Keys have the link in it; a press beside the link is a shortcut for pointers. */}
      {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions */}
      <tr
        {...part.row}
        ref={measure}
        className={classes(css.row, selected && css.selected, !onOpen && css.shut)}
        style={style}
        tabIndex={-1}
        data-index={index}
        aria-rowindex={index + 2}
        aria-current={selected || undefined}
        onClick={openByPress}
      >
        {columns.map((column) => {
          const place = places?.[column.id]
          const shared = {
            className: classes(
              css.cell,
              column.align === 'end' && css.end,
              place && css[`${place.kind}Place`],
            ),
            style: place && { gridArea: place.gridArea },
          }
          // The keys that go from row to row need a place in each.
          const Main = !onOpen ? 'span' : href === undefined ? 'button' : 'a'
          return column.id === props.main ? (
            <th key={column.id} {...part.rowheader} {...shared} scope="row">
              <Main
                type={Main === 'button' ? 'button' : undefined}
                href={href}
                // Dragging marks its text, as in the other cells.
                draggable={false}
                aria-keyshortcuts={props.openKeys}
                className={css.main}
                tabIndex={current ? 0 : -1}
                data-main
              >
                {column.cell(row)}
              </Main>
            </th>
          ) : (
            <td key={column.id} {...part.cell} {...shared}>
              {column.cell(row)}
            </td>
          )
        })}
        {(props.strip || props.note) && (
          <td
            {...part.cell}
            className={css.below}
            colSpan={columns.length}
            aria-label={props.name}
            data-strip
          >
            {props.note && <div className={css.note}>{props.note}</div>}
            {props.strip && <div className={css.strip}>{props.strip}</div>}
          </td>
        )}
      </tr>
    </RovingTabStop>
  )
}) as <Row>(props: TableRowProps<Row>) => ReactNode

const controls = 'a, button, input, select, textarea, label, dialog, [popover], [data-strip]'
