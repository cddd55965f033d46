import { isAccessOp } from '#contract/api/accessOps.ts'
import type { LogEntry } from '#contract/api/history.ts'
import type { FormDefinition } from '#contract/fields/field.ts'
import { lowerFirst } from '#text/format.ts'
import { logText } from '#text/logText.ts'
import { text } from '#text/text.ts'
import { accessLabelOf, describeAccess } from './describeAccess.ts'

/** One audit entry in words. What was not saved is described as attempted, never as done. */
export function describeEntry(entry: LogEntry, form: FormDefinition | undefined): string {
  const { op } = entry
  if (isAccessOp(op)) return describeAccess(op, entry.changes)
  const words = logText.did[op][entry.outcome === 'saved' ? 'done' : 'notSaved']
  const labels = entry.changes.map(({ field }) => labelOf(field, form))
  const about = op === 'role' ? labels.map(lowerFirst) : labels
  const did = words(nameOf(entry, form), logText.listed(about))
  return entry.undoes === null ? did : logText.byUndo(did)
}

/** Where nothing came of a new contact, what was typed says whom it was about. */
function nameOf({ name, op, changes }: LogEntry, form: FormDefinition | undefined): string {
  if (name !== null || op !== 'create') return name ?? logText.nameless
  const needed = form?.fields.filter(({ required }) => required) ?? []
  const typed = needed.map((field) => changes.find((change) => change.field === field.name)?.new)
  return typed.filter((value) => typeof value === 'string').join(' ') || logText.nameless
}

/** What a change of this row is called. */
export function labelIn(entry: LogEntry, field: string, form: FormDefinition | undefined): string {
  return isAccessOp(entry.op) ? accessLabelOf(field) : labelOf(field, form)
}

/** What a field or role is called in this workspace; its own name where that is not known. */
export function labelOf(field: string, form: FormDefinition | undefined): string {
  if (field === 'primary') return text.contacts.primary
  const role = form?.roles.find(({ id }) => id === field)
  return role?.label ?? form?.fields.find(({ name }) => name === field)?.label ?? field
}
