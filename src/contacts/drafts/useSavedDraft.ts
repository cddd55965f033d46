import { useEffect, useEffectEvent, useState } from 'react'
import { useDrafts, useOutbox, useSubmissionStatus } from '#outbox/OutboxContext.ts'
import type { SavedDraft } from '#outbox/drafts/savedDraft.ts'

/**
 * A draft of an earlier life of the page, once it is found; null while there is none to offer. One
 * that is being saved is not offered but opened, unless something else has been typed by then.
 */
export function useSavedDraft(place: string, onSaving: (left: SavedDraft) => void) {
  const drafts = useDrafts()
  const outbox = useOutbox()
  const [offer, setOffer] = useState<SavedDraft | null>(null)
  const submissionId = offer?.submissionId ?? ''
  const isSaving = useSubmissionStatus(submissionId) !== null
  const takeUp = useEffectEvent(onSaving)

  useEffect(() => {
    let isOpen = !drafts.get(place)
    async function look() {
      const left = isOpen && (await drafts.findLatest(place))
      if (isOpen && left) setOffer(left)
    }
    void look()
    return () => {
      isOpen = false
    }
  }, [drafts, place])

  useEffect(() => {
    if (offer && isSaving && !drafts.get(place)) takeUp(offer)
  }, [drafts, place, offer, isSaving])

  useEffect(
    () =>
      outbox.onSettled(({ item, result }) => {
        if (item.id === submissionId && result.kind === 'saved') setOffer(null)
      }),
    [outbox, submissionId],
  )

  return [offer, setOffer, isSaving] as const
}
