import { useState } from 'react'
import type { Form } from '#contract/fields/field.ts'
import type { Refusal } from '#contract/api/refusal.ts'
import { sentenceFor } from '#contract/api/apiErrorText.ts'
import { useOutbox } from '#outbox/OutboxContext.ts'
import { waitingTitle } from '#outbox/waitingText.ts'
import { text } from '#text/text.ts'
import { useNotices } from '#ui/notices/Notices.tsx'
import { codeLine } from '#contacts/saving/supportCodeText.ts'
import { useMoveNotes, type MoveNote } from './roleChangeErrors.ts'
import {
  movesScope,
  usePendingMoves,
  useUnresolvedMoves,
  type PendingMove,
} from '#contacts/saving/optimisticRoleChanges.ts'
import type { Aim } from '#contacts/roles.ts'
import { useUndoing, type Done } from '#contacts/saving/useUndo.ts'
import { useWrite } from '#contacts/saving/useWrite.ts'
import type { Contact } from '#contract/fields/contact.ts'

type Words = Pick<typeof text.contacts, 'notMade' | 'changedHolder'>

/**
 * Moves the primary (or another role) at once, and says so when the backend refuses. `moves` are
 * those not answered yet: the list is shown with them on top, so taking one back takes nothing else.
 * `notes` say what did not move or may not have, and `move` is pressed once the sentence was agreed
 * to; for what is on its way it means: now.
 */
export function useMoveRole(workspace: string, customer: string, form: Form) {
  const outbox = useOutbox()
  const { say } = useNotices()
  const undoing = useUndoing()
  const { notes, keep, drop } = useMoveNotes(workspace, customer)
  const write = useWrite(workspace)
  const moves = usePendingMoves(workspace, customer, form)
  const unresolved = useUnresolvedMoves(workspace, customer)
  const [closed, setClosed] = useState<readonly string[]>([])
  const inDoubt = unresolved.flatMap((each) => {
    const note = closed.includes(each.errand.intent) ? null : noteOf(form, each)
    return note ? [{ ...note, intent: each.errand.intent }] : []
  })

  async function move(contact: Contact, aim: Aim, from: string | null | undefined): Promise<void> {
    const words = aim === 'primary' ? text.contacts : text.contacts.role(aim.label)
    drop({ contact: contact.id, aim })
    const intent = outbox.newIntent()
    const verdict = await write.mutateAsync({
      intent,
      about: contact.name,
      form: null,
      line: movesScope(workspace, customer),
      write:
        aim === 'primary'
          ? { op: 'primary', customer, contact: contact.id, from }
          : { op: 'role', customer, contact: contact.id, role: aim.id, from },
    })
    if (verdict.kind === 'stopped' || verdict.kind === 'left') return
    if (verdict.kind === 'saved')
      return void say({
        tone: 'done',
        message: words.made(contact.name),
        aside: codeLine(intent),
        // Where nobody had it before, there is nobody to give it back to.
        action: !from ? undefined : undoing(doneBy(intent, contact, aim)),
      })
    const message = messageOf(words, contact.name, verdict.refusal)
    const aside = codeLine(intent)
    const { refusal } = verdict
    const holder =
      refusal.kind === 'changed' && refusal.holder !== undefined
        ? (refusal.holder?.id ?? null)
        : undefined
    if (!keep({ contact: contact.id, aim, message, holder, aside }))
      say({ tone: 'trouble', message, aside })
  }

  function doneBy(intent: string, { id, name }: Contact, aim: Aim): Done {
    const op = aim === 'primary' ? 'primary' : 'role'
    return { workspace, intent, op, customer, contact: id, name }
  }

  const onItsWay = (contact: string, aim: Aim) =>
    inDoubt.find((note) => note.contact === contact && note.aim === aim)?.intent

  return {
    moves,
    notes: [...notes, ...inDoubt],

    /** @param from the id of whom the person saw to have it; null: of none; undefined: not known */
    move(contact: Contact, aim: Aim, from: string | null | undefined): void {
      const intent = onItsWay(contact.id, aim)
      if (intent) outbox.tryNow(intent)
      else void move(contact, aim, from)
    },

    drop(note: Pick<MoveNote, 'contact' | 'aim'>): void {
      const intent = onItsWay(note.contact, note.aim)
      if (!intent) return drop(note)
      // Where it may have happened already, this only takes the note away.
      outbox.stop(intent)
      outbox.giveUp(intent)
      setClosed([...closed, intent])
    },
  }
}

/** Of a move that did not come through, or did not last: with the contact that has it now. */
function messageOf(words: Words, name: string, refusal: Refusal): string {
  if (refusal.kind === 'half' && refusal.holder) return sentenceFor(refusal)
  if (refusal.kind === 'changed' && refusal.holder !== undefined)
    return words.changedHolder(name, refusal.holder?.name ?? null)
  return words.notMade(name, sentenceFor(refusal))
}

/** What to say beside a contact about a move that is in doubt or cannot be sent. */
function noteOf(form: Form, { submission, errand, standing }: PendingMove): MoveNote | null {
  if (standing.kind === 'saving') return null
  const role = submission.op === 'role' && form.roles.find(({ id }) => id === submission.role)
  const words = role ? text.contacts.role(role.label) : text.contacts
  const message =
    standing.kind === 'checking'
      ? words.maybeMade(errand.about)
      : words.notMadeYet(errand.about, waitingTitle(standing))
  const aside = codeLine(errand.intent)
  return { contact: submission.contact, aim: role || 'primary', message, aside }
}
