import { useQueryClient } from '@tanstack/react-query'
import { useApi } from '#api/ApiContext.ts'
import type { Change } from '#changes/change.ts'
import { RecentChanges } from '#changes/RecentChanges.tsx'
import { contactsQuery } from '#contacts/contactsQuery.ts'
import { useRemove } from '#contacts/useRemove.ts'
import { useUndo } from '#contacts/useUndo.ts'
import type { Form } from '#contract/field.ts'
import { sentenceFor } from '#contract/troubleText.ts'
import { customerQuery } from '#customers/customersQuery.ts'
import { text } from '#text/text.ts'
import { pathOf, type Place } from './places.ts'

interface Props {
  place: Place
  form: Form | undefined
  /** A contact is gone, by an undo or as a duplicate. */
  onGone(contact: string): void
}

/** The recent changes, told what the rest of the desk knows and can do. */
export function ChangesHere({ place, form, onGone }: Props) {
  const { workspace } = place
  const api = useApi()
  const client = useQueryClient()
  const remove = useRemove(workspace, form)
  const undo = useUndo({
    nameElsewhere: (customer) =>
      customer === place.customer ? null : (customerName(customer) ?? customer),
    onGone,
  })

  function customerName(customer: string): string | undefined {
    return client.getQueryData(customerQuery(api, workspace, customer).queryKey)?.name
  }

  function contactName(customer: string, contact: string): string | undefined {
    const list = client.getQueryData(contactsQuery(api, workspace, customer).queryKey)
    const all = list?.pages.flatMap(({ items }) => items)
    return all?.find(({ id }) => id === contact)?.name
  }

  async function undoChange({ op, ...change }: Change): Promise<void> {
    if (op !== 'undo') await undo({ workspace, op, ...change })
  }

  return (
    <RecentChanges
      workspace={workspace}
      form={form}
      pathTo={(customer, contact) =>
        pathOf({ workspace, customer, panel: contact === null ? null : { contact } })
      }
      customerName={customerName}
      contactName={contactName}
      onUndo={undoChange}
      onDelete={async (customer, contact) => {
        const verdict = await remove(customer, contact)
        if (verdict.kind === 'saved') {
          onGone(contact.id)
          return null
        }
        const why = verdict.kind === 'refused' ? sentenceFor(verdict.refusal) : ''
        return text.contacts.notRemoved(contact.name, why)
      }}
    />
  )
}
