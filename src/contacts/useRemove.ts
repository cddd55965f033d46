import type { Contact } from '#contract/backend.ts'
import type { Form } from '#contract/field.ts'
import { asked } from '#contract/form.ts'
import type { Values } from '#contract/kind.ts'
import type { Verdict } from '#outbox/errand.ts'
import { useDrafts, useOutbox } from '#outbox/OutboxContext.ts'
import { text } from '#text/text.ts'
import { useNotices } from '#ui/Notices.tsx'
import { draftKey } from './draftKey.ts'
import { useUndoing } from './useUndo.ts'

/**
 * Deletes a contact as it was seen: one that somebody changed since stays, and is looked at again.
 * That it is gone is said, with its undo; why it is not is left to the asker.
 */
export function useRemove(workspace: string, form: Form | undefined) {
  const outbox = useOutbox()
  const drafts = useDrafts()
  const { say } = useNotices()
  const undoing = useUndoing()

  return async function remove(
    customer: string,
    contact: Contact,
    intent = outbox.newIntent(),
  ): Promise<Verdict> {
    const { id, name } = contact
    const verdict = await outbox.send({
      workspace,
      intent,
      write: { op: 'remove', customer, contact: id, before: form && seenOf(form, contact) },
      about: name,
      form: null,
    })
    if (verdict.kind !== 'saved') return verdict
    drafts.drop(draftKey(workspace, customer, id))
    const done = { workspace, intent, op: 'remove', customer, contact: id, name } as const
    say({
      tone: 'done',
      message: text.contacts.removed(name),
      action: undoing(done),
    })
    return verdict
  }
}

/** What the person could see; a list may leave fields out. */
function seenOf(form: Form, contact: Contact): Values {
  return Object.fromEntries(
    asked(form, 'edit').flatMap(({ name }) => {
      const value = contact.values[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}
