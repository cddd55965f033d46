import type { Form } from '#contract/fields/field.ts'
import type { Refusal } from '#contract/api/refusal.ts'
import type { OpenWorkspace } from '#server/workspaces/openWorkspace.ts'
import { contactOut } from '#server/workspaces/present.ts'
import { check } from '#server/submissions/validateWrite.ts'
import type { Entry } from '#server/submissions/ledgerEntry.ts'
import { everyContact } from './listAllContacts.ts'
import type { Ledger } from '#server/submissions/ledger.ts'
import { agreement, isAlike } from './fingerprint.ts'
import type { Contact } from '#contract/fields/contact.ts'

/**
 * How much a backend's clock may differ from ours, in milliseconds: clocks that are wrong are wrong by
 * an hour. What looks like the create and was made shortly before it is rather taken for it than made
 * anew.
 */
const skew = 65 * 60_000

/** Billing systems say to the second when something was made. In milliseconds. */
const rounding = 2_000

/** The contacts that a create may have made, by how much speaks for it; the likeliest of each first. */
export interface Candidates {
  /** Hold all that was asked for. */
  alike: Contact[]
  /** Agree in the name, an e-mail address or a phone number. */
  similar: Contact[]
  /** Agree in nothing, and are new since the dispatch. */
  unlike: Contact[]
}

/**
 * Sorts the contacts that were not there before this create was dispatched. Where nobody looked
 * before (a backend with keys), the time says which those are; one without a time may be new, but is
 * never taken for the contact that was made.
 */
export function madeBy(
  workspace: Pick<OpenWorkspace, 'form'>,
  entry: Entry,
  contacts: readonly Contact[],
): Candidates {
  const { form } = workspace
  const { write, known, sentAt } = entry
  if (write.op !== 'create') return { alike: [], similar: [], unlike: [] }
  const checked = check(form, write)
  const values = 'values' in checked ? checked.values : write.values
  const madeAt = (contact: Contact) => Date.parse(contact.madeAt ?? '')
  const isNew = (contact: Contact) =>
    known ? !known.includes(contact.id) : madeAt(contact) >= sentAt.getTime() - skew
  const mayBeNew = (contact: Contact) => isNew(contact) || (!known && Number.isNaN(madeAt(contact)))
  const asked = contacts
    .filter((contact) => mayBeNew(contact) && !write.distinctFrom?.includes(contact.id))
    .toSorted((one, other) => ((one.madeAt ?? '') < (other.madeAt ?? '') ? -1 : 1))
  const alike = asked.filter((contact) => isNew(contact) && isAlike(form, values, contact))
  const rest = asked.filter((contact) => !alike.includes(contact))
  const agrees = (contact: Contact) => agreement(form, values, contact)
  return {
    alike,
    similar: rest
      .filter((contact) => agrees(contact) > 0)
      .toSorted((one, other) => agrees(other) - agrees(one)),
    unlike: rest.filter(
      (contact) => agrees(contact) === 0 && (known !== null || isSince(entry, contact)),
    ),
  }
}

/** Asks the person about a contact that this create may have made. */
export function mayExist(form: Form, contact: Contact): Refusal {
  const { id, name, values } = contactOut(form, contact)
  return { kind: 'mayExist', contact: { id, name, values } }
}

/** Whether it was made after the bytes of this create left first, by clocks that agree. */
export function isSince({ departedAt, sentAt }: Entry, { madeAt }: Contact): boolean {
  return Date.parse(madeAt ?? '') >= (departedAt ?? sentAt).getTime() - rounding
}

/**
 * Those that are not known to be made by another submission. Of the alike: the first one since its
 * bytes left, and of those from before, where clocks disagree, the last one.
 * @throws BackendError where the customer cannot be looked through
 */
export async function unclaimed(
  ledger: Ledger,
  workspace: OpenWorkspace,
  entry: Entry,
): Promise<Candidates> {
  const all = await everyContact(workspace.backend, entry.write.customer)
  const { alike, similar, unlike } = madeBy(workspace, entry, all)
  const made = await ledger.made(
    workspace.id,
    [...alike, ...similar, ...unlike].map(({ id }) => id),
  )
  const free = (contacts: readonly Contact[]) => contacts.filter(({ id }) => !made.has(id))
  const since = free(alike).filter((contact) => isSince(entry, contact))
  const before = free(alike).filter((contact) => !since.includes(contact))
  return {
    alike: [...since, ...before.toReversed()],
    similar: free(similar),
    unlike: free(unlike),
  }
}
