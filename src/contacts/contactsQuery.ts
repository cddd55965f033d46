import { infiniteQueryOptions, queryOptions, useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { useApi } from '#api/ApiContext.ts'
import type { DeskApi } from '#api/client.ts'
import { firstContacts } from '#contract/api/firstAnswers.ts'
import type { Gap, Page } from '#contract/backend/backend.ts'
import { loopWatch } from '#contract/loopWatch.ts'
import type { Contact } from '#contract/fields/contact.ts'

type ContactsPage = Page<Contact>

/** The pages behind the first are as long as they may be. */
const laterContacts = 1000

export function contactsQuery(api: DeskApi, workspace: string, customer: string) {
  return infiniteQueryOptions({
    queryKey: ['contacts', workspace, customer],
    queryFn: ({ signal, pageParam }) =>
      api.contacts(
        workspace,
        customer,
        { cursor: pageParam, limit: pageParam === null ? firstContacts : laterContacts },
        signal,
      ),
    initialPageParam: null as string | null,
    // A list that goes round in circles would be followed for ever.
    getNextPageParam: (page, pages) => (isLoop(pages) ? null : page.next),
  })
}

/** One contact, for an address that was opened before the list was there. */
export function contactQuery(api: DeskApi, workspace: string, customer: string, id: string) {
  return queryOptions({
    queryKey: ['contact', workspace, customer, id],
    queryFn: ({ signal }) => api.contact(workspace, customer, id, signal),
    // A form opens on it, so it is read again each time.
    staleTime: 0,
  })
}

/** All contacts of a customer: the first page as soon as it is there, then page by page to the end. */
export function useContacts(workspace: string, customer: string) {
  const query = useInfiniteQuery(contactsQuery(useApi(), workspace, customer))
  const { hasNextPage, isFetching, isError, fetchNextPage } = query
  useEffect(() => {
    // Several parts of the page follow the same list: the second must not begin its page anew.
    if (hasNextPage && !isFetching && !isError) void fetchNextPage({ cancelRefetch: false })
  }, [hasNextPage, isFetching, isError, fetchNextPage])

  const contacts = useMemo(() => query.data && allOf(query.data.pages), [query.data])
  return {
    /** Undefined until the first page is there. */
    contacts,
    complete: query.isSuccess && !hasNextPage,
    /** What is missing of the list, as far as it came; null: nothing. */
    gap: query.data ? gapIn(query.data.pages) : null,
    error: query.error,
    retry: () => void (contacts ? fetchNextPage() : query.refetch()),
  }
}

function isLoop(pages: readonly ContactsPage[]): boolean {
  const watch = loopWatch()
  return pages.map(watch).includes(true)
}

function gapIn(pages: readonly ContactsPage[]): Gap | null {
  if (pages.some(({ gap }) => gap === 'rest') || isLoop(pages)) return 'rest'
  return pages.some(({ gap }) => gap) ? 'items' : null
}

/** A contact made while pages were still coming may stand on two of them. */
function allOf(pages: readonly ContactsPage[]): Contact[] {
  const byId = new Map<string, Contact>()
  for (const page of pages)
    for (const contact of page.items) if (!byId.has(contact.id)) byId.set(contact.id, contact)
  return [...byId.values()]
}
