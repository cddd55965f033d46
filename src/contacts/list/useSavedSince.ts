import { useEffect, useState } from 'react'
import { useOutbox } from '#outbox/OutboxContext.ts'

/**
 * The contacts of a customer that were saved while the list was filtered like this, however that came
 * about: a new one, an edit, an undo, a save that ended late. They are shown in spite of the filter.
 */
export function useSavedSince(
  workspace: string,
  customer: string,
  filter: string,
): ReadonlySet<string> {
  const outbox = useOutbox()
  const [saved, setSaved] = useState({ filter, ids: nobody })
  if (saved.filter !== filter) setSaved({ filter, ids: nobody })

  useEffect(
    () =>
      outbox.onSettled(({ item, result }) => {
        const isHere = item.workspace === workspace && item.submission.customer === customer
        const id = result.kind === 'saved' ? result.contact?.id : undefined
        if (isHere && id) setSaved((before) => ({ ...before, ids: new Set([...before.ids, id]) }))
      }),
    [outbox, workspace, customer],
  )
  return saved.ids
}

const nobody: ReadonlySet<string> = new Set()
