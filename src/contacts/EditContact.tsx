import { useState } from 'react'
import type { Contact } from '#contract/backend.ts'
import type { Form } from '#contract/field.ts'
import { asked, changesIn, draftOf } from '#contract/form.ts'
import { useDrafts } from '#outbox/drafts.ts'
import { text } from '#text/text.ts'
import { Banner } from '#ui/Banner.tsx'
import { Chip } from '#ui/Chip.tsx'
import { useNotices } from '#ui/Notices.tsx'
import { ContactPanel, type Saved } from './ContactPanel.tsx'
import { draftKey } from './draftKey.ts'
import { rolesOf } from './roles.ts'
import { savedNotice } from './savedNotice.ts'
import { suggestionsFrom } from './suggestions.ts'

interface Props {
  workspace: string
  customer: string
  form: Form
  contact: Contact
  contacts: readonly Contact[]
  modal: boolean
  onClose(): void
}

/** The form for a contact that is there. Who is primary is changed in the list, by a write of its own. */
export function EditContact(props: Props) {
  const { workspace, customer, form } = props
  const drafts = useDrafts()
  const { say } = useNotices()
  const [{ opened, round }, setOpened] = useState({ opened: props.contact, round: 0 })
  const fields = asked(form, 'edit')
  // What is typed stays; what the contact is for its customer may change in the list beside it.
  const now = props.contacts.find(({ id }) => id === opened.id) ?? opened
  const roles = rolesOf(form, now).map(({ label }) => label)

  function saved(contact: Contact, { sent, left, isOpen }: Saved) {
    if (left) {
      const base = draftOf(fields, contact)
      drafts.keep(draftKey(workspace, customer, contact.id), { draft: left, base })
      say({ tone: 'trouble', message: text.save.savedEarlier(contact.name) })
      return setOpened({ opened: contact, round: round + 1 })
    }
    say({ tone: 'done', message: savedNotice(contact, sent, fields) })
    if (isOpen) props.onClose()
  }

  return (
    <ContactPanel
      key={round}
      title={text.contacts.edit}
      about={opened.name}
      workspace={workspace}
      customer={customer}
      draftKey={draftKey(workspace, customer, opened.id)}
      fields={fields}
      sections={form.sections}
      opened={draftOf(fields, opened)}
      stored={opened.values}
      modal={props.modal}
      wide={form.wide}
      header={now.primary && <Chip tone="accent">{text.contacts.isPrimary}</Chip>}
      intro={
        roles.length > 1 && (
          <Banner tone="warning">{text.contacts.sharedEdit(opened.name, roles)}</Banner>
        )
      }
      suggestions={suggestionsFrom(fields, props.contacts)}
      writeOf={(values) => {
        const changes = changesIn(values, opened.values)
        if (Object.keys(changes).length === 0) return null
        return { op: 'update', customer, contact: opened.id, values: changes }
      }}
      onSaved={saved}
      onUnchanged={() => {
        say({ tone: 'done', message: text.save.nothingToSave })
        props.onClose()
      }}
      onClose={props.onClose}
    />
  )
}
