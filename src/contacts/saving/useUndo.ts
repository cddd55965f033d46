import { useQueryClient } from '@tanstack/react-query'
import type { Receipt } from '#contract/api/api.ts'
import { sentenceFor } from '#contract/api/apiErrorText.ts'
import { useOutbox } from '#outbox/OutboxContext.ts'
import { waitingBody } from '#outbox/waitingText.ts'
import { text } from '#text/text.ts'
import { useNotices } from '#ui/notices/Notices.tsx'
import { codeLine } from './supportCodeText.ts'
import { changeList, withoutContact } from '#contacts/contactsCache.ts'
import { movesScope } from './optimisticRoleChanges.ts'
import { sayWhileOpen } from './notifyWhilePending.ts'

/** A change that was saved, with what it takes to take it back. */
export interface Done {
  workspace: string
  intent: string
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
 * Takes a change back by a wish of its own, which the gateway refuses where somebody changed the
 * contact since. It says what came of it, resolves then, and never rejects.
 */
export function useUndo({ nameElsewhere, onGone }: Elsewhere = {}) {
  const client = useQueryClient()
  const outbox = useOutbox()
  const { say } = useNotices()

  return async function undo(done: Done): Promise<void> {
    const { workspace, intent, op, customer, name } = done
    const about = name ?? text.undo.nameless
    const elsewhere = nameElsewhere?.(customer) ?? null
    const wish = outbox.newIntent()
    const tell = (tone: 'done' | 'trouble', message: string) =>
      say({
        tone,
        message: elsewhere === null ? message : text.undo.elsewhere(message, elsewhere),
        aside: codeLine(wish),
      })
    const known = sayWhileOpen(outbox, wish, (standing) =>
      tell(
        'trouble',
        standing.kind === 'waiting' && standing.why === 'customer'
          ? waitingBody(standing)
          : text.undo.unknown(about),
      ),
    )
    const verdict = await outbox.send({
      workspace,
      intent: wish,
      write: { op: 'undo', customer, of: intent },
      about,
      form: null,
      // A move that goes back waits for the moves that were asked for before.
      line: op === 'primary' || op === 'role' ? movesScope(workspace, customer) : undefined,
    })
    known()
    if (verdict.kind === 'saved') {
      show(done)
      tell('done', text.undo.done[op](verdict.contact?.name ?? about))
    } else if (verdict.kind === 'refused') {
      tell('trouble', text.undo.refused(about, sentenceFor(verdict.refusal)))
    }
  }

  /** What came back is in the list already (`useEnds`). */
  function show({ workspace, op, customer, contact }: Done) {
    void client.invalidateQueries({ queryKey: ['customer', workspace, customer] })
    if (op !== 'create' || contact === null) return
    changeList(client, workspace, customer, (list) => withoutContact(list, contact))
    onGone?.(contact)
  }
}

/** For a notice: what takes back the change that it tells of. */
export function useUndoing() {
  const undo = useUndo()
  return (done: Done) => ({ label: text.undo.undo, onPick: () => void undo(done) })
}
