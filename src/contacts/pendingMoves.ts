import { useMutationState, type Mutation } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Form } from '#contract/field.ts'
import type { Verdict, Write } from '#outbox/wish.ts'
import type { Move } from './contactsCache.ts'
import { primaryRole } from './roles.ts'

/** What the moves of one customer have in common: they go one after the other. */
export function movesScope(workspace: string, customer: string): string {
  return JSON.stringify(['moves', workspace, customer])
}

/** The moves that were asked for and are not answered yet, in their order. */
export function usePendingMoves(workspace: string, customer: string, form: Form): readonly Move[] {
  const scope = movesScope(workspace, customer)
  const writes = useMutationState({
    filters: { status: 'pending', predicate: ({ options }) => options.scope?.id === scope },
    select: ({ state }: Mutation<Verdict, Error, { write: Write }>) => state.variables?.write,
  })
  return useMemo(() => writes.flatMap((write) => moveOf(form, write)), [writes, form])
}

function moveOf(form: Form, write: Write | undefined): Move[] {
  if (write?.op === 'primary')
    return [{ to: write.contact, primary: true, role: primaryRole(form)?.id }]
  if (write?.op === 'role') return [{ to: write.contact, primary: false, role: write.role }]
  return []
}
