import { useState } from 'react'
import type { Field, FormDefinition } from '#contract/fields/field.ts'
import { draftOf } from '#contract/fields/form.ts'
import type { Values } from '#contract/fields/kind.ts'
import { sentenceFor } from '#contract/api/apiErrorText.ts'
import { canCancel } from '#outbox/submission.ts'
import { useSubmissionResult, useOutbox, useSubmissionStatus } from '#outbox/OutboxContext.ts'
import { deleteText } from '#text/deleteText.ts'
import { text } from '#text/text.ts'
import { Banner } from '#ui/layout/Banner.tsx'
import { Button } from '#ui/basics/Button.tsx'
import { Dialog } from '#ui/dialog/Dialog.tsx'
import { CurrentValues } from '#contacts/conflict/CurrentValues.tsx'
import { SubmissionSupport } from '#contacts/saving/SubmissionSupport.tsx'
import { PendingDelete } from './PendingDelete.tsx'
import { useSubmission } from '#contacts/saving/useSubmission.ts'
import { useDeleteContact } from './useDeleteContact.ts'
import { ReasonField, useReason } from '#contacts/ReasonField.tsx'
import { comparedFields } from './comparedFields.ts'
import type { Refusal } from '#contract/api/refusal.ts'
import type { Contact, Customer } from '#contract/fields/contact.ts'

interface Props {
  workspace: string
  workspaceName: string
  customer: Customer | null
  customerId: string
  contact: Contact
  form: FormDefinition
  /** Why the backend would not let it go; then there is nothing to ask. */
  reason: string | undefined
  requiresReason: boolean
  onClose(): void
  onDeleted(contact: string): void
}

/** Asks before a contact goes, and says what that means when it is the one who gets the invoices. */
export function DeleteContact(props: Props) {
  const { workspace, customer, customerId, contact, form, reason, onClose } = props
  const outbox = useOutbox()
  const [submissionId] = useState(outbox.newSubmissionId)
  const status = useSubmissionStatus(submissionId)
  const item = useSubmission(submissionId)
  /** As it was shown to whoever presses. */
  const [seen, setSeen] = useState(contact)
  const [changed, setChanged] = useState<readonly Field[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const [isReasonAsked, setReasonAsked] = useState(props.requiresReason)
  const { withReason, field } = useReason(isReasonAsked)
  const remove = useDeleteContact(workspace, form)

  function press() {
    withReason((why) => {
      setProblem(null)
      remove(customerId, seen, submissionId, why)
    })
  }

  /** To keep the contact is to send nothing; what has been sent can only be waited for. */
  function leave() {
    if (status && canCancel(status)) outbox.cancel(submissionId)
    onClose()
  }

  /** Whoever presses again has seen what it holds by now. */
  function showNow(theirs: Values) {
    const fields = comparedFields(form).filter(({ name }) => name in theirs)
    const flag = fields.find(({ kind }) => kind === 'primary')
    setSeen({
      ...seen,
      primary: flag ? theirs[flag.name] === true : seen.primary,
      values: { ...seen.values, ...theirs },
    })
    setChanged(fields)
  }

  // Whoever has closed it by then is told by a notice, and finds nothing else closed.
  useSubmissionResult(submissionId, (result) => {
    if (result.kind === 'saved') {
      props.onDeleted(contact.id)
      onClose()
    } else if (result.kind === 'refused') {
      setProblem(text.contacts.notRemoved(contact.name, sentenceFor(result.refusal)))
      if (result.refusal.kind === 'conflict') showNow(result.refusal.theirs)
      if (wantsReason(result.refusal)) setReasonAsked(true)
    } else if (result.kind === 'abandoned') onClose()
  })

  if (reason)
    return (
      <Dialog
        title={deleteText.keptTitle(contact.name)}
        onClose={onClose}
        actions={
          <Button data-autofocus onClick={onClose}>
            {text.ui.close}
          </Button>
        }
      >
        <p>{reason}</p>
      </Dialog>
    )
  return (
    <Dialog
      title={deleteText.removeTitle(contact.name)}
      onClose={leave}
      actions={
        <>
          <Button data-autofocus onClick={leave}>
            {status && status.kind !== 'waiting' ? deleteText.closeChecking : deleteText.keep}
          </Button>
          <Button
            tone="danger"
            busy={status?.kind === 'saving' ? deleteText.removing : undefined}
            onClick={press}
          >
            {deleteText.removeName(contact.name)}
          </Button>
        </>
      }
    >
      {seen.primary && (
        <Banner tone="warning">
          {deleteText.removePrimary(contact.name, customer?.name ?? customerId)}
        </Banner>
      )}
      <p>{deleteText.removeBody}</p>
      <p>{text.workspaces.in(props.workspaceName)}</p>
      {isReasonAsked && <ReasonField field={field} onEnter={press} />}
      <PendingDelete submissionId={submissionId} name={contact.name} item={item} />
      {problem && (
        <div role="alert">
          <Banner tone="trouble">
            {problem}
            {changed.length > 0 && <CurrentValues fields={changed} now={draftOf(changed, seen)} />}
            {item && <SubmissionSupport item={item} state="rejected" />}
          </Banner>
        </div>
      )}
    </Dialog>
  )
}

/** The workspace asks for reasons since this page was opened. */
function wantsReason(refusal: Refusal): boolean {
  return refusal.kind === 'fields' && refusal.problems.some(({ field }) => field === 'reason')
}
