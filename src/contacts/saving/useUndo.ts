import { useQueryClient } from '@tanstack/react-query'
import type { Receipt } from '#contract/api/history.ts'
import { leavesDoubt } from '#contract/api/refusal.ts'
import { sentenceFor } from '#contract/api/apiErrorText.ts'
import { useOutbox } from '#outbox/OutboxContext.ts'
import { waitingBody } from '#outbox/waitingText.ts'
import { text } from '#text/text.ts'
import { useNotices } from '#ui/notices/Notices.tsx'
import { supportCodeText } from './supportCodeText.ts'
import { changeList, withoutContact } from '#contacts/contactsCache.ts'
import { roleChangeQueueKey } from './optimisticRoleChanges.ts'
import { notifyWhilePending } from './notifyWhilePending.ts'

/** A change that was saved, with what it takes to take it back. */
export interface SavedChange {
  workspace: string
  submissionId: string
  op: Receipt['op']
  customer: string
  /** The contact it was about, or made. */
  contact: string | null
  name: string | null
}

interface Elsewhere {
  /** What to call this customer when it is not the one on the screen; null when it is. */
  nameElsewhere?(customer: string): string | null
  /** A contact that was made is gone again. */
  onGone?(contact: string): void
}

/**
 * Takes a change back by a submission of its own, which the gateway refuses where somebody changed the
 * contact since. It says what came of it, resolves then, and never rejects.
 */
export function useUndo({ nameElsewhere, onGone }: Elsewhere = {}) {
  const client = useQueryClient()
  const outbox = useOutbox()
  const { showNotice } = useNotices()

  return async function undo(done: SavedChange): Promise<void> {
    const { workspace, submissionId, op, customer, name } = done
    const about = name ?? text.undo.nameless
    const elsewhere = nameElsewhere?.(customer) ?? null
    const undoId = outbox.newSubmissionId()
    const tell = (tone: 'done' | 'trouble', message: string) =>
      showNotice({
        tone,
        message: elsewhere === null ? message : text.undo.elsewhere(message, elsewhere),
        aside: supportCodeText(undoId),
      })
    const known = notifyWhilePending(outbox, undoId, (status) =>
      tell(
        'trouble',
        status.kind === 'waiting' && status.why === 'customer'
          ? waitingBody(status)
          : text.undo.unknown(about),
      ),
    )
    const result = await outbox.send({
      workspace,
      id: undoId,
      write: { op: 'undo', customer, of: submissionId },
      about,
      form: null,
      // A move that goes back waits for the moves that were asked for before.
      queueKey:
        op === 'primary' || op === 'role' ? roleChangeQueueKey(workspace, customer) : undefined,
    })
    known()
    if (result.kind === 'saved') {
      show(done)
      tell('done', text.undo.done[op](result.contact?.name ?? about))
    } else if (result.kind === 'refused') {
      const words = leavesDoubt(result.refusal) ? text.undo.maybe : text.undo.refused
      tell('trouble', words(about, sentenceFor(result.refusal)))
    }
  }

  /** What came back is in the list already (`useSubmissionResults`). */
  function show({ workspace, op, customer, contact }: SavedChange) {
    void client.invalidateQueries({ queryKey: ['customer', workspace, customer] })
    if (op !== 'create' || contact === null) return
    changeList(client, workspace, customer, (list) => withoutContact(list, contact))
    onGone?.(contact)
  }
}

/** For a notice: what takes back the change that it tells of. */
export function useUndoAction() {
  const undo = useUndo()
  return (done: SavedChange) => ({ label: text.undo.undo, onPick: () => void undo(done) })
}
