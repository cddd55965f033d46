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

/** Billing systems say to the second when something was made. In milliseconds. */
const rounding = 2_000

/** Whether it was made after the bytes of this create left first, by clocks that agree. */
export function isSince({ departedAt, sentAt }: Entry, { madeAt }: Contact): boolean {
  return Date.parse(madeAt ?? '') >= (departedAt ?? sentAt).getTime() - rounding
}

/**
 * Those that are not known to be made by another wish, the likeliest first: the first one since its
 * bytes left, and of those from before, where clocks disagree, the last one.
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
  const free = candidates.filter(({ id }) => !made.has(id))
  const since = free.filter((contact) => isSince(entry, contact))
  return [...since, ...free.filter((contact) => !since.includes(contact)).toReversed()]
}
