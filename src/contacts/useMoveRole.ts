import { useQueryClient } from '@tanstack/react-query'
import type { Contact } from '#contract/backend.ts'
import type { Form } from '#contract/field.ts'
import { sentenceFor } from '#contract/troubleText.ts'
import { newWish } from '#outbox/wish.ts'
import { text } from '#text/text.ts'
import { useNotices } from '#ui/Notices.tsx'
import { useMoveNotes } from './moveNotes.ts'
import { movesScope, usePendingMoves } from './pendingMoves.ts'
import type { Aim } from './roles.ts'
import { useWrite } from './useSave.ts'

/**
 * Moves the primary (or another role) at once, and says so when the backend refuses. `moves` are
 * those not answered yet: the list is shown with them on top, so taking one back takes nothing else.
 * `notes` say what did not move, and `move` is pressed once the sentence was agreed to.
 */
export function useMoveRole(workspace: string, customer: string, form: Form) {
  const client = useQueryClient()
  const { say } = useNotices()
  const { notes, keep, drop } = useMoveNotes(workspace, customer)
  const write = useWrite(workspace, customer, movesScope(workspace, customer))
  const moves = usePendingMoves(workspace, customer, form)

  async function move(contact: Contact, aim: Aim): Promise<void> {
    const words = aim === 'primary' ? text.contacts : text.contacts.role(aim.label)
    drop({ contact: contact.id, aim })
    const verdict = await write.mutateAsync({
      wish: newWish(),
      write:
        aim === 'primary'
          ? { op: 'primary', customer, contact: contact.id }
          : { op: 'role', customer, contact: contact.id, role: aim.id },
    })
    if (verdict.kind === 'saved')
      return void say({ tone: 'done', message: words.made(contact.name) })
    // Of two steps the first may be done; and a refusal often means that the list is out of date.
    if (verdict.kind === 'refused')
      void client.invalidateQueries({ queryKey: ['contacts', workspace, customer] })
    const message =
      verdict.kind === 'refused'
        ? words.notMade(contact.name, sentenceFor(verdict.refusal))
        : words.maybeMade(contact.name)
    if (!keep({ contact: contact.id, aim, message })) say({ tone: 'trouble', message })
  }

  return { move: (contact: Contact, aim: Aim) => void move(contact, aim), moves, notes, drop }
}
