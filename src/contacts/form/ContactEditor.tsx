import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '#api/ApiContext.ts'
import type { FormDefinition } from '#contract/fields/field.ts'
import { fieldsFor, hasAllFields } from '#contract/fields/form.ts'
import { ApiError } from '#contract/api/apiError.ts'
import { sentenceOfError } from '#contract/api/apiErrorText.ts'
import { text } from '#text/text.ts'
import { Button } from '#ui/basics/Button.tsx'
import { EmptyState } from '#ui/layout/EmptyState.tsx'
import { Panel } from '#ui/dialog/Panel.tsx'
import { Skeleton } from '#ui/layout/Skeleton.tsx'
import { lazyWithRetry } from '#ui/basics/lazyWithRetry.tsx'
import { contactQuery, useContacts } from '#contacts/contactsQuery.ts'
import { NewContact } from './NewContact.tsx'
import type { Contact } from '#contract/fields/contact.ts'

/** Whoever makes a new contact does not wait for it. */
const EditContact = lazyWithRetry(async () => (await import('./EditContact.tsx')).EditContact)

const ViewContact = lazyWithRetry(async () => (await import('./ViewContact.tsx')).ViewContact)

interface Props {
  workspace: string
  workspaceName: string
  customer: string
  form: FormDefinition
  /** False: the contact is only to be looked at. */
  mayChange: boolean
  /** The contact to edit; null makes a new one. */
  contact: string | null
  modal: boolean
  onClose(): void
  onOpen(contact: string): void
  /** A new contact is there, and the form is done. */
  onMade(contact: string): void
}

/** Finds what the form opens on, and opens it. */
export function ContactEditor(props: Props) {
  const { contact: id, ...rest } = props
  const { contacts, error } = useContacts(props.workspace, props.customer)
  if (id !== null) return <Existing {...rest} id={id} />
  if (!props.mayChange) return <ViewContact {...rest} contact={null} />
  // Whether anybody is primary yet decides how the form starts, so the first page is waited for.
  if (!contacts && !error)
    return <Waiting title={text.contacts.new} {...rest} wide={props.form.wide} />
  return <NewContact {...rest} contacts={contacts ?? null} />
}

function Existing({ id, ...props }: Omit<Props, 'contact'> & { id: string }) {
  const api = useApi()
  const client = useQueryClient()
  const { contacts } = useContacts(props.workspace, props.customer)
  const listed = contacts?.find((contact) => contact.id === id)
  // Once it is open it stays open, whatever becomes of the contact meanwhile: somebody is typing.
  const [opened, setOpened] = useState<Contact | null>(null)
  // A list may leave fields out, and a form that opened on it would take them for empty.
  const whole = listed && hasAllFields(fieldsFor(props.form, 'edit'), listed) ? listed : undefined
  const query = useQuery({
    ...contactQuery(api, props.workspace, props.customer, id),
    enabled: !whole && !opened,
  })
  const contact = opened ?? whole ?? (query.isFetchedAfterMount ? query.data : undefined)
  if (contact && contact !== opened) setOpened(contact)
  if (contact && !props.mayChange) return <ViewContact {...props} contact={whole ?? contact} />
  if (contact)
    return <EditContact key={id} {...props} contact={contact} contacts={contacts ?? []} />
  if (!query.error) return <Waiting title={text.contacts.edit} {...props} wide={props.form.wide} />
  const gone = query.error instanceof ApiError && isMissing(query.error)
  return (
    <Panel title={text.contacts.edit} modal={props.modal} onClose={props.onClose}>
      <EmptyState
        title={gone ? text.contacts.gone : text.contacts.failed}
        body={gone ? text.contacts.goneBody : sentenceOfError(query.error)}
        actions={
          gone ? (
            <Button onClick={props.onClose}>{text.ui.close}</Button>
          ) : (
            <Button
              onClick={() =>
                void client.invalidateQueries({
                  queryKey: ['contact', props.workspace, props.customer, id],
                })
              }
            >
              {text.trouble.retry}
            </Button>
          )
        }
      />
    </Panel>
  )
}

function isMissing({ failure }: ApiError): boolean {
  return failure.kind === 'refused' && failure.refusal.kind === 'notFound'
}

interface WaitingProps {
  title: string
  modal: boolean
  wide: boolean | undefined
  onClose(): void
}

function Waiting({ title, modal, wide, onClose }: WaitingProps) {
  return (
    <Panel title={title} modal={modal} wide={wide} onClose={onClose}>
      <Skeleton width="100%" />
      <Skeleton width="100%" />
      <Skeleton width="60%" />
    </Panel>
  )
}
