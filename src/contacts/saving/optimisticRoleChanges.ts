import { useMemo } from 'react'
import type { Form } from '#contract/fields/field.ts'
import type { Submission } from '#contract/api/submission.ts'
import type { Unresolved } from '#outbox/submission.ts'
import { useErrands } from '#outbox/OutboxContext.ts'
import type { Move } from '#contacts/contactsCache.ts'
import { primaryRole } from '#contacts/roles.ts'

/** What the moves of one customer have in common: they go one after the other. */
export function movesScope(workspace: string, customer: string): string {
  return JSON.stringify(['moves', workspace, customer])
}

/** A move that was asked for and has not ended. */
export interface PendingMove extends Unresolved {
  submission: Submission & { op: 'primary' | 'role' }
}

/** The moves of one customer that have not ended, in their order. */
export function useUnresolvedMoves(workspace: string, customer: string): readonly PendingMove[] {
  const errands = useErrands()
  return useMemo(
    () =>
      errands.flatMap((each) => {
        const { submission } = each.errand
        if (each.errand.workspace !== workspace || submission.customer !== customer) return []
        if (submission.op !== 'primary' && submission.op !== 'role') return []
        return [{ ...each, submission }]
      }),
    [errands, workspace, customer],
  )
}

/** Those of them that are still expected to happen: the list is shown with them on top. */
export function usePendingMoves(workspace: string, customer: string, form: Form): readonly Move[] {
  const moves = useUnresolvedMoves(workspace, customer)
  return useMemo(() => moves.flatMap((move) => moveOf(form, move)), [moves, form])
}

/** Once it is in doubt, the list shows what the billing system says. */
function moveOf(form: Form, { submission, standing }: PendingMove): Move[] {
  if (standing.kind !== 'saving') return []
  if (submission.op === 'primary')
    return [{ to: submission.contact, primary: true, role: primaryRole(form)?.id }]
  return [{ to: submission.contact, primary: false, role: submission.role }]
}
