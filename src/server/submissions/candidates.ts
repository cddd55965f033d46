import type { Contact } from '#contract/backend.ts'
import { asked } from '#contract/form.ts'
import type { OpenWorkspace } from '#server/gateway/openWorkspace.ts'
import type { Entry } from './entry.ts'
import { everyContact } from './everyContact.ts'
import type { Ledger } from './ledger.ts'
import { isAlike } from './likeness.ts'

/**
 * How much a backend's clock may differ from ours, in milliseconds: clocks that are wrong are wrong by
 * an hour. What looks like the wish and was made shortly before it is rather taken for it than made anew.
 */
const skew = 65 * 60_000

/** Which of the customer's contacts this create may have made, the oldest first. */
export function madeBy(
  { form }: Pick<OpenWorkspace, 'form'>,
  { write, known, sentAt }: Entry,
  contacts: readonly Contact[],
): Contact[] {
  if (write.op !== 'create') return []
  const fields = asked(form, 'create')
  const isNew = ({ id, madeAt }: Contact) =>
    known ? !known.includes(id) : Date.parse(madeAt ?? '') >= sentAt.getTime() - skew
  return contacts
    .filter((contact) => isNew(contact) && isAlike(fields, write.values, contact))
    .toSorted((one, other) => ((one.madeAt ?? '') < (other.madeAt ?? '') ? -1 : 1))
}

/**
 * The same, without those that are known to be made by another wish.
 * @throws BackendError where the customer cannot be looked through
 */
export async function unclaimed(
  ledger: Ledger,
  workspace: OpenWorkspace,
  entry: Entry,
): Promise<Contact[]> {
  const all = await everyContact(workspace.backend, entry.write.customer)
  const candidates = madeBy(workspace, entry, all)
  const made = await ledger.made(
    workspace.id,
    candidates.map(({ id }) => id),
  )
  return candidates.filter(({ id }) => !made.has(id))
}
