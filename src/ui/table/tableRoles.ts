/**
 * The roles that table elements have by themselves, said once more: some browsers drop them when
 * CSS lays rows out as grids.
 */
export const part = {
  table: { role: 'table' },
  rowgroup: { role: 'rowgroup' },
  row: { role: 'row' },
  cell: { role: 'cell' },
  rowheader: { role: 'rowheader' },
  columnheader: { role: 'columnheader' },
} as const
