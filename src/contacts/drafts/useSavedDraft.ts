import { useEffect, useEffectEvent, useState } from 'react'
import { useDrafts, useOutbox, useStanding } from '#outbox/OutboxContext.ts'
import type { Kept } from '#outbox/drafts/savedDraft.ts'

/**
 * A draft of an earlier life of the page, once it is found; null while there is none to offer. One
 * that is being saved is not offered but taken up, unless somebody has typed something else by then.
 */
export function useLeftDraft(place: string, onSaving: (left: Kept) => void) {
  const drafts = useDrafts()
  const outbox = useOutbox()
  const [offer, setOffer] = useState<Kept | null>(null)
  const intent = offer?.intent ?? ''
  const isSaving = useStanding(intent) !== null
  const takeUp = useEffectEvent(onSaving)

  useEffect(() => {
    let isOpen = !drafts.get(place)
    async function look() {
      const left = isOpen && (await drafts.left(place))
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
      outbox.onEnd(({ errand, verdict }) => {
        if (errand.intent === intent && verdict.kind === 'saved') setOffer(null)
      }),
    [outbox, intent],
  )

  return [offer, setOffer, isSaving] as const
}
