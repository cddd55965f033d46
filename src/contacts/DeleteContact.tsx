import { useState } from 'react'
import type { Contact, Customer } from '#contract/backend.ts'
import { sentenceFor } from '#contract/troubleText.ts'
import { useDrafts } from '#outbox/drafts.ts'
import { newWish } from '#outbox/wish.ts'
import { text } from '#text/text.ts'
import { Banner } from '#ui/Banner.tsx'
import { Button } from '#ui/Button.tsx'
import { Dialog } from '#ui/Dialog.tsx'
import { useNotices } from '#ui/Notices.tsx'
import { draftKey } from './draftKey.ts'
import { useWrite } from './useSave.ts'

interface Props {
  workspace: string
  customer: Customer | null
  customerId: string
  contact: Contact
  /** Why the backend would not let it go; then there is nothing to ask. */
  reason: string | undefined
  onClose(): void
  onDeleted(contact: string): void
}

/** Asks before a contact goes, and says what that means when it is the one who gets the invoices. */
export function DeleteContact({
  workspace,
  customer,
  customerId,
  contact,
  reason,
  onClose,
  onDeleted,
}: Props) {
  const [wish] = useState(newWish)
  const [problem, setProblem] = useState<string | null>(null)
  const write = useWrite(workspace, customerId, wish.intent)
  const { say } = useNotices()
  const drafts = useDrafts()

  async function remove() {
    setProblem(null)
    const verdict = await write.mutateAsync({
      wish,
      write: { op: 'remove', customer: customerId, contact: contact.id },
    })
    if (verdict.kind === 'refused')
      return setProblem(text.contacts.notRemoved(contact.name, sentenceFor(verdict.refusal)))
    if (verdict.kind === 'unknown') return setProblem(text.contacts.maybeRemoved(contact.name))
    drafts.drop(draftKey(workspace, customerId, contact.id))
    say({ tone: 'done', message: text.contacts.removed(contact.name) })
    onDeleted(contact.id)
    onClose()
  }

  if (reason)
    return (
      <Dialog
        title={text.contacts.keptTitle(contact.name)}
        onClose={onClose}
        actions={
          <Button data-autofocus onClick={onClose}>
            {text.trouble.close}
          </Button>
        }
      >
        <p>{reason}</p>
      </Dialog>
    )
  return (
    <Dialog
      title={text.contacts.removeTitle(contact.name)}
      onClose={onClose}
      actions={
        <>
          <Button data-autofocus onClick={onClose}>
            {text.contacts.keep}
          </Button>
          <Button
            tone="danger"
            busy={write.isPending ? text.contacts.removing : undefined}
            onClick={() => void remove()}
          >
            {text.contacts.removeName(contact.name)}
          </Button>
        </>
      }
    >
      {contact.primary && (
        <Banner tone="warning">
          {text.contacts.removePrimary(contact.name, customer?.name ?? customerId)}
        </Banner>
      )}
      <p>{text.contacts.removeBody}</p>
      {problem && <Banner tone="trouble">{problem}</Banner>}
    </Dialog>
  )
}
