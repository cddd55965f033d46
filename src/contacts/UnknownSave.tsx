import { sentenceOf } from '#contract/troubleText.ts'
import { text } from '#text/text.ts'
import { Banner } from '#ui/Banner.tsx'
import { Button } from '#ui/Button.tsx'
import { timeOf } from './changed.ts'
import type { SaveState } from './useSave.ts'

interface Props {
  state: SaveState & { kind: 'unknown' }
  onAfresh(): void
}

/** The one thing a screen must never do here is guess. */
export function UnknownSave({ state, onAfresh }: Props) {
  const unreached = state.trouble?.kind === 'unreached'
  return (
    <div role="alert">
      <Banner
        tone="warning"
        actions={
          // Only where the gateway itself cannot tell; while it is away, the same wish will.
          state.trouble === null && (
            <Button size="small" onClick={onAfresh}>
              {text.save.afresh}
            </Button>
          )
        }
      >
        <strong>{unreached ? text.save.unreached : text.save.unknown}</strong>
        <br />
        {unreached ? text.save.unreachedBody : text.save.unknownBody(timeOf(state.since))}
        {state.trouble?.kind === 'refused' && ` ${sentenceOf(state.trouble)}`}
      </Banner>
    </div>
  )
}
