import { useQueries, type UseQueryResult } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { useApi } from '#api/ApiContext.ts'
import type { Customer, Recipient } from '#contract/fields/contact.ts'
import { recipientsQuery } from './customerListQuery.ts'

/** Who gets a customer's invoices, as far as that is known by now. */
export type Known =
  { kind: 'known'; recipient: Recipient | null } | { kind: 'asking' } | { kind: 'unknown' }

/**
 * Tells who gets the invoices of each of these customers. Where the list says so itself, nothing is
 * asked; else one request for each page.
 */
export function useRecipients(
  workspace: string,
  pages: readonly (readonly Customer[])[],
): (customer: Customer) => Known {
  const api = useApi()
  const asked = useMemo(() => untold(pages), [pages])
  const combine = useCallback(
    (answers: readonly Answer[]) => {
      const told = new Map(answers.flatMap(({ data }) => [...(data ?? [])]))
      const pending = new Set(
        answers.flatMap(({ isPending }, index) => (isPending ? (asked[index] ?? []) : [])),
      )
      return ({ id, recipient = told.get(id) }: Customer): Known => {
        if (recipient !== undefined) return { kind: 'known', recipient }
        return { kind: pending.has(id) ? 'asking' : 'unknown' }
      }
    },
    [asked],
  )
  return useQueries({
    queries: asked.map((ids) => recipientsQuery(api, workspace, ids)),
    combine,
  })
}

type Answer = Pick<UseQueryResult<ReadonlyMap<string, Recipient | null>>, 'data' | 'isPending'>

/** The ids of those of each page that came without the one that gets their invoices. */
function untold(pages: readonly (readonly Customer[])[]): string[][] {
  return pages
    .map((page) => page.filter(({ recipient }) => recipient === undefined).map(({ id }) => id))
    .filter((ids) => ids.length > 0)
}
