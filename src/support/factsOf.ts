import type { OutboxItem } from '#outbox/submission.ts'
import type { SupportFacts } from './bundle.ts'

/** What this browser knows of a submission, whether or not it ever reached the gateway. */
export function factsOf(item: OutboxItem, state: string): SupportFacts {
  const { submission } = item
  return {
    submissionId: item.id,
    op: submission.op,
    state,
    time: new Date(item.at).toISOString(),
    workspace: item.workspace,
    customer: submission.customer,
    contact: 'contact' in submission ? submission.contact : null,
    undoes: submission.op === 'undo' ? submission.of : null,
    fields: 'values' in submission ? Object.keys(submission.values) : [],
  }
}
