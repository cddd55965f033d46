import type { Workspace } from '#contract/api/api.ts'

/** What a page beside the desk is given. */
export interface PageProps {
  /** The one of its address. */
  workspace: Workspace
  /** All that this person has a role in. */
  workspaces: readonly Workspace[]
}
