import { useState } from 'react'
import type { Contact, Customer } from '#contract/backend.ts'
import type { Field, Form } from '#contract/field.ts'
import { asked, draftOf } from '#contract/form.ts'
import type { Values } from '#contract/kind.ts'
import { sentenceFor } from '#contract/troubleText.ts'
import { useOutbox, useStanding } from '#outbox/OutboxContext.ts'
import { text } from '#text/text.ts'
import { Banner } from '#ui/Banner.tsx'
import { Button } from '#ui/Button.tsx'
import { Dialog } from '#ui/Dialog.tsx'
import { FieldsNow } from './FieldsNow.tsx'
import { useRemove } from './useRemove.ts'

interface Props {
  workspace: string
  customer: Customer | null
  customerId: string
  contact: Contact
  form: Form
  /** Why the backend would not let it go; then there is nothing to ask. */
  reason: string | undefined
  onClose(): void
  onDeleted(contact: string): void
}

/** Asks before a contact goes, and says what that means when it is the one who gets the invoices. */
export function DeleteContact(props: Props) {
  const { workspace, customer, customerId, contact, form, reason, onClose } = props
  const outbox = useOutbox()
  const [intent] = useState(outbox.newIntent)
  const standing = useStanding(intent)
  /** As it was shown to whoever presses. */
  const [seen, setSeen] = useState(contact)
  const [changed, setChanged] = useState<readonly Field[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const remove = useRemove(workspace, form)

  async function press() {
    setProblem(null)
    const verdict = await remove(customerId, seen, intent)
    if (verdict.kind === 'saved') {
      props.onDeleted(contact.id)
      onClose()
    } else if (verdict.kind === 'refused') {
      setProblem(text.contacts.notRemoved(contact.name, sentenceFor(verdict.refusal)))
      if (verdict.refusal.kind === 'changed') showNow(verdict.refusal.theirs)
    }
  }

  /** Whoever presses again has seen what it holds by now. */
  function showNow(theirs: Values) {
    setSeen({ ...seen, values: { ...seen.values, ...theirs } })
    setChanged(asked(form, 'edit').filter(({ name }) => name in theirs))
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
            busy={standing?.kind === 'saving' ? text.contacts.removing : undefined}
            onClick={() => void press()}
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
      {standing && standing.kind !== 'saving' && (
        <Banner tone="warning">{text.contacts.maybeRemoved(contact.name)}</Banner>
      )}
      {problem && (
        <div role="alert">
          <Banner tone="trouble">
            {problem}
            {changed.length > 0 && <FieldsNow fields={changed} now={draftOf(changed, seen)} />}
          </Banner>
        </div>
      )}
    </Dialog>
  )
}
