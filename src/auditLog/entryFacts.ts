import type { LogEntry } from '#contract/api/history.ts'
import type { SupportFacts } from '#support/bundle.ts'

/** What may leave the desk about a row of the log. */
export function factsOfEntry(
  entry: LogEntry,
  workspace: { id: string; backend: string },
): SupportFacts {
  return {
    submissionId: entry.submissionId,
    op: entry.op,
    state: entry.refusal ? `${entry.outcome}:${entry.refusal}` : entry.outcome,
    time: entry.at,
    workspace: workspace.id,
    backend: workspace.backend,
    customer: entry.customer,
    contact: entry.contact,
    undoes: entry.undoes,
    fields: entry.changes.map(({ field }) => field),
    role: entry.person.role,
    track: entry.upstream.trackId,
    request: entry.upstream.requestId,
    status: entry.upstream.status,
    duration: entry.upstream.milliseconds,
    reference: entry.reference,
  }
}
