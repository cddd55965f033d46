import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { RoleTarget } from '#contacts/contactRoles.ts'

/** Why something did not move, beside the contact it should have moved to. */
export interface RoleChangeError {
  contact: string
  aim: RoleTarget
  message: string
  /** Who has it now, where that is why it did not move: what the next try is compared with. */
  holder?: string | null
  /** Why it should move, for the next try. */
  reason?: string
  /** The code of the submission that did not come through. */
  aside: string
}

/** The notes of one customer. They outlive its list, so that they are shown again after a return. */
export function useRoleChangeErrors(workspace: string, customer: string) {
  const client = useQueryClient()
  const queryKey = useMemo(() => ['moveNotes', workspace, customer], [workspace, customer])
  const { data: notes = [] } = useQuery<readonly RoleChangeError[]>({
    queryKey,
    queryFn: skipToken,
    gcTime: Infinity,
  })

  const others = (
    of: Pick<RoleChangeError, 'contact' | 'aim'>,
    all: readonly RoleChangeError[] = [],
  ) => all.filter(({ contact, aim }) => contact !== of.contact || idOf(aim) !== idOf(of.aim))

  return {
    notes,

    /** @returns whether a list of the customer is there to show it */
    keep(note: RoleChangeError): boolean {
      client.setQueryData<readonly RoleChangeError[]>(queryKey, (all) => [
        ...others(note, all),
        note,
      ])
      return (client.getQueryCache().find({ queryKey })?.getObserversCount() ?? 0) > 0
    },

    drop(note: Pick<RoleChangeError, 'contact' | 'aim'>): void {
      client.setQueryData<readonly RoleChangeError[]>(queryKey, (all) => others(note, all))
    },
  }
}

function idOf(aim: RoleTarget): string {
  return aim === 'primary' ? aim : aim.id
}
