import { Diff } from 'lucide-react'
import type { FormDefinition } from '#contract/fields/field.ts'
import { fieldsFor, textOf } from '#contract/fields/form.ts'
import type { Value } from '#contract/fields/kind.ts'
import { formatRecent } from '#text/format.ts'
import { changesText } from '#text/changesText.ts'
import { text } from '#text/text.ts'
import { classes } from '#ui/classes.ts'
import { VisuallyHidden } from '#ui/basics/VisuallyHidden.tsx'
import { EmptyCell } from '#ui/table/EmptyCell.tsx'
import { part } from '#ui/table/tableRoles.ts'
import css from './ContactComparison.module.css'
import type { Contact } from '#contract/fields/contact.ts'

interface Props {
  contacts: readonly [Contact, Contact]
  form: FormDefinition
}

/** Every field of two contacts, with a mark where they differ. */
export function ContactComparison({ contacts, form }: Props) {
  const columns = [changesText.compare.first, changesText.compare.second]
  const rows = [
    ...fieldsFor(form, 'edit').map(({ name, label }) => ({
      label,
      cells: contacts.map(({ values }) => shown(values[name])),
    })),
    { label: text.contacts.primary, cells: contacts.map(({ primary }) => shown(primary)) },
    ...(form.roles.length > 0
      ? [{ label: text.contacts.columns.roles, cells: contacts.map((each) => rolesOf(form, each)) }]
      : []),
    {
      label: changesText.compare.changed,
      cells: contacts.map(({ changedAt }) => (changedAt ? formatRecent(changedAt) : '')),
    },
  ]
  return (
    <table {...part.table} className={css.records}>
      <caption>
        <VisuallyHidden>{changesText.compare.table}</VisuallyHidden>
      </caption>
      <thead {...part.rowgroup}>
        <tr {...part.row}>
          <th {...part.columnheader} scope="col">
            {changesText.compare.field}
          </th>
          {columns.map((column) => (
            <th {...part.columnheader} key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody {...part.rowgroup}>
        {rows.map(({ label, cells }) => (
          <Line key={label} label={label} cells={cells} columns={columns} />
        ))}
      </tbody>
    </table>
  )
}

interface LineProps {
  label: string
  cells: readonly string[]
  columns: readonly string[]
}

function Line({ label, cells, columns }: LineProps) {
  const differ = new Set(cells).size > 1
  return (
    <tr {...part.row} className={classes(differ && css.differ)}>
      <th {...part.rowheader} scope="row">
        {label}{' '}
        {differ && (
          <span className={css.mark}>
            <Diff size={12} aria-hidden />
            {changesText.compare.differs}
          </span>
        )}
      </th>
      {cells.map((cell, at) => (
        <td {...part.cell} key={columns[at]}>
          {cell === '' ? <EmptyCell /> : <bdi translate="no">{cell}</bdi>}
        </td>
      ))}
    </tr>
  )
}

function shown(value: Value | undefined): string {
  if (typeof value === 'boolean') return value ? text.contacts.yes : text.contacts.no
  return textOf(value)
}

function rolesOf({ roles }: FormDefinition, contact: Contact): string {
  const held = roles.filter(({ id }) => contact.roles.includes(id))
  return held.map(({ label }) => label).join(', ')
}
