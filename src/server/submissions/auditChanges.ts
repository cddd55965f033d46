import type { LogEntry } from '#contract/api/history.ts'
import type { Values } from '#contract/fields/kind.ts'
import type { Outcome } from '#contract/api/submission.ts'
import type { LedgerEntry } from './ledgerEntry.ts'

type Changes = LogEntry['changes']

/**
 * Old and new, field by field, as far as they differ. Of what was not saved: what was asked for.
 * What was there before is as the desk read it, or else as the person saw it.
 */
export function changesOf({ write, previous }: LedgerEntry, outcome: Outcome): Changes {
  const saved = outcome.state === 'succeeded' ? outcome.contact?.values : undefined
  switch (write.op) {
    case 'create':
      return between({}, saved ?? write.values)
    case 'update': {
      const names = Object.keys(write.values)
      const old = previous?.values ?? write.before ?? {}
      // As it was stored, which need not be as it was typed.
      return between(picked(old, names), picked({ ...write.values, ...saved }, names))
    }
    case 'remove':
      return between(previous?.values ?? write.before ?? {}, {})
    case 'primary':
      return [{ field: 'primary', old: write.from ?? null, new: write.contact }]
    default:
      return [{ field: write.role, old: write.from ?? null, new: write.contact }]
  }
}

function between(old: Values, now: Values): Changes {
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .map((field) => ({ field, old: old[field] || null, new: now[field] || null }))
    .filter((change) => change.old !== change.new)
}

function picked(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(names.map((name) => [name, values[name] ?? null]))
}
