import { useState } from 'react'
import type { FormDefinition } from '#contract/fields/field.ts'
import { fieldsFor, draftOf, emptyDraft } from '#contract/fields/form.ts'
import type { Draft } from '#contract/fields/kind.ts'
import { useDrafts } from '#outbox/OutboxContext.ts'
import { text } from '#text/text.ts'
import { useNotices } from '#ui/notices/Notices.tsx'
import { supportCodeText } from '#contacts/saving/supportCodeText.ts'
import { ContactForm } from './ContactForm.tsx'
import type { Saved } from './contactFormProps.ts'
import { draftKey } from '#contacts/drafts/draftKey.ts'
import { savedNotice } from '#contacts/saving/savedNotice.ts'
import { suggestionsFrom } from './suggestions.ts'
import { useUndoAction } from '#contacts/saving/useUndo.ts'
import type { Contact } from '#contract/fields/contact.ts'

interface Props {
  workspace: string
  workspaceName: string
  customer: string
  form: FormDefinition
  /** The customer's contacts, as far as they are known; null where they cannot be listed. */
  contacts: readonly Contact[] | null
  modal: boolean
  onClose(): void
  onOpen(contact: string): void
  onMade(contact: string): void
}

/** The form for a contact that does not exist yet. */
export function NewContact(props: Props) {
  const { workspace, customer, form, contacts } = props
  const listed = contacts ?? []
  const drafts = useDrafts()
  const { showNotice } = useNotices()
  const undoing = useUndoAction()
  const [round, setRound] = useState(0)
  const fields = fieldsFor(form, 'create')
  const flag = fields.find(({ kind }) => kind === 'primary')
  const primary = listed.find((contact) => contact.primary)
  const [first] = useState({
    ...emptyDraft(fields),
    // An unknown primary is not the same as no primary.
    ...(flag && !primary && contacts && { [flag.name]: true }),
  })

  function saved(contact: Contact, { sent, submissionId, left, next }: Saved) {
    if (left) return continueAsChange(contact, submissionId, left)
    const { id, name } = contact
    const done = { workspace, submissionId, op: 'create', customer, contact: id, name } as const
    showNotice({
      tone: 'done',
      message: savedNotice(contact, sent, fields),
      aside: supportCodeText(submissionId),
      // Taking it back means deleting it, and that takes the list.
      ...(contacts && { action: undoing(done) }),
    })
    if (next === 'another') setRound(round + 1)
    else props.onMade(id)
  }

  /** What was typed after the press that saved it is a change of the contact that was made. */
  function continueAsChange(contact: Contact, submissionId: string, left: Draft) {
    const base = draftOf(fieldsFor(form, 'edit'), contact)
    drafts.keep(draftKey(workspace, customer, contact.id), { draft: left, base })
    const message = text.save.savedEarlier(contact.name)
    showNotice({ tone: 'trouble', message, aside: supportCodeText(submissionId) })
    props.onOpen(contact.id)
  }

  return (
    <ContactForm
      key={round}
      title={text.contacts.new}
      about={text.contacts.new}
      workspace={workspace}
      customer={customer}
      draftKey={draftKey(workspace, customer, null)}
      fields={fields}
      sections={form.sections}
      opened={round === 0 ? first : emptyDraft(fields)}
      modal={props.modal}
      wide={form.wide}
      another
      notes={
        flag && {
          [flag.name]: (
            <>
              <span>
                {!contacts
                  ? text.contacts.primaryUnknown
                  : primary
                    ? text.contacts.movesHere(primary.name)
                    : text.contacts.movesHereFirst}
              </span>
              <br />
              {text.workspaces.in(props.workspaceName)}
            </>
          ),
        }
      }
      suggestions={suggestionsFrom(fields, listed)}
      writeOf={(values) => ({ op: 'create', customer, values })}
      onSaved={saved}
      onIsThis={props.onOpen}
      onUnchanged={props.onClose}
      onClose={props.onClose}
    />
  )
}
