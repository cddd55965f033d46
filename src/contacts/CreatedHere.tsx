import { useQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useApi } from '#api/ApiContext.ts'
import type { Created } from '#contract/api/history.ts'
import type { FormDefinition } from '#contract/fields/field.ts'
import { textOf } from '#contract/fields/form.ts'
import type { Value } from '#contract/fields/kind.ts'
import { sentenceOfError } from '#contract/api/apiErrorText.ts'
import { formatDay, formatLongDay } from '#text/format.ts'
import { createdText } from '#text/createdText.ts'
import { text } from '#text/text.ts'
import { Banner } from '#ui/layout/Banner.tsx'
import { Button } from '#ui/basics/Button.tsx'
import { Chip } from '#ui/basics/Chip.tsx'
import { EmptyState } from '#ui/layout/EmptyState.tsx'
import { EmptyCell } from '#ui/table/EmptyCell.tsx'
import { Table } from '#ui/table/Table.tsx'
import type { TableColumn, TableSort } from '#ui/table/tableColumn.ts'
import css from './CreatedHere.module.css'
import { createdQuery } from './createdQuery.ts'

interface Props {
  workspace: string
  customerId: string
  form: FormDefinition
  /** Why the contacts cannot be listed, in a sentence. */
  why: string
  /** Left out for a person who may only look. */
  onNew: (() => void) | undefined
  onRetry(): void
}

/**
 * In the place of the list where the billing system lists no contacts: what the desk itself created
 * for this customer. Nothing of it can be edited, deleted or made primary, and it says why.
 */
export function CreatedHere({ workspace, customerId, form, why, onNew, onRetry }: Props) {
  const created = useQuery(createdQuery(useApi(), workspace, customerId))
  const [sort, setSort] = useState<TableSort>({ column: 'at', descending: true })
  const columns = useMemo(() => columnsOf(form), [form])
  const rows = useMemo(() => sorted(created.data?.items ?? [], sort), [created.data, sort])
  return (
    <div className={css.part}>
      <div className={css.said}>
        <Banner tone="warning" actions={<Button onClick={onRetry}>{text.trouble.retry}</Button>}>
          <strong>{createdText.title}</strong>
          <p className={css.why}>
            {createdText.body} {why}
          </p>
        </Banner>
      </div>
      {created.error && !created.data ? (
        <EmptyState
          title={createdText.failed}
          body={sentenceOfError(created.error)}
          actions={<Button onClick={() => void created.refetch()}>{text.trouble.retry}</Button>}
        />
      ) : (
        <Table<Created>
          caption={createdText.table}
          columns={columns}
          rows={rows}
          rowKey={({ submissionId }) => submissionId}
          rowName={({ name }) => name}
          sort={sort}
          onSort={(column) =>
            setSort({ column, descending: sort.column === column && !sort.descending })
          }
          loading={created.data ? undefined : 3}
          empty={
            <EmptyState
              title={createdText.none}
              body={createdText.noneBody}
              actions={
                onNew && (
                  <Button tone="primary" icon={<UserPlus size={16} />} onClick={onNew}>
                    {text.contacts.new}
                  </Button>
                )
              }
            />
          }
        />
      )}
    </div>
  )
}

function columnsOf(form: FormDefinition): TableColumn<Created>[] {
  return [
    {
      id: 'name',
      header: text.contacts.columns.name,
      grow: 3,
      sortable: true,
      cell: ({ name }) => (
        <span className={css.name}>
          <bdi translate="no">{name}</bdi>
          <Chip>{createdText.mark}</Chip>
        </span>
      ),
    },
    ...form.columns.map((column): TableColumn<Created> => ({
      id: column.field,
      header: form.fields.find(({ name }) => name === column.field)?.label ?? column.field,
      grow: column.grow,
      hideBelow: column.hideBelow,
      sortable: true,
      cell: ({ values }) => <Told value={values[column.field]} />,
    })),
    {
      id: 'person',
      header: createdText.by,
      grow: 1,
      hideBelow: 900,
      sortable: true,
      cell: ({ person }) => <bdi translate="no">{person}</bdi>,
    },
    {
      id: 'at',
      header: createdText.at,
      grow: 1,
      minWidth: 110,
      sortable: true,
      cell: ({ at }) => (
        <time dateTime={at} title={formatLongDay(at) ?? undefined}>
          {formatDay(at)}
        </time>
      ),
    },
  ]
}

function Told({ value }: { value: Value | undefined }) {
  if (typeof value === 'boolean') return value ? text.contacts.yes : text.contacts.no
  return textOf(value) ? <bdi translate="no">{textOf(value)}</bdi> : <EmptyCell />
}

function sorted(items: readonly Created[], { column, descending }: TableSort): Created[] {
  const keyOf = (it: Created) =>
    column === 'name' || column === 'person' || column === 'at'
      ? it[column]
      : textOf(it.values[column])
  const order = new Intl.Collator()
  const rows = items.toSorted((one, other) => order.compare(keyOf(one), keyOf(other)))
  return descending ? rows.toReversed() : rows
}
