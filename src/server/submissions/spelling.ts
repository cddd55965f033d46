import type { Backend } from '#contract/backend/backend.ts'
import { BackendError } from '#contract/api/refusal.ts'
import type { Submission } from '#contract/api/submission.ts'

/** A UUID, or 32 digits as Zuora has them: by RFC 9562 (4) case does not count in such an id. */
const hexadecimal = /^[0-9a-f]{32}$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * The submission with the ids of customer and contacts as the backend spells them, so that what is
 * compared by id (ledger, log, locks, undo) meets. Only ids in capitals are asked about. What the
 * backend does not know, or cannot tell now, stays as it is.
 */
export async function asSpelled<Some extends Submission>(
  backend: Backend,
  submission: Some,
): Promise<Some> {
  const customer = await spelled(submission.customer, (id) => backend.customer(id))
  const contactOf = (id: string) => spelled(id, (each) => backend.contact(customer, each))
  const contact = 'contact' in submission ? await contactOf(submission.contact) : undefined
  const from =
    'from' in submission && submission.from ? await contactOf(submission.from) : undefined
  return { ...submission, customer, ...(contact && { contact }), ...(from && { from }) }
}

async function spelled(id: string, read: (id: string) => Promise<{ id: string }>): Promise<string> {
  if (!hexadecimal.test(id) || !/[A-F]/.test(id)) return id
  for (const each of [id, id.toLowerCase()])
    try {
      return (await read(each)).id
    } catch (error) {
      if (!(error instanceof BackendError)) throw error
    }
  return id
}
