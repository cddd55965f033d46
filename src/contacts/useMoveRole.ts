import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Contact } from '#contract/backend.ts'
import type { Form } from '#contract/field.ts'
import { sentenceFor } from '#contract/troubleText.ts'
import { newWish } from '#outbox/wish.ts'
import { text } from '#text/text.ts'
import { useNotices } from '#ui/Notices.tsx'
import { changeList, withMoved, type ContactPages } from './contactsCache.ts'
import { primaryRole, type Aim } from './roles.ts'
import { useWrite } from './useSave.ts'

/** Why something did not move, beside the contact it should have moved to. */
export interface MoveNote {
  message: string
  aim: Aim
}

type Notes = Readonly<Record<string, MoveNote>>

/**
 * Moves the primary (or another role) at once and takes it back, with a message at the row, when the
 * backend refuses. `notes` are those messages by contact id; `move` is pressed once the sentence was
 * agreed to.
 */
export function useMoveRole(workspace: string, customer: string, form: Form) {
  const client = useQueryClient()
  const { say } = useNotices()
  const [wish, setWish] = useState(newWish)
  const [notes, setNotes] = useState<Notes>({})
  const write = useWrite(workspace, customer, wish)

  async function move(contact: Contact, aim: Aim): Promise<void> {
    const key = ['contacts', workspace, customer]
    const words = aim === 'primary' ? text.contacts : text.contacts.role(aim.label)
    setNotes(({ [contact.id]: _, ...others }) => others)
    // A re-read that is under way would put the old holder back on the screen.
    await client.cancelQueries({ queryKey: key })
    const before = client.getQueryData<ContactPages>(key)
    const role = (aim === 'primary' ? primaryRole(form) : aim)?.id
    changeList(client, workspace, customer, (list) =>
      withMoved(list, contact.id, { primary: aim === 'primary', role }),
    )
    const verdict = await write.mutateAsync(
      aim === 'primary'
        ? { op: 'primary', customer, contact: contact.id }
        : { op: 'role', customer, contact: contact.id, role: aim.id },
    )
    setWish(newWish())
    if (verdict.kind === 'saved') {
      say({ tone: 'done', message: words.made(contact.name) })
      return
    }
    client.setQueryData(key, before)
    // After a missing answer the list is re-read, and shows what the backend says; and of two steps
    // the first may be done.
    void client.invalidateQueries({ queryKey: key })
    const message =
      verdict.kind === 'refused'
        ? words.notMade(contact.name, sentenceFor(verdict.refusal))
        : words.maybeMade(contact.name)
    setNotes((others) => ({ ...others, [contact.id]: { message, aim } }))
  }

  return {
    move: (contact: Contact, aim: Aim) => void move(contact, aim),
    notes,
    dismiss: (id: string) => setNotes(({ [id]: _, ...others }) => others),
  }
}
