import { queryOptions } from '@tanstack/react-query'
import { forms } from '#backends/fields.ts'
import type { Workspace } from '#contract/api/api.ts'

/** What the screens need to know about the contacts of a workspace. */
export function formQuery(workspace: Workspace) {
  return queryOptions({
    queryKey: ['form', workspace.id],
    queryFn: () => formOf(workspace),
    staleTime: Infinity,
  })
}

function formOf({ backend, variation }: Workspace) {
  const load = forms[backend]
  if (!load) throw new Error(`no form for backend ${backend}`)
  return load(variation)
}
