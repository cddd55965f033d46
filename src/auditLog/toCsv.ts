import type { LogEntry } from '#contract/api/history.ts'
import type { FormDefinition } from '#contract/fields/field.ts'
import { logText } from '#text/logText.ts'
import { csvOf } from './csv.ts'
import { labelIn } from './describeEntry.ts'
import { shownAs } from './formatValue.ts'

type Column = keyof typeof logText.export.columns

const cells: Record<
  Column,
  (entry: LogEntry, form: FormDefinition | undefined) => string | number | null
> = {
  number: ({ number }) => number,
  at: ({ at }) => at,
  person: ({ person }) => person.name,
  personId: ({ person }) => person.id,
  role: ({ person }) => person.role,
  op: ({ op }) => op,
  contact: ({ name }) => name,
  contactId: ({ contact }) => contact,
  customer: ({ customer }) => customer,
  changes: changesOf,
  reason: ({ reason }) => reason,
  outcome: ({ outcome }) => outcome,
  refusal: ({ refusal }) => refusal,
  code: ({ code }) => code,
  submissionId: ({ submissionId }) => submissionId,
  revision: ({ revision }) => revision,
  undoes: ({ undoes }) => undoes,
  status: ({ upstream }) => upstream.status,
  trackId: ({ upstream }) => upstream.trackId,
  requestId: ({ upstream }) => upstream.requestId,
  milliseconds: ({ upstream }) => upstream.milliseconds,
  reference: ({ reference }) => reference,
}

export const exportedColumns = Object.keys(cells) as Column[]

/** Rows of the log as a table for a spreadsheet: everything that is known of each. */
export function toCsv(entries: readonly LogEntry[], form: FormDefinition | undefined): string {
  return csvOf(
    exportedColumns.map((column) => logText.export.columns[column]),
    entries.map((entry) => cellsOf(entry, form)),
  )
}

/** What a row says, before anything is done for spreadsheets. */
export function cellsOf(entry: LogEntry, form: FormDefinition | undefined): string[] {
  return exportedColumns.map((column) => String(cells[column](entry, form) ?? ''))
}

function changesOf(entry: LogEntry, form: FormDefinition | undefined): string {
  return entry.changes
    .map(({ field, old, new: now }) =>
      logText.export.change(labelIn(entry, field, form), shownAs(old), shownAs(now)),
    )
    .join('\n')
}
