import { useState } from 'react'
import type { Field, FormDefinition } from '#contract/fields/field.ts'
import { fieldsFor, changesIn, draftOf } from '#contract/fields/form.ts'
import type { Values } from '#contract/fields/kind.ts'
import { useDrafts } from '#outbox/OutboxContext.ts'
import { editText } from '#text/editText.ts'
import { text } from '#text/text.ts'
import { Banner } from '#ui/layout/Banner.tsx'
import { Chip } from '#ui/basics/Chip.tsx'
import { useNotices } from '#ui/notices/Notices.tsx'
import { supportCodeText } from '#contacts/saving/supportCodeText.ts'
import { ContactForm } from './ContactForm.tsx'
import type { Saved } from './contactFormProps.ts'
import { draftKey } from '#contacts/drafts/draftKey.ts'
import { rolesOf } from '#contacts/contactRoles.ts'
import { changedByOthers } from '#contacts/saving/changedByOthers.ts'
import { comparison } from '#contacts/conflict/conflicts.ts'
import { savedNotice } from '#contacts/saving/savedNotice.ts'
import { suggestionsFrom } from './suggestions.ts'
import { useUndoAction } from '#contacts/saving/useUndo.ts'
import type { Contact } from '#contract/fields/contact.ts'

interface Props {
  workspace: string
  customer: string
  form: FormDefinition
  contact: Contact
  contacts: readonly Contact[]
  modal: boolean
  onClose(): void
}

/** The form for a contact that is there. Who is primary is changed in the list, by a write of its own. */
export function EditContact(props: Props) {
  const { workspace, customer, form } = props
  const drafts = useDrafts()
  const { showNotice } = useNotices()
  const undoing = useUndoAction()
  const [{ opened, round }, setOpened] = useState({ opened: props.contact, round: 0 })
  const fields = fieldsFor(form, 'edit')
  // What is typed stays; what the contact is for its customer may change in the list beside it.
  const now = props.contacts.find(({ id }) => id === opened.id) ?? opened
  const roles = rolesOf(form, now).map(({ label }) => label)

  const base = draftOf(fields, opened)

  function saved(contact: Contact, { sent, submissionId, left }: Saved) {
    if (left) {
      const saved = { draft: left, base: draftOf(fields, contact) }
      drafts.keep(draftKey(workspace, customer, contact.id), saved)
      const message = text.save.savedEarlier(contact.name)
      showNotice({ tone: 'trouble', message, aside: supportCodeText(submissionId) })
      return setOpened({ opened: contact, round: round + 1 })
    }
    const { id, name } = opened
    const done = { workspace, submissionId, op: 'update', customer, contact: id, name } as const
    showNotice({
      tone: 'done',
      message: savedNotice(
        contact,
        sent,
        fields,
        changedByOthers(contact, sent, fields, opened.values),
      ),
      aside: supportCodeText(submissionId),
      action: undoing(done),
    })
    props.onClose()
  }

  return (
    <ContactForm
      key={round}
      title={text.contacts.edit}
      about={opened.name}
      workspace={workspace}
      customer={customer}
      draftKey={draftKey(workspace, customer, opened.id)}
      fields={fields}
      sections={form.sections}
      opened={base}
      stored={opened.values}
      comparison={comparison}
      now={draftOf(known(fields, now), now)}
      modal={props.modal}
      wide={form.wide}
      header={now.primary && <Chip tone="accent">{editText.isPrimary}</Chip>}
      notes={Object.fromEntries(
        fields
          .filter(({ name }) => opened.incomplete && opened.values[name] === undefined)
          .map(({ name }) => [name, editText.unreadField]),
      )}
      intro={
        <>
          {opened.incomplete && <Banner tone="warning">{text.contacts.incomplete}</Banner>}
          {roles.length > 1 && (
            <Banner tone="warning">{editText.sharedEdit(opened.name, roles)}</Banner>
          )}
        </>
      }
      suggestions={suggestionsFrom(fields, props.contacts)}
      writeOf={(values) => {
        const changes = changesIn(values, opened.values)
        if (Object.keys(changes).length === 0) return null
        const before = picked(opened.values, Object.keys(changes))
        return { op: 'update', customer, contact: opened.id, values: changes, before }
      }}
      onSaved={saved}
      onTheirs={(theirs) =>
        setOpened({ opened: { ...opened, values: { ...opened.values, ...theirs } }, round })
      }
      onUnchanged={() => {
        showNotice({ tone: 'done', message: editText.nothingToSave })
        props.onClose()
      }}
      onClose={props.onClose}
    />
  )
}

/** A list may leave fields out, which says nothing about them. */
function known(fields: readonly Field[], { values }: Contact): Field[] {
  return fields.filter(({ name }) => values[name] !== undefined)
}

function picked(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(names.map((name) => [name, values[name] ?? null]))
}
