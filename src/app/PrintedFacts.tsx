import type { Workspace } from '#contract/api/api.ts'
import { formatLongDay } from '#text/format.ts'
import { printText } from '#text/printText.ts'
import { usePrinting } from '#ui/usePrinting.ts'
import css from './PrintedFacts.module.css'
import './print.css'

interface Props {
  workspace: Workspace
  /** What the list is filtered by; empty: nothing is left out. */
  filter: string
}

/** On paper only: what a screen says all around a list, where it is from and when it was so. */
export function PrintedFacts({ workspace, filter }: Props) {
  const printing = usePrinting()
  const now = printing ? timeNow() : null
  return (
    <p className={css.facts} aria-hidden={!printing}>
      <span translate="no">{printText.workspace(workspace.name, workspace.environment.word)}</span>
      {now && <span>{printText.printed(formatLongDay(now) ?? now)}</span>}
      {filter && <span>{printText.filtered(filter)}</span>}
    </p>
  )
}

/** The moment at which it is put on paper, in milliseconds since 1970. */
function timeNow(): string {
  return new Date().toISOString()
}
