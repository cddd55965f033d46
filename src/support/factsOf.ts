import type { Errand } from '#outbox/submission.ts'
import type { SupportFacts } from './bundle.ts'

/** What this browser knows of a submission, whether or not it ever reached the gateway. */
export function factsOf(errand: Errand, state: string): SupportFacts {
  const { submission } = errand
  return {
    intent: errand.intent,
    op: submission.op,
    state,
    time: new Date(errand.at).toISOString(),
    workspace: errand.workspace,
    customer: submission.customer,
    contact: 'contact' in submission ? submission.contact : null,
    undoes: submission.op === 'undo' ? submission.of : null,
    fields: 'values' in submission ? Object.keys(submission.values) : [],
  }
}
