import { isAccessOp } from '#contract/api/accessOps.ts'
import { accessText } from '#text/accessText.ts'
import type { LogEntry } from '#contract/api/history.ts'
import { logText } from '#text/logText.ts'
import { Chip } from '#ui/basics/Chip.tsx'

const tones = { saved: 'done', refused: 'trouble', unknown: 'warning' } as const

/** What became of it, in a word. */
export function OutcomeChip({ entry }: { entry: LogEntry }) {
  const { outcome } = entry
  const isDone = isAccessOp(entry.op) && outcome === 'saved'
  return (
    <Chip tone={tones[outcome]}>{isDone ? accessText.outcome : logText.outcomes[outcome]}</Chip>
  )
}
