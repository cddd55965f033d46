import type { Outcome } from '#contract/api/submission.ts'
import { HttpRefusal } from '#server/http/httpRefusal.ts'
import type { Person } from '#server/http/session.ts'
import type { OpenWorkspace } from '#server/workspaces/openWorkspace.ts'
import { presentContact } from '#server/workspaces/present.ts'
import { gatewayText } from '#text/gatewayText.ts'
import type { Ledger } from './ledger.ts'

interface ConfirmContext {
  workspace: OpenWorkspace
  submissionId: string
  person: Person
  /** The request in which the person decides, for the audit log. */
  reference: string
}

/**
 * Settles a create that was refused as `mayExist` by the word of its author: this contact is the one
 * it made. The contact is read, so that the outcome says what it holds now.
 * @throws HttpRefusal 404; 409 where the create does not ask about it, or another submission made it
 * @throws BackendError where the contact cannot be read
 */
export async function confirmCreated(
  ledger: Ledger,
  { workspace, submissionId, person, reference }: ConfirmContext,
  contactId: string,
  now: Date,
): Promise<Outcome> {
  const entry = await ledger.read({ workspace: workspace.id, id: submissionId })
  if (!entry || entry.person !== person.id)
    throw new HttpRefusal({ kind: 'notFound', what: 'page' })
  const { outcome } = entry
  if (outcome?.state === 'succeeded' && outcome.contact?.id === contactId) return outcome
  const refusal = outcome?.state === 'rejected' ? outcome.refusal : null
  if (refusal?.kind !== 'mayExist' || refusal.contact.id !== contactId)
    throw conflict(gatewayText.submission.notAsked)
  const contact = await workspace.backend.contact(entry.write.customer, contactId)
  const made: Outcome = {
    state: 'succeeded',
    contact: presentContact(workspace.form, contact),
  }
  const stands = await ledger.confirm({ ...entry, reference }, made, now)
  if (!stands) throw conflict(gatewayText.submission.madeByAnother)
  return stands
}

function conflict(message: string): HttpRefusal {
  return new HttpRefusal({ kind: 'rejected', message }, 409)
}
