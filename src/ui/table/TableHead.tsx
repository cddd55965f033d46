import { ArrowDown, ArrowUp } from 'lucide-react'
import { classes } from '#ui/classes.ts'
import { VisuallyHidden } from '#ui/basics/VisuallyHidden.tsx'
import css from './Table.module.css'
import type { TableColumn, TableSort } from './tableColumn.ts'
import { part } from './tableRoles.ts'

interface Props<Row> {
  columns: readonly TableColumn<Row>[]
  sort: TableSort | null
  /** Left out where the headers cannot be seen. */
  onSort?(columnId: string): void
}

/** What the columns are called, and which way the rows are sorted. */
export function TableHead<Row>({ columns, sort, onSort }: Props<Row>) {
  return (
    <thead {...part.rowgroup} className={css.head}>
      <tr {...part.row} className={css.headRow} aria-rowindex={1}>
        {columns.map((column) => {
          const sorted = sort?.column === column.id ? sort : null
          const narrow = column.grow === 0 && (column.minWidth ?? 0) < 60
          const Arrow = sorted?.descending ? ArrowDown : ArrowUp
          return (
            <th
              key={column.id}
              {...part.columnheader}
              scope="col"
              className={classes(css.header, column.align === 'end' && css.end)}
              aria-sort={sorted ? (sorted.descending ? 'descending' : 'ascending') : undefined}
            >
              {column.sortable && onSort ? (
                <button type="button" className={css.sort} onClick={() => onSort(column.id)}>
                  <span>{column.header}</span>
                  <Arrow
                    size={14}
                    aria-hidden
                    className={classes(css.arrow, sorted && css.sorted)}
                  />
                </button>
              ) : narrow ? (
                <VisuallyHidden>{column.header}</VisuallyHidden>
              ) : (
                column.header
              )}
            </th>
          )
        })}
      </tr>
    </thead>
  )
}
