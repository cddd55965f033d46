import type { Kept } from '#outbox/kept.ts'
import { text } from '#text/text.ts'
import { Banner } from '#ui/Banner.tsx'
import { Button } from '#ui/Button.tsx'
import { momentFrom } from './changed.ts'

interface Props {
  left: Kept
  onResume(): void
  /** Left out: it must not be thrown away. */
  onDiscard?: (() => void) | undefined
}

/** Offers what was typed and not saved. */
export function LeftDraft({ left, onResume, onDiscard }: Props) {
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
