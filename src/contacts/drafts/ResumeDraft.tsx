import type { SavedDraft } from '#outbox/drafts/savedDraft.ts'
import { formatRecentDate } from '#text/format.ts'
import { leaveText } from '#text/leaveText.ts'
import { resumeText } from '#text/resumeText.ts'
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
              {resumeText.resume}
            </Button>
            {onDiscard && (
              <Button size="small" tone="quiet" onClick={onDiscard}>
                {leaveText.discard}
              </Button>
            )}
          </>
        }
      >
        {resumeText.left(formatRecentDate(left.at))}
      </Banner>
    </div>
  )
}
