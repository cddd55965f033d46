import type { LogEntry } from '#contract/api/history.ts'
import { logText } from '#text/logText.ts'
import { Chip } from '#ui/basics/Chip.tsx'

const tones = { saved: 'done', refused: 'trouble', unknown: 'warning' } as const

/** What became of it, in a word. */
export function OutcomeChip({ outcome }: { outcome: LogEntry['outcome'] }) {
  return <Chip tone={tones[outcome]}>{logText.outcomes[outcome]}</Chip>
}
