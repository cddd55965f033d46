import { useState } from 'react'
import type { FormDefinition } from '#contract/fields/field.ts'
import type { Refusal } from '#contract/api/refusal.ts'
import { sentenceFor } from '#contract/api/apiErrorText.ts'
import { useOutbox } from '#outbox/OutboxContext.ts'
import { waitingTitle } from '#outbox/waitingText.ts'
import { text } from '#text/text.ts'
import { useNotices } from '#ui/notices/Notices.tsx'
import { supportCodeText } from '#contacts/saving/supportCodeText.ts'
import { useRoleChangeErrors, type RoleChangeError } from './roleChangeErrors.ts'
import {
  roleChangeQueueKey,
  useOptimisticRoleChanges,
  usePendingRoleChanges,
  type PendingRoleChange,
} from '#contacts/saving/optimisticRoleChanges.ts'
import type { RoleTarget } from '#contacts/contactRoles.ts'
import { useUndoAction, type SavedChange } from '#contacts/saving/useUndo.ts'
import type { Contact } from '#contract/fields/contact.ts'

type Words = Pick<typeof text.contacts, 'notMade' | 'changedHolder'>

/**
 * Gives the primary (or another role) to a contact: optimistically, with a note at the row when the
 * backend refuses. `moves` are those without an answer; the list shows them on top of what the backend
 * said, so undoing one changes nothing else. `notes` are about those refused or in doubt. `move` is
 * called when the person has confirmed; for a change in flight it means: try now.
 */
export function useRoleChange(workspace: string, customer: string, form: FormDefinition) {
  const outbox = useOutbox()
  const { showNotice } = useNotices()
  const undoing = useUndoAction()
  const { notes, keep, drop } = useRoleChangeErrors(workspace, customer)
  const moves = useOptimisticRoleChanges(workspace, customer, form)
  const pending = usePendingRoleChanges(workspace, customer)
  const [closed, setClosed] = useState<readonly string[]>([])
  const inDoubt = pending.flatMap((each) => {
    const note = closed.includes(each.item.id) ? null : noteOf(form, each)
    return note ? [{ ...note, submissionId: each.item.id }] : []
  })

  async function move(
    contact: Contact,
    aim: RoleTarget,
    from: string | null | undefined,
    reason?: string,
  ): Promise<void> {
    const words = aim === 'primary' ? text.contacts : text.contacts.role(aim.label)
    drop({ contact: contact.id, aim })
    const submissionId = outbox.newSubmissionId()
    const result = await outbox.send({
      workspace,
      id: submissionId,
      about: contact.name,
      form: null,
      queueKey: roleChangeQueueKey(workspace, customer),
      write:
        aim === 'primary'
          ? { op: 'primary', customer, contact: contact.id, from, reason }
          : { op: 'role', customer, contact: contact.id, role: aim.id, from, reason },
    })
    if (result.kind === 'cancelled' || result.kind === 'abandoned') return
    if (result.kind === 'saved')
      return void showNotice({
        tone: 'done',
        message: words.made(contact.name),
        aside: supportCodeText(submissionId),
        // Without an earlier holder there is no contact to give it back to.
        action: !from ? undefined : undoing(doneBy(submissionId, contact, aim)),
      })
    const message = messageOf(words, contact.name, result.refusal)
    const aside = supportCodeText(submissionId)
    const { refusal } = result
    const holder =
      refusal.kind === 'conflict' && refusal.holder !== undefined
        ? (refusal.holder?.id ?? null)
        : undefined
    if (!keep({ contact: contact.id, aim, message, holder, reason, aside }))
      showNotice({ tone: 'trouble', message, aside })
  }

  function doneBy(submissionId: string, { id, name }: Contact, aim: RoleTarget): SavedChange {
    const op = aim === 'primary' ? 'primary' : 'role'
    return { workspace, submissionId, op, customer, contact: id, name }
  }

  const onItsWay = (contact: string, aim: RoleTarget) =>
    inDoubt.find((note) => note.contact === contact && note.aim === aim)?.submissionId

  return {
    moves,
    notes: [...notes, ...inDoubt],

    /** @param from the id of the holder whom the person saw; null: there was none; undefined: unknown */
    move(
      contact: Contact,
      aim: RoleTarget,
      from: string | null | undefined,
      reason?: string,
    ): void {
      const submissionId = onItsWay(contact.id, aim)
      if (submissionId) outbox.tryNow(submissionId)
      else void move(contact, aim, from, reason)
    },

    drop(note: Pick<RoleChangeError, 'contact' | 'aim'>): void {
      const submissionId = onItsWay(note.contact, note.aim)
      if (!submissionId) return drop(note)
      // If it may have been executed already, this only removes the note.
      outbox.cancel(submissionId)
      outbox.abandon(submissionId)
      setClosed([...closed, submissionId])
    },
  }
}

/** The sentence for a refused role change, with the contact that has the role now. */
function messageOf(words: Words, name: string, refusal: Refusal): string {
  if (refusal.kind === 'partial' && refusal.holder) return sentenceFor(refusal)
  if (refusal.kind === 'conflict' && refusal.maybeSaved)
    return text.contacts.maybeMoved(name, refusal.holder?.name ?? null)
  if (refusal.kind === 'conflict' && refusal.holder !== undefined)
    return words.changedHolder(name, refusal.holder?.name ?? null)
  return words.notMade(name, sentenceFor(refusal))
}

/** The note at a contact's row about a role change that is in doubt or cannot be sent. */
function noteOf(
  form: FormDefinition,
  { submission, item, status }: PendingRoleChange,
): RoleChangeError | null {
  if (status.kind === 'saving') return null
  const role = submission.op === 'role' && form.roles.find(({ id }) => id === submission.role)
  const words = role ? text.contacts.role(role.label) : text.contacts
  const message =
    status.kind === 'checking'
      ? words.maybeMade(item.about)
      : words.notMadeYet(item.about, waitingTitle(status))
  const aside = supportCodeText(item.id)
  return { contact: submission.contact, aim: role || 'primary', message, aside }
}
