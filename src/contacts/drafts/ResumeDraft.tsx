import type { SavedDraft } from '#outbox/drafts/savedDraft.ts'
import { text } from '#text/text.ts'
import { Banner } from '#ui/layout/Banner.tsx'
import { Button } from '#ui/basics/Button.tsx'
import { momentFrom } from '#contacts/changedText.ts'

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
              {text.save.resume}
            </Button>
            {onDiscard && (
              <Button size="small" tone="quiet" onClick={onDiscard}>
                {text.save.discard}
              </Button>
            )}
          </>
        }
      >
        {text.save.left(momentFrom(left.at))}
      </Banner>
    </div>
  )
}
