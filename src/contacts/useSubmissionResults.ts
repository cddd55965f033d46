import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import type { FormDefinition } from '#contract/fields/field.ts'
import { fieldsFor } from '#contract/fields/form.ts'
import { leavesDoubt } from '#contract/api/refusal.ts'
import type { Submission } from '#contract/api/submission.ts'
import { sentenceFor } from '#contract/api/apiErrorText.ts'
import type { Settled, OutboxItem } from '#outbox/submission.ts'
import { otherTabs } from '#outbox/otherTabs.ts'
import { useDrafts, useOutbox } from '#outbox/OutboxContext.ts'
import { text } from '#text/text.ts'
import type { Notice } from '#ui/notices/notice.ts'
import { useNotices } from '#ui/notices/Notices.tsx'
import { supportCodeText } from '#contacts/saving/supportCodeText.ts'
import { changeList, withExclusiveRole, withoutContact } from './contactsCache.ts'
import { draftKey } from '#contacts/drafts/draftKey.ts'
import { savedNotice } from '#contacts/saving/savedNotice.ts'
import { useUndoAction } from '#contacts/saving/useUndo.ts'

/** The sentence for a refused write, with a form and without. */
const notDone = { form: text.save.notSavedElsewhere, other: text.save.notDone }
const maybe = { form: text.save.maybeElsewhere, other: text.save.maybeDone }

type Deletion = Submission & { op: 'remove' }

/**
 * Mounted once: puts the result of every submission into the list, lets the other tabs read theirs
 * again, and shows a notice for results that no open form has claimed.
 */
export function useSubmissionResults(): void {
  const client = useQueryClient()
  const outbox = useOutbox()
  const drafts = useDrafts()
  const { showNotice } = useNotices()
  const undoing = useUndoAction()

  async function notify(ended: Settled): Promise<void> {
    const notice = await noticeOf(ended)
    if (notice) showNotice({ ...notice, aside: supportCodeText(ended.item.id) })
  }

  /** A role change or an undo of this page shows its own notice. */
  async function noticeOf({ item, result, claimed, resumed }: Settled): Promise<Notice | null> {
    if (result.kind === 'abandoned') {
      if (item.form && !claimed) drafts.rekey(item.form.place, item.id)
      const isRemoval = item.submission.op === 'remove'
      const words = isRemoval ? text.contacts.neverLearned : text.save.neverLearned
      return { tone: 'trouble', message: words(item.about) }
    }
    const { submission, about, workspace } = item
    if (submission.op === 'remove' && result.kind === 'saved') return removed(item, submission)
    const hasNotice = item.form !== null || submission.op === 'remove' || resumed
    if (claimed || result.kind === 'cancelled' || !hasNotice) return null
    if (result.kind === 'refused') {
      if (submission.op === 'remove')
        return {
          tone: 'trouble',
          message: text.contacts.notRemoved(about, sentenceFor(result.refusal)),
        }
      const why = sentenceFor(result.refusal)
      const words = leavesDoubt(result.refusal) ? maybe : notDone
      return { tone: 'trouble', message: words[item.form ? 'form' : 'other'](about, why) }
    }
    const { contact } = result
    if (submission.op === 'undo') return { tone: 'done', message: text.undo.later(about) }
    if (submission.op === 'primary') return { tone: 'done', message: text.contacts.made(about) }
    if (!('values' in submission)) return { tone: 'done', message: text.save.saved(about) }
    if (!contact) {
      // What was typed since stays where it was typed: the contact that it changes is unknown.
      const isMore = item.form !== null && (await drafts.rebase(item, item.form.place))
      return isMore
        ? { tone: 'trouble', message: text.save.savedUnseenKept }
        : { tone: 'done', message: text.save.savedUnseen }
    }
    const place = draftKey(workspace, submission.customer, contact.id)
    if (await drafts.rebase(item, place))
      return { tone: 'trouble', message: text.save.savedEarlier(contact.name) }
    const form = client.getQueryData<FormDefinition>(['form', workspace])
    const fields = form ? fieldsFor(form, submission.op === 'create' ? 'create' : 'edit') : []
    const { id: submissionId } = item
    const { op, customer } = submission
    return {
      tone: 'done',
      message: savedNotice(contact, submission.values, fields),
      action: undoing({
        workspace,
        submissionId,
        op,
        customer,
        contact: contact.id,
        name: contact.name,
      }),
    }
  }

  /** The row goes away, so the undo is in the notice. */
  function removed(
    { workspace, id: submissionId, about }: OutboxItem,
    { customer, contact }: Deletion,
  ): Notice {
    drafts.discard(draftKey(workspace, customer, contact))
    const done = { workspace, submissionId, op: 'remove', customer, contact, name: about } as const
    return { tone: 'done', message: text.contacts.removed(about), action: undoing(done) }
  }

  const unreadable = useSyncExternalStore(outbox.subscribe, () => outbox.unreadable)

  useEffect(() => {
    if (unreadable === 0) return
    const count = outbox.takeUnreadable()
    if (count > 0) showNotice({ tone: 'trouble', message: text.save.unreadable(count) })
  }, [outbox, showNotice, unreadable])

  const onSettled = useEffectEvent((ended: Settled) => void notify(ended))

  useEffect(() => {
    const tabs = otherTabs(({ workspace, customer }) => readAgain(client, workspace, customer))
    const stop = outbox.onSettled((ended) => {
      intoList(client, ended)
      const { workspace, submission } = ended.item
      tabs.tell({ workspace, customer: submission.customer })
      onSettled(ended)
    })
    return () => {
      stop()
      tabs.close()
    }
  }, [client, outbox])
}

function intoList(client: QueryClient, { item, result }: Settled): void {
  const { workspace, submission } = item
  const { customer } = submission
  if (result.kind === 'saved') {
    const { contact, sent } = result
    changeList(client, workspace, customer, (list) => {
      if (sent.op === 'remove') return withoutContact(list, sent.contact)
      return contact ? withExclusiveRole(list, contact) : list
    })
    // The customer may be shown with its primary's address, and with whether invoices are mailed.
    if (contact?.primary)
      void client.invalidateQueries({ queryKey: ['customer', workspace, customer] })
    // Lists of customers tell who gets the invoices of each.
    for (const list of ['customers', 'recipients'])
      void client.invalidateQueries({ queryKey: [list, workspace] })
  }
  // A refused form says nothing about the list; a refused role change often means that it is old.
  const isDoubted = result.kind === 'refused' && leavesDoubt(result.refusal)
  const isAboutList = result.kind === 'saved' || result.kind === 'abandoned' || isDoubted
  if (isAboutList || !('values' in submission)) readAgain(client, workspace, customer)
  // Only queries that are shown read again; the count of pending changes is correct already.
  void client.invalidateQueries({ queryKey: ['receipts', workspace, 'day'] })
  void client.invalidateQueries({ queryKey: ['receipts', workspace], refetchType: 'none' })
  void client.invalidateQueries({ queryKey: ['log', workspace] })
}

/** Not awaited: the answer is in the list already, reading it again only confirms it. */
function readAgain(client: QueryClient, workspace: string, customer: string): void {
  void client.invalidateQueries({ queryKey: ['contacts', workspace, customer] })
  void client.invalidateQueries({ queryKey: ['created', workspace, customer] })
}
