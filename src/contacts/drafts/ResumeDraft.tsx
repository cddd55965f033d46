import type { SavedDraft } from '#outbox/drafts/savedDraft.ts'
import { formatRecentDate } from '#text/format.ts'
import { unresolvedText } from '#text/unresolvedText.ts'
import { Banner } from '#ui/layout/Banner.tsx'
import { Button } from '#ui/basics/Button.tsx'

interface Props {
  left: SavedDraft
  onResume(): void
  /** Left out: it must not be thrown away. */
  onDiscard?: (() => void) | undefined
}

/** Offers what was typed and not saved. */
export function ResumeDraft({ left, onResume, onDiscard }: Props) {
  return (
    <div role="status">
      <Banner
        tone="info"
        actions={
          <>
            <Button size="small" onClick={onResume}>
              {unresolvedText.resume}
            </Button>
            {onDiscard && (
              <Button size="small" tone="quiet" onClick={onDiscard}>
                {unresolvedText.discard}
              </Button>
            )}
          </>
        }
      >
        {unresolvedText.left(formatRecentDate(left.at))}
      </Banner>
    </div>
  )
}
