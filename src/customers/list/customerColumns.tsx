import type { CustomerSort } from '#contract/backend/backend.ts'
import type { FormDefinition } from '#contract/fields/field.ts'
import type { Customer } from '#contract/fields/contact.ts'
import { customersText } from '#text/customersText.ts'
import { text } from '#text/text.ts'
import { Chip } from '#ui/basics/Chip.tsx'
import { DayCell } from '#ui/table/DayCell.tsx'
import { EmptyCell } from '#ui/table/EmptyCell.tsx'
import type { TableColumn } from '#ui/table/tableColumn.ts'
import css from './CustomerList.module.css'
import { InvoiceCell } from './InvoiceCell.tsx'
import type { Known } from './useRecipients.ts'

interface Options {
  form: Pick<FormDefinition, 'mailsCustomer'>
  /** What the billing system can sort by now. */
  sorts: readonly CustomerSort['by'][]
  /** Whether any of the customers has a number of its own. */
  hasNumbers: boolean
  knownOf(customer: Customer): Known
}

/** The columns of the list of customers. The name opens the customer. */
export function customerColumns(options: Options): TableColumn<Customer>[] {
  const { form, sorts, hasNumbers, knownOf } = options
  const { columns } = customersText
  const number: TableColumn<Customer> = {
    id: 'number',
    header: columns.number,
    grow: 0.8,
    minWidth: 110,
    hideBelow: 700,
    sortable: sorts.includes('number'),
    cell: ({ number }) => textCell(number),
  }
  return [
    {
      id: 'name',
      header: columns.name,
      grow: 2,
      main: true,
      sortable: sorts.includes('name'),
      cell: (customer) => <NameCell customer={customer} />,
    },
    ...(hasNumbers ? [number] : []),
    {
      id: 'invoices',
      header: columns.invoices,
      grow: 1.6,
      minWidth: 150,
      cell: (customer) => <InvoiceCell customer={customer} known={knownOf(customer)} form={form} />,
    },
    {
      id: 'place',
      header: columns.place,
      grow: 1.4,
      hideBelow: 820,
      cell: ({ place }) => textCell(place),
    },
    {
      id: 'changed',
      header: columns.changed,
      grow: 0,
      minWidth: 120,
      hideBelow: 960,
      sortable: sorts.includes('changed'),
      cell: ({ changedAt }) => <DayCell at={changedAt ?? null} />,
    },
  ]
}

function NameCell({ customer: { name, status } }: { customer: Customer }) {
  const word = text.customers.status[status]
  const shown = (
    <bdi translate="no" className={css.name}>
      {name}
    </bdi>
  )
  if (!word) return shown
  return (
    <span className={css.named}>
      {shown}
      <Chip>{word}</Chip>
    </span>
  )
}

function textCell(value: string | null) {
  return value ? <bdi translate="no">{value}</bdi> : <EmptyCell />
}
