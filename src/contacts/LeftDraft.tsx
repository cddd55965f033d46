import { useEffect, useState } from 'react'
import { useDrafts } from '#outbox/drafts.ts'
import type { Kept } from '#outbox/kept.ts'
import { text } from '#text/text.ts'
import { Banner } from '#ui/Banner.tsx'
import { Button } from '#ui/Button.tsx'
import { momentFrom } from './changed.ts'

/** A draft of an earlier life of the page, once it is found; null while there is none to offer. */
export function useLeftDraft(place: string) {
  const drafts = useDrafts()
  const [offer, setOffer] = useState<Kept | null>(null)
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
  return [offer, setOffer] as const
}

interface LeftDraftProps {
  left: Kept
  onResume(): void
  onDiscard(): void
}

/** Offers what was typed and not saved. */
export function LeftDraft({ left, onResume, onDiscard }: LeftDraftProps) {
  return (
    <div role="status">
      <Banner
        tone="info"
        actions={
          <>
            <Button size="small" onClick={onResume}>
              {text.save.resume}
            </Button>
            <Button size="small" tone="quiet" onClick={onDiscard}>
              {text.save.discard}
            </Button>
          </>
        }
      >
        {text.save.left(momentFrom(left.at))}
      </Banner>
    </div>
  )
}
