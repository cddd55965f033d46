import { randomUUID } from 'node:crypto'
import type { LogEntry } from '#contract/api/history.ts'
import { supportCodeOf } from '#contract/api/supportCode.ts'

/** A valid, boring row of the log; a test names only what matters to it. */
export function anEntry(change: Partial<LogEntry> = {}): LogEntry {
  const submissionId = change.submissionId ?? randomUUID()
  return {
    number: 1,
    at: '2026-03-02T09:30:00.000Z',
    person: { id: 'p-1', name: 'Ada Byron', role: 'admin' },
    op: 'update',
    customer: 'c-1',
    contact: 'k-1',
    name: 'Tom Lee',
    changes: [{ field: 'phone', old: '1', new: '22' }],
    undoes: null,
    reason: null,
    submissionId,
    revision: 1,
    code: supportCodeOf(submissionId),
    outcome: 'saved',
    refusal: null,
    upstream: { status: 200, trackId: 'desk-1', requestId: 'req-1', milliseconds: 12 },
    reference: 'ABCDEFG',
    ...change,
  }
}
