import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import type { Form } from '#contract/fields/field.ts'
import { asked } from '#contract/fields/form.ts'
import type { Submission } from '#contract/api/submission.ts'
import { sentenceFor } from '#contract/api/apiErrorText.ts'
import type { Ended, Errand } from '#outbox/submission.ts'
import { otherTabs } from '#outbox/otherTabs.ts'
import { useDrafts, useOutbox } from '#outbox/OutboxContext.ts'
import { text } from '#text/text.ts'
import type { Notice } from '#ui/notices/notice.ts'
import { useNotices } from '#ui/notices/Notices.tsx'
import { codeLine } from '#contacts/saving/supportCodeText.ts'
import { changeList, withHolder, withoutContact } from './contactsCache.ts'
import { draftKey } from '#contacts/drafts/draftKey.ts'
import { savedNotice } from '#contacts/saving/savedNotice.ts'
import { useUndoing } from '#contacts/saving/useUndo.ts'

type Removal = Submission & { op: 'remove' }

/**
 * Once for the page: puts what came of every errand into the list, lets the other tabs read theirs
 * again, and tells the ends that nobody is looking at.
 */
export function useEnds(): void {
  const client = useQueryClient()
  const outbox = useOutbox()
  const drafts = useDrafts()
  const { say } = useNotices()
  const undoing = useUndoing()

  async function tell(ended: Ended): Promise<void> {
    const notice = await noticeOf(ended)
    if (notice) say({ ...notice, aside: codeLine(ended.errand.intent) })
  }

  /** A move or an undo that was pressed on this page is told by whoever pressed it. */
  async function noticeOf({ errand, verdict, attended, resumed }: Ended): Promise<Notice | null> {
    if (verdict.kind === 'left') {
      if (errand.form && !attended) drafts.renew(errand.form.place, errand.intent)
      const isRemoval = errand.submission.op === 'remove'
      const words = isRemoval ? text.contacts.neverLearned : text.save.neverLearned
      return { tone: 'trouble', message: words(errand.about) }
    }
    const { submission, about, workspace } = errand
    if (submission.op === 'remove' && verdict.kind === 'saved') return removed(errand, submission)
    const isTold = errand.form !== null || submission.op === 'remove' || resumed
    if (attended || verdict.kind === 'stopped' || !isTold) return null
    if (verdict.kind === 'refused') {
      if (submission.op === 'remove')
        return {
          tone: 'trouble',
          message: text.contacts.notRemoved(about, sentenceFor(verdict.refusal)),
        }
      const why = sentenceFor(verdict.refusal)
      const words = errand.form ? text.save.notSavedElsewhere : text.save.notDone
      return { tone: 'trouble', message: words(about, why) }
    }
    const { contact } = verdict
    if (submission.op === 'undo') return { tone: 'done', message: text.undo.later(about) }
    if (submission.op === 'primary') return { tone: 'done', message: text.contacts.made(about) }
    if (!('values' in submission)) return { tone: 'done', message: text.save.saved(about) }
    if (!contact) {
      // What was typed since stays where it was typed: there is nothing known to change by it.
      const isMore = errand.form !== null && (await drafts.moveOn(errand, errand.form.place))
      return isMore
        ? { tone: 'trouble', message: text.save.savedUnseenKept }
        : { tone: 'done', message: text.save.savedUnseen }
    }
    const place = draftKey(workspace, submission.customer, contact.id)
    if (await drafts.moveOn(errand, place))
      return { tone: 'trouble', message: text.save.savedEarlier(contact.name) }
    const form = client.getQueryData<Form>(['form', workspace])
    const fields = form ? asked(form, submission.op === 'create' ? 'create' : 'edit') : []
    const { intent } = errand
    const { op, customer } = submission
    return {
      tone: 'done',
      message: savedNotice(contact, submission.values, fields),
      action: undoing({ workspace, intent, op, customer, contact: contact.id, name: contact.name }),
    }
  }

  /** Wherever it was asked for: its row goes away, and the notice is where it can be taken back. */
  function removed({ workspace, intent, about }: Errand, { customer, contact }: Removal): Notice {
    drafts.drop(draftKey(workspace, customer, contact))
    const done = { workspace, intent, op: 'remove', customer, contact, name: about } as const
    return { tone: 'done', message: text.contacts.removed(about), action: undoing(done) }
  }

  const unreadable = useSyncExternalStore(outbox.subscribe, () => outbox.unreadable)

  useEffect(() => {
    if (unreadable === 0) return
    const count = outbox.takeUnreadable()
    if (count > 0) say({ tone: 'trouble', message: text.save.unreadable(count) })
  }, [outbox, say, unreadable])

  const hear = useEffectEvent((ended: Ended) => void tell(ended))

  useEffect(() => {
    const tabs = otherTabs(({ workspace, customer }) => readAgain(client, workspace, customer))
    const stop = outbox.onEnd((ended) => {
      intoList(client, ended)
      const { workspace, submission } = ended.errand
      tabs.tell({ workspace, customer: submission.customer })
      hear(ended)
    })
    return () => {
      stop()
      tabs.close()
    }
  }, [client, outbox])
}

function intoList(client: QueryClient, { errand, verdict }: Ended): void {
  const { workspace, submission } = errand
  const { customer } = submission
  if (verdict.kind === 'saved') {
    const { contact, sent } = verdict
    changeList(client, workspace, customer, (list) => {
      if (sent.op === 'remove') return withoutContact(list, sent.contact)
      return contact ? withHolder(list, contact) : list
    })
    // A customer may be shown with its primary's address, and mailed or not by what that one has.
    if (contact?.primary)
      void client.invalidateQueries({ queryKey: ['customer', workspace, customer] })
  }
  // What was typed and refused says nothing about the list; a refused move often means it is old.
  const isAboutList = verdict.kind === 'saved' || verdict.kind === 'left'
  if (isAboutList || !('values' in submission)) readAgain(client, workspace, customer)
  // Read again where they are shown; what only counts open ends has one less, and no need to know.
  void client.invalidateQueries({ queryKey: ['receipts', workspace, 'day'] })
  void client.invalidateQueries({ queryKey: ['receipts', workspace], refetchType: 'none' })
  void client.invalidateQueries({ queryKey: ['log', workspace] })
}

/** Not awaited: the answer is in the list already, reading it again only confirms it. */
function readAgain(client: QueryClient, workspace: string, customer: string): void {
  void client.invalidateQueries({ queryKey: ['contacts', workspace, customer] })
  void client.invalidateQueries({ queryKey: ['created', workspace, customer] })
}
