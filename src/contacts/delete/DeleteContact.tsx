import { useState } from 'react'
import type { Field, Form } from '#contract/fields/field.ts'
import { draftOf } from '#contract/fields/form.ts'
import type { Values } from '#contract/fields/kind.ts'
import { sentenceFor } from '#contract/api/apiErrorText.ts'
import { mayStop } from '#outbox/submission.ts'
import { useEnd, useOutbox, useStanding } from '#outbox/OutboxContext.ts'
import { text } from '#text/text.ts'
import { Banner } from '#ui/layout/Banner.tsx'
import { Button } from '#ui/basics/Button.tsx'
import { Dialog } from '#ui/dialog/Dialog.tsx'
import { FieldsNow } from '#contacts/conflict/CurrentValues.tsx'
import { SupportOf } from '#contacts/saving/SubmissionSupport.tsx'
import { UnresolvedDelete } from './PendingDelete.tsx'
import { useErrandOf } from '#contacts/saving/useSubmission.ts'
import { useRemove } from './useDeleteContact.ts'
import { watchedFields } from './comparedFields.ts'
import type { Contact, Customer } from '#contract/fields/contact.ts'

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
  const errand = useErrandOf(intent)
  /** As it was shown to whoever presses. */
  const [seen, setSeen] = useState(contact)
  const [changed, setChanged] = useState<readonly Field[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const remove = useRemove(workspace, form)

  function press() {
    setProblem(null)
    remove(customerId, seen, intent)
  }

  /** To keep the contact is to send nothing; what has been sent can only be waited for. */
  function leave() {
    if (standing && mayStop(standing)) outbox.stop(intent)
    onClose()
  }

  /** Whoever presses again has seen what it holds by now. */
  function showNow(theirs: Values) {
    const fields = watchedFields(form).filter(({ name }) => name in theirs)
    const flag = fields.find(({ kind }) => kind === 'primary')
    setSeen({
      ...seen,
      primary: flag ? theirs[flag.name] === true : seen.primary,
      values: { ...seen.values, ...theirs },
    })
    setChanged(fields)
  }

  // Whoever has closed it by then is told by a notice, and finds nothing else closed.
  useEnd(intent, (verdict) => {
    if (verdict.kind === 'saved') {
      props.onDeleted(contact.id)
      onClose()
    } else if (verdict.kind === 'refused') {
      setProblem(text.contacts.notRemoved(contact.name, sentenceFor(verdict.refusal)))
      if (verdict.refusal.kind === 'changed') showNow(verdict.refusal.theirs)
    } else if (verdict.kind === 'left') onClose()
  })

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
      onClose={leave}
      actions={
        <>
          <Button data-autofocus onClick={leave}>
            {standing && standing.kind !== 'waiting'
              ? text.contacts.closeChecking
              : text.contacts.keep}
          </Button>
          <Button
            tone="danger"
            busy={standing?.kind === 'saving' ? text.contacts.removing : undefined}
            onClick={press}
          >
            {text.contacts.removeName(contact.name)}
          </Button>
        </>
      }
    >
      {seen.primary && (
        <Banner tone="warning">
          {text.contacts.removePrimary(contact.name, customer?.name ?? customerId)}
        </Banner>
      )}
      <p>{text.contacts.removeBody}</p>
      <UnresolvedDelete intent={intent} name={contact.name} errand={errand} />
      {problem && (
        <div role="alert">
          <Banner tone="trouble">
            {problem}
            {changed.length > 0 && <FieldsNow fields={changed} now={draftOf(changed, seen)} />}
            {errand && <SupportOf errand={errand} state="rejected" />}
          </Banner>
        </div>
      )}
    </Dialog>
  )
}
