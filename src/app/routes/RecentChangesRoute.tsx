import { useQueryClient } from '@tanstack/react-query'
import { useApi } from '#api/ApiContext.ts'
import type { Change } from '#recentChanges/change.ts'
import { RecentChanges } from '#recentChanges/RecentChanges.tsx'
import { contactsQuery } from '#contacts/contactsQuery.ts'
import { useDeleteContact } from '#contacts/delete/useDeleteContact.ts'
import { useUndo } from '#contacts/saving/useUndo.ts'
import type { FormDefinition } from '#contract/fields/field.ts'
import { customerQuery } from '#customers/customersQuery.ts'
import { formatPath, type Place } from '#app/paths.ts'

interface Props {
  place: Place
  form: FormDefinition | undefined
  mayChange: boolean
  /** A contact is gone, by an undo or as a duplicate. */
  onGone(contact: string): void
}

/** The recent changes with what they need of the rest of the desk. */
export function RecentChangesRoute({ place, form, mayChange, onGone }: Props) {
  const { workspace } = place
  const api = useApi()
  const client = useQueryClient()
  const remove = useDeleteContact(workspace, form)
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
      mayChange={mayChange}
      pathTo={(customer, contact) =>
        formatPath({ workspace, customer, panel: contact === null ? null : { contact } })
      }
      customerName={customerName}
      contactName={contactName}
      onUndo={undoChange}
      onDelete={remove}
      onGone={onGone}
    />
  )
}
