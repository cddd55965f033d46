import { useInfiniteQuery, type UseInfiniteQueryResult } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useApi } from '#api/ApiContext.ts'
import { searchOf } from '#api/searchOf.ts'
import type { Workspace } from '#contract/api/api.ts'
import { isAbsentCall } from '#contract/api/apiError.ts'
import { sentenceOfError } from '#contract/api/apiErrorText.ts'
import { actionOf, useKeysOf } from '#shortcuts/keymap.ts'
import { foldedWords } from '#text/fold.ts'
import { text } from '#text/text.ts'
import { Button } from '#ui/basics/Button.tsx'
import { Combobox, type PickerHandle } from '#ui/combobox/Combobox.tsx'
import { CustomerOption } from './CustomerOption.tsx'
import { customerTyped } from './customerById.ts'
import { customersQuery } from './customersQuery.ts'
import { recentCustomers } from './recents.ts'
import { useDebouncedValue } from './useDebouncedValue.ts'
import type { Customer } from '#contract/fields/contact.ts'

interface Props {
  workspace: Workspace
  /** Name of the customer that is open. */
  current: string | null
  onPick(customer: Customer): void
}

/** Finds a customer while it is typed. Nothing is too short to look for: "3M", "HP". */
export function CustomerPicker({ workspace, current, onPick }: Props) {
  const [typed, setTyped] = useState<string | null>(null)
  const [open, setOpen] = useState(false)
  const picker = useRef<PickerHandle>(null)
  useEffect(() => onFind(() => picker.current?.focus()), [])
  const { hint, ...findKeys } = useKeysOf('findCustomer')
  const search = searchOf(typed ?? '')
  const asked = useDebouncedValue(search, search === '' ? 0 : 150)
  const query = useInfiniteQuery({
    ...customersQuery(useApi(), workspace.id, asked),
    enabled: open,
  })
  const recent = search === '' && open ? recentCustomers(workspace.id) : []
  const waiting = query.isFetching || asked !== search
  // One that was renamed while pages were still coming may stand on two of them.
  const listed = onceEach(query.data?.pages.flatMap((page) => page.items) ?? [])
  // Until the answer is there, only what fits anyway: nobody must pick from another search's list.
  const isOld = asked !== search || query.isPlaceholderData
  const found = isOld ? listed.filter((customer) => mentions(customer, search)) : listed
  // Where there is no search, what was typed may be an id or an account number.
  const typedId = useHasNoSearch(query) ? customerTyped(search) : null
  const slow = useDebouncedValue(waiting, 300) && waiting

  return (
    <Combobox<Customer>
      label={text.customers.label}
      placeholder={text.customers.placeholder[workspace.capabilities.search]}
      ref={picker}
      {...findKeys}
      shortcut={hint}
      // Closed, it says where we are; open, what is looked for.
      value={(open ? typed : null) ?? current ?? ''}
      onValueChange={setTyped}
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        if (!next) setTyped(null)
      }}
      groups={[
        { heading: text.customers.recent, items: recent },
        { heading: recent.length > 0 ? text.customers.all : undefined, items: found },
        { heading: text.customers.byId, items: typedId ? [typedId] : [] },
      ].filter((group) => group.items.length > 0)}
      waiting={isOld || query.isPending}
      bestFirst={search !== '' && !query.isError}
      itemKey={(customer) => customer.id}
      itemName={(customer) => customer.name}
      renderItem={(customer) => <CustomerOption customer={customer} search={search} />}
      onPick={(customer) => {
        setTyped(null)
        onPick(customer)
      }}
      onEndReached={() => {
        if (query.hasNextPage && !query.isFetching) void query.fetchNextPage()
      }}
      announce={
        waiting || query.isError ? '' : text.customers.count(found.length, query.hasNextPage)
      }
      status={statusOf()}
    />
  )

  function statusOf() {
    if (query.isError && !waiting)
      return (
        <>
          {text.customers.failed}. {sentenceOfError(query.error)}
          {isAbsentCall(query.error) && search === '' && ` ${text.customers.typeId}`}
          <Button tone="quiet" size="small" onClick={() => void query.refetch()}>
            {text.trouble.retry}
          </Button>
        </>
      )
    if (slow) return text.customers.searching
    if (!waiting && found.length === 0)
      return asked === ''
        ? text.customers.noneAtAll(workspace.name)
        : text.customers.none[workspace.capabilities.search](asked, workspace.name)
    return null
  }
}

/** Whether the last answer said that there is no search; while the next one is awaited it stays so. */
function useHasNoSearch({ isError, error, isSuccess, isPlaceholderData }: Answered): boolean {
  const [hasNone, setNone] = useState(false)
  const isAnswered = isError || (isSuccess && !isPlaceholderData)
  const now = isAnswered ? isError && isAbsentCall(error) : hasNone
  if (now !== hasNone) setNone(now)
  return now
}

type Answered = Pick<
  UseInfiniteQueryResult,
  'isError' | 'error' | 'isSuccess' | 'isPlaceholderData'
>

function onceEach(customers: readonly Customer[]): Customer[] {
  return [...new Map(customers.map((customer) => [customer.id, customer])).values()]
}

/** Whether every word stands at the beginning of one of the customer's. */
function mentions({ name, number, email }: Customer, search: string): boolean {
  const words = foldedWords([name, number, email].join(' '))
  return foldedWords(search).every((word) => words.some((each) => each.startsWith(word)))
}

/** From anywhere, also while typing: its keys write nothing. */
function onFind(act: () => void): () => void {
  const listen = (event: KeyboardEvent) => {
    if (actionOf(event) !== 'findCustomer') return
    event.preventDefault()
    act()
  }
  addEventListener('keydown', listen)
  return () => removeEventListener('keydown', listen)
}
