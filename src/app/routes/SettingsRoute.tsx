import { useQuery } from '@tanstack/react-query'
import { useApi } from '#api/ApiContext.ts'
import { sessionQuery } from '#session/sessionQuery.ts'
import { SettingsPage } from '#settings/SettingsPage.tsx'
import type { PageProps } from '#app/pageProps.ts'

/** The settings page with the person who is signed in. */
export function SettingsRoute({ workspace, workspaces }: PageProps) {
  const session = useQuery(sessionQuery(useApi()))
  return <SettingsPage visit={session.data ?? null} open={workspace.id} workspaces={workspaces} />
}
