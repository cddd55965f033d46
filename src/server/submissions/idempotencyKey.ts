import { createHash } from 'node:crypto'
import type { Submission } from '#contract/api/submission.ts'
import type { LedgerEntry } from './ledgerEntry.ts'

/** The submission without its revision, the same text for the same submission in whatever order it came. */
export function payloadOf({ revision: _, ...submission }: Submission): string {
  return canonicalOf(submission)
}

/** What tells one payload from another. */
export function fingerprintOf(payload: string): string {
  return createHash('sha256').update(payload).digest('base64url')
}

/** JSON with the keys of every object in order (as RFC 8785 does). */
function canonicalOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonicalOf).join(',')}]`
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalOf(inner)}`).join(',')}}`
}

/**
 * What a backend that knows idempotency keys is given: the same for every try of one round of one
 * revision, and nothing that could be guessed into another's.
 */
export function upstreamKey(
  { workspace, id: submissionId, revision }: LedgerEntry,
  keyEpoch: number,
): string {
  return fingerprintOf(JSON.stringify([workspace, submissionId, revision, keyEpoch]))
}
