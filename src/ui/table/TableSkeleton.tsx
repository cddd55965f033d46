import { classes } from '#ui/classes.ts'
import { Skeleton } from '#ui/layout/Skeleton.tsx'
import css from './Table.module.css'
import type { TableColumn } from './tableColumn.ts'
import { part } from './tableRoles.ts'
import type { TableRowProps } from './TableRow.tsx'

interface Props<Row> extends Pick<TableRowProps<Row>, 'places'> {
  columns: readonly TableColumn<Row>[]
  count: number
}

/** Rows to come, as high as they will be. */
export function TableSkeleton<Row>({ columns, places, count }: Props<Row>) {
  const rows = Array.from({ length: count }, (_, index) => index)
  return (
    <tbody {...part.rowgroup} className={css.body} aria-hidden="true">
      {rows.map((index) => (
        <tr key={index} {...part.row} className={classes(css.row, css.still)}>
          {columns.map((column, at) => {
            const place = places?.[column.id]
            return (
              <td
                key={column.id}
                {...part.cell}
                className={classes(css.cell, place && css[`${place.kind}Place`])}
                style={place && { gridArea: place.gridArea }}
              >
                {column.grow > 0 && (
                  <Skeleton width={places ? 96 : `${40 + ((index * 29 + at * 17) % 45)}%`} />
                )}
              </td>
            )
          })}
        </tr>
      ))}
    </tbody>
  )
}
