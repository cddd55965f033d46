import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useApi } from '#api/ApiContext.ts'
import type { FormDefinition } from '#contract/fields/field.ts'
import { canCancel } from '#outbox/submission.ts'
import { usePendingSubmissions } from '#outbox/OutboxContext.ts'
import { changeOf, itemOf, type Change } from './change.ts'
import { latestQuery } from './receiptsQuery.ts'

/**
 * My changes that may or may not have been carried out: those this browser is at, and those the
 * gateway is at, whichever browser they were made in. What has just been sent is none of them yet.
 */
export function usePendingChanges(
  workspace: string,
  form: FormDefinition | undefined,
): readonly Change[] {
  const items = usePendingSubmissions()
  const { data } = useQuery(latestQuery(useApi(), workspace))
  return useMemo(() => {
    const here = items.filter(({ item }) => item.workspace === workspace)
    const sent = new Set(here.map(({ item }) => item.id))
    const there = (data?.items ?? []).filter(
      ({ state, submissionId }) => state === 'unknown' && !sent.has(submissionId),
    )
    return [
      ...here
        .filter(({ status }) => status.kind !== 'saving' || canCancel(status))
        .map((e) => itemOf(e, form)),
      ...there.map(changeOf),
    ]
  }, [items, data, workspace, form])
}
