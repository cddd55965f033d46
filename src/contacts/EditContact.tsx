import { useState } from 'react'
import type { Contact } from '#contract/backend.ts'
import type { Form } from '#contract/field.ts'
import { asked, changesIn, draftOf } from '#contract/form.ts'
import type { Values } from '#contract/kind.ts'
import { useDrafts } from '#outbox/drafts.ts'
import { text } from '#text/text.ts'
import { Banner } from '#ui/Banner.tsx'
import { Chip } from '#ui/Chip.tsx'
import { useNotices } from '#ui/Notices.tsx'
import { ContactPanel } from './ContactPanel.tsx'
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
  const roles = rolesOf(form, opened).map(({ label }) => label)

  function saved(contact: Contact, sent: Values, values: Values) {
    const later = changesIn(values, contact.values)
    const unsent = Object.keys(later).filter(
      (name) => values[name] !== (sent[name] ?? opened.values[name]),
    )
    if (unsent.length > 0) {
      drafts.keep(draftKey(workspace, customer, contact.id), {
        draft: toDraft(values),
        base: draftOf(fields, contact),
      })
      say({ tone: 'trouble', message: text.save.savedEarlier })
      return setOpened({ opened: contact, round: round + 1 })
    }
    say({ tone: 'done', message: savedNotice(contact, sent, fields) })
    props.onClose()
  }

  return (
    <ContactPanel
      key={round}
      title={text.contacts.edit}
      workspace={workspace}
      customer={customer}
      draftKey={draftKey(workspace, customer, opened.id)}
      fields={fields}
      sections={form.sections}
      opened={draftOf(fields, opened)}
      stored={opened.values}
      modal={props.modal}
      wide={form.wide}
      header={opened.primary && <Chip tone="accent">{text.contacts.isPrimary}</Chip>}
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

function toDraft(values: Values) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? '']))
}
