import type { FormDefinition } from '#contract/fields/field.ts'
import type { Values } from '#contract/fields/kind.ts'
import { useOutbox } from '#outbox/OutboxContext.ts'
import { comparedFields } from './comparedFields.ts'
import type { Contact } from '#contract/fields/contact.ts'

/**
 * Deletes a contact as it was shown: one that was changed since stays. `useSubmissionResults` shows the
 * notice that it is deleted; a refusal goes to the dialog that claims it, or else into a notice.
 */
export function useDeleteContact(workspace: string, form: FormDefinition | undefined) {
  const outbox = useOutbox()

  return function remove(
    customer: string,
    contact: Contact,
    submissionId: string,
    reason?: string,
  ): void {
    const { id, name } = contact
    void outbox.send({
      workspace,
      id: submissionId,
      write: { op: 'remove', customer, contact: id, before: form && seenOf(form, contact), reason },
      about: name,
      form: null,
    })
  }
}

/** What the person could see; a list may leave fields out. */
function seenOf(form: FormDefinition, contact: Contact): Values {
  return Object.fromEntries(
    comparedFields(form).flatMap(({ name }) => {
      const value = contact.values[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}
