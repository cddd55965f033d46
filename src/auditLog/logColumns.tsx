import type { ReactNode } from 'react'
import type { LogEntry } from '#contract/api/history.ts'
import type { FormDefinition } from '#contract/fields/field.ts'
import { formatDayAndTime } from '#text/format.ts'
import { logText } from '#text/logText.ts'
import { EmptyCell } from '#ui/table/EmptyCell.tsx'
import type { TableColumn } from '#ui/table/tableColumn.ts'
import css from './LogPage.module.css'
import { OutcomeChip } from './OutcomeChip.tsx'
import { describeEntry } from './describeEntry.ts'

/** The columns of the log. What was done names the row and opens it. */
export function logColumns(
  form: FormDefinition | undefined,
  customerName: (customer: string) => ReactNode,
): TableColumn<LogEntry>[] {
  const { columns } = logText
  return [
    {
      id: 'when',
      header: columns.when,
      grow: 0.8,
      minWidth: 164,
      cell: ({ at }) => <time dateTime={at}>{formatDayAndTime(at)}</time>,
    },
    {
      id: 'who',
      header: columns.who,
      grow: 1,
      cell: ({ person }) => <bdi translate="no">{person.name}</bdi>,
    },
    {
      id: 'what',
      header: columns.what,
      grow: 2.4,
      main: true,
      cell: (entry) => describeEntry(entry, form),
    },
    {
      id: 'customer',
      header: columns.customer,
      grow: 1,
      hideBelow: 820,
      cell: ({ customer }) =>
        customer === '' ? <EmptyCell /> : <bdi translate="no">{customerName(customer)}</bdi>,
    },
    {
      id: 'outcome',
      header: columns.outcome,
      grow: 0,
      minWidth: 124,
      cell: (entry) => <OutcomeChip entry={entry} />,
    },
    {
      id: 'code',
      header: columns.code,
      grow: 0.4,
      minWidth: 110,
      hideBelow: 700,
      cell: ({ code }) => <span className={css.code}>{code}</span>,
    },
  ]
}
