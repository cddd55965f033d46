import type { Workspace } from '#contract/api/api.ts'
import type { Customer } from '#contract/fields/contact.ts'

/** What a page beside the desk is given. */
export interface PageProps {
  /** The one of its address. */
  workspace: Workspace
  /** All that this person has a role in. */
  workspaces: readonly Workspace[]
  /** Opens a customer that is known already, with the focus on its first contact. */
  onOpenCustomer(customer: Customer): void
}
