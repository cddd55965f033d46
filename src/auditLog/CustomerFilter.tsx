import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useState } from 'react'
import { useApi } from '#api/ApiContext.ts'
import { searchOf } from '#api/searchOf.ts'
import { sentenceOfError } from '#contract/api/apiErrorText.ts'
import { logText } from '#text/logText.ts'
import { IconButton } from '#ui/basics/IconButton.tsx'
import { Combobox } from '#ui/combobox/Combobox.tsx'
import css from './LogFilters.module.css'

interface Props {
  workspace: string
  /** A customer's id, or nothing. */
  customer: string
  onPick(customer: string): void
}

/** Whose changes to look at: found while it is typed, as in the header of the desk. */
export function CustomerFilter({ workspace, customer, onPick }: Props) {
  const api = useApi()
  const [typed, setTyped] = useState<string | null>(null)
  const [open, setOpen] = useState(false)
  const search = searchOf(typed ?? '')
  const found = useQuery({
    queryKey: ['customers', workspace, 'log', search],
    queryFn: ({ signal }) => api.customers(workspace, { search, limit: 20 }, signal),
    enabled: open,
  })
  const current = useQuery({
    queryKey: ['customer', workspace, customer],
    queryFn: ({ signal }) => api.customer(workspace, customer, signal),
    enabled: customer !== '',
  })
  const items = found.data?.items ?? []
  const words = logText.filter

  return (
    <div className={css.customer}>
      <span className={css.label} aria-hidden>
        {words.customer}
      </span>
      <Combobox
        label={words.customer}
        placeholder={words.customerPlaceholder}
        value={(open ? typed : null) ?? (customer && (current.data?.name ?? customer))}
        onValueChange={setTyped}
        open={open}
        onOpenChange={(next) => {
          setOpen(next)
          if (!next) setTyped(null)
        }}
        groups={items.length > 0 ? [{ items }] : []}
        itemKey={({ id }) => id}
        itemName={({ name }) => name}
        renderItem={({ name, number }) => (
          <span className={css.option}>
            <bdi translate="no">{name}</bdi>
            {number && <span className={css.number}>{number}</span>}
          </span>
        )}
        onPick={({ id }) => {
          setTyped(null)
          onPick(id)
        }}
        announce={found.data ? words.customers(items.length) : ''}
        status={statusOf()}
      />
      {customer !== '' && !open && (
        <span className={css.clearCustomer}>
          <IconButton
            label={`${words.clear}: ${words.customer}`}
            icon={<X size={14} />}
            onClick={() => onPick('')}
          />
        </span>
      )}
    </div>
  )

  function statusOf() {
    if (found.isPending) return words.searching
    if (found.error) return sentenceOfError(found.error)
    return items.length === 0 ? words.noCustomer : null
  }
}
