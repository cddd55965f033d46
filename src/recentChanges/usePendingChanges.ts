import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useApi } from '#api/ApiContext.ts'
import type { Form } from '#contract/fields/field.ts'
import { mayStop } from '#outbox/submission.ts'
import { useErrands } from '#outbox/OutboxContext.ts'
import { changeOf, errandOf, type Change } from './change.ts'
import { latestQuery } from './receiptsQuery.ts'

/**
 * My changes that may or may not have been carried out: those this browser is at, and those the
 * gateway is at, whichever browser they were made in. What has just been sent is none of them yet.
 */
export function useUnresolved(workspace: string, form: Form | undefined): readonly Change[] {
  const errands = useErrands()
  const { data } = useQuery(latestQuery(useApi(), workspace))
  return useMemo(() => {
    const here = errands.filter(({ errand }) => errand.workspace === workspace)
    const sent = new Set(here.map(({ errand }) => errand.intent))
    const there = (data?.items ?? []).filter(
      ({ state, intent }) => state === 'unknown' && !sent.has(intent),
    )
    return [
      ...here
        .filter(({ standing }) => standing.kind !== 'saving' || mayStop(standing))
        .map((e) => errandOf(e, form)),
      ...there.map(changeOf),
    ]
  }, [errands, data, workspace, form])
}
