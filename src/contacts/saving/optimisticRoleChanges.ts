import { useMemo } from 'react'
import type { FormDefinition } from '#contract/fields/field.ts'
import type { Submission } from '#contract/api/submission.ts'
import type { PendingSubmission } from '#outbox/submission.ts'
import { usePendingSubmissions } from '#outbox/OutboxContext.ts'
import type { RoleChange } from '#contacts/contactsCache.ts'
import { primaryRole } from '#contacts/contactRoles.ts'

/** What the moves of one customer have in common: they go one after the other. */
export function roleChangeQueueKey(workspace: string, customer: string): string {
  return JSON.stringify(['moves', workspace, customer])
}

/** A move that was asked for and has not ended. */
export interface PendingRoleChange extends PendingSubmission {
  submission: Submission & { op: 'primary' | 'role' }
}

/** The moves of one customer that have not ended, in their order. */
export function usePendingRoleChanges(
  workspace: string,
  customer: string,
): readonly PendingRoleChange[] {
  const items = usePendingSubmissions()
  return useMemo(
    () =>
      items.flatMap((each) => {
        const { submission } = each.item
        if (each.item.workspace !== workspace || submission.customer !== customer) return []
        if (submission.op !== 'primary' && submission.op !== 'role') return []
        return [{ ...each, submission }]
      }),
    [items, workspace, customer],
  )
}

/** Those of them that are still expected to happen: the list is shown with them on top. */
export function useOptimisticRoleChanges(
  workspace: string,
  customer: string,
  form: FormDefinition,
): readonly RoleChange[] {
  const moves = usePendingRoleChanges(workspace, customer)
  return useMemo(() => moves.flatMap((move) => roleChangeOf(form, move)), [moves, form])
}

/** Once it is in doubt, the list shows what the billing system says. */
function roleChangeOf(
  form: FormDefinition,
  { submission, status }: PendingRoleChange,
): RoleChange[] {
  if (status.kind !== 'saving') return []
  if (submission.op === 'primary')
    return [{ to: submission.contact, primary: true, role: primaryRole(form)?.id }]
  return [{ to: submission.contact, primary: false, role: submission.role }]
}
