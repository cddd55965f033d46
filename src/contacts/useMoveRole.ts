import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Contact } from '#contract/backend.ts'
import { sentenceFor } from '#contract/troubleText.ts'
import { newWish } from '#outbox/wish.ts'
import { text } from '#text/text.ts'
import { useNotices } from '#ui/Notices.tsx'
import { changeList, withPrimary, type ContactPages } from './contactsCache.ts'
import { useWrite } from './useSave.ts'

/**
 * Moves the primary at once and takes it back, with a message at the row, when the backend refuses.
 * `notes` are those messages by contact id; `move` is pressed once the sentence was agreed to.
 */
export function useMakePrimary(workspace: string, customer: string) {
  const client = useQueryClient()
  const { say } = useNotices()
  const [wish, setWish] = useState(newWish)
  const [notes, setNotes] = useState<Readonly<Record<string, string>>>({})
  const write = useWrite(workspace, customer, wish)

  async function move(contact: Contact): Promise<void> {
    const key = ['contacts', workspace, customer]
    setNotes(({ [contact.id]: _, ...others }) => others)
    // A re-read that is under way would put the old primary back on the screen.
    await client.cancelQueries({ queryKey: key })
    const before = client.getQueryData<ContactPages>(key)
    changeList(client, workspace, customer, (list) => withPrimary(list, contact.id))
    const verdict = await write.mutateAsync({ op: 'primary', customer, contact: contact.id })
    setWish(newWish())
    if (verdict.kind === 'saved') {
      say({ tone: 'done', message: text.contacts.madePrimary(contact.name) })
      return
    }
    client.setQueryData(key, before)
    // After a missing answer the list is re-read, and shows what the backend says.
    void client.invalidateQueries({ queryKey: key })
    const note =
      verdict.kind === 'refused'
        ? text.contacts.notMadePrimary(contact.name, sentenceFor(verdict.refusal))
        : text.contacts.maybePrimary(contact.name)
    setNotes((others) => ({ ...others, [contact.id]: note }))
  }

  return {
    move: (contact: Contact) => void move(contact),
    notes,
    dismiss: (id: string) => setNotes(({ [id]: _, ...others }) => others),
  }
}
