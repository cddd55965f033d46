import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useApi } from '#api/ApiContext.ts'
import type { Problem } from '#contract/refusal.ts'
import type { Trouble } from '#contract/trouble.ts'
import { sentenceFor } from '#contract/troubleText.ts'
import { useDrafts } from '#outbox/drafts.ts'
import { submit, type Verdict, type Wish, type Write } from '#outbox/wish.ts'
import { changeList, withHolder, withoutContact, type ContactPages } from './contactsCache.ts'

/** Where a press of Save stands. */
export type SaveState =
  | { kind: 'idle' }
  | { kind: 'saving' }
  | { kind: 'refused'; problems: Problem[] }
  | { kind: 'unknown'; trouble: Trouble | null; since: Date }

interface Wanted {
  wish: Wish
  write: Write
}

/**
 * Writes a wish and puts what came of it into the list. The verdict is never an exception.
 * @param scope writes of one scope go one after the other, also from two components.
 */
export function useWrite(workspace: string, customer: string, scope: string) {
  const api = useApi()
  const client = useQueryClient()
  const drafts = useDrafts()
  return useMutation({
    mutationFn: ({ wish, write }: Wanted) =>
      submit(
        async (intent, submission) => {
          // What is sent is on disk first: after a crash it is the same wish that is asked about.
          await drafts.settled()
          return api.submit(workspace, intent, submission)
        },
        wish,
        write,
      ),
    scope: { id: scope },
    onSuccess: (verdict) => {
      changeList(client, workspace, customer, (list) => after(verdict, list))
      // Not awaited: the answer is already in the list, the re-read only confirms it.
      if (verdict.kind !== 'refused')
        void client.invalidateQueries({ queryKey: ['contacts', workspace, customer] })
      // A customer may be shown with its primary's address, and mailed or not by what that one has.
      if (verdict.kind === 'saved' && verdict.contact?.primary)
        void client.invalidateQueries({ queryKey: ['customer', workspace, customer] })
    },
  })
}

function after(verdict: Verdict, list: ContactPages): ContactPages {
  if (verdict.kind !== 'saved') return list
  const { sent, contact } = verdict
  if (sent.op === 'remove') return withoutContact(list, sent.contact)
  return contact ? withHolder(list, contact) : list
}

/** A refusal as problems of a form: those with a field go there, the rest into the summary. */
export function problemsOf(verdict: Verdict & { kind: 'refused' }): Problem[] {
  const { refusal } = verdict
  return refusal.kind === 'fields'
    ? refusal.problems
    : [{ field: null, message: sentenceFor(refusal) }]
}
