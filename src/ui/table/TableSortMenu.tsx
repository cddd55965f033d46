import { ArrowDown, ArrowUp } from 'lucide-react'
import { text } from '#text/text.ts'
import { Menu } from '#ui/overlay/Menu.tsx'
import css from './Table.module.css'
import type { TableColumn, TableSort } from './tableColumn.ts'

interface Props<Row> {
  columns: readonly TableColumn<Row>[]
  sort: TableSort | null
  onSort(columnId: string): void
}

/** Sorting where there is no room for headers. */
export function TableSortMenu<Row>({ columns, sort, onSort }: Props<Row>) {
  const sortable = columns.filter((column) => column.sortable)
  const sorted = sortable.find(({ id }) => id === sort?.column)
  if (sortable.length < 2) return null
  const Arrow = sort?.descending ? ArrowDown : ArrowUp
  return (
    <div className={css.sortMenu}>
      <Menu
        label={text.ui.sortBy}
        align="start"
        button={
          <span className={css.sortedBy}>
            {sorted?.header ?? text.ui.sortBy}
            {sorted && <Arrow size={14} aria-hidden />}
          </span>
        }
        items={sortable.map(({ id, header }) => ({
          id,
          label: header,
          checked: id === sort?.column,
          onPick: () => onSort(id),
        }))}
      />
    </div>
  )
}
