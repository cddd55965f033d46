import { queryOptions } from '@tanstack/react-query'
import type { DeskApi } from '#api/client.ts'
import { workspaceSettingsSchema } from '#contract/api/workspaceSettings.ts'

/** How a workspace is configured, for its admins. It changes only with a restart of the desk. */
export function settingsQuery(api: DeskApi, workspace: string) {
  return queryOptions({
    queryKey: ['settings', workspace],
    queryFn: ({ signal }) => api.read(workspaceSettingsSchema, workspace, 'settings', {}, signal),
    staleTime: Infinity,
  })
}
