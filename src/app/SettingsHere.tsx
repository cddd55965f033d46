import { SettingsPage } from '#settings/SettingsPage.tsx'
import type { PageProps } from './pageProps.ts'

/** The settings, with what the rest of the desk knows. */
export function SettingsHere({ workspaces }: PageProps) {
  return <SettingsPage workspaces={workspaces} />
}
