import { useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { useApi } from '#api/ApiContext.ts'
import { sentenceOf } from '#contract/api/apiErrorText.ts'
import { ApiError } from '#contract/api/apiError.ts'
import { useOutbox } from '#outbox/OutboxContext.ts'
import { useShortcuts } from '#shortcuts/useShortcuts.ts'
import { changesText } from '#text/changesText.ts'
import { text } from '#text/text.ts'
import { useNotices } from '#ui/notices/Notices.tsx'
import { changeOf, mayUndo, type Change } from './change.ts'
import { isUnsettled, latestQuery } from './receiptsQuery.ts'

/**
 * ⌘Z or Ctrl Z takes back my last change, wherever nothing is typed. A press while an undo has no end
 * yet is answered and not kept: whoever pressed does not wait for it any more when it would happen.
 * @param mayChange false: it only says that nothing can be changed here
 */
export function useUndoKey(
  workspace: string,
  onUndo: (change: Change) => Promise<void>,
  mayChange: boolean,
): void {
  const api = useApi()
  const client = useQueryClient()
  const outbox = useOutbox()
  const { showNotice } = useNotices()
  const isRunning = useRef(false)

  async function undoLast() {
    isRunning.current = true
    try {
      const query = { ...latestQuery(api, workspace), staleTime: 0 }
      const { items } = await client.fetchQuery(query)
      // To undo an undo would only go back and forth; in the tray it can be asked for.
      const last = items.find(
        (receipt) => isUnsettled(receipt) || (mayUndo(receipt) && receipt.undoes === null),
      )
      const underWay = outbox.all().some(({ item }) => item.workspace === workspace)
      // The one before it was not the last one.
      if (underWay || (last && isUnsettled(last)))
        return void showNotice({ tone: 'trouble', message: changesText.undo.unsettled })
      if (!last) return void showNotice({ tone: 'trouble', message: changesText.undo.nothing })
      await onUndo(changeOf(last))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      showNotice({ tone: 'trouble', message: sentenceOf(error.failure) })
    } finally {
      isRunning.current = false
    }
    return undefined
  }

  useShortcuts({ undo: press })

  function press({ repeat }: KeyboardEvent): void {
    if (repeat) return
    if (!mayChange) return void showNotice({ tone: 'trouble', message: text.desk.onlyLook })
    if (isRunning.current)
      return void showNotice({ tone: 'trouble', message: changesText.undo.unsettled })
    void undoLast()
  }
}
