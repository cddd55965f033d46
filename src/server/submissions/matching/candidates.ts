import type { FormDefinition } from '#contract/fields/field.ts'
import type { Refusal } from '#contract/api/refusal.ts'
import type { OpenWorkspace } from '#server/workspaces/openWorkspace.ts'
import { presentContact } from '#server/workspaces/present.ts'
import { validateWrite } from '#server/submissions/validateWrite.ts'
import type { LedgerEntry } from '#server/submissions/ledgerEntry.ts'
import { listAllContacts } from './listAllContacts.ts'
import type { Ledger } from '#server/submissions/ledger.ts'
import { agreement, matchesFingerprint } from './fingerprint.ts'
import type { Contact } from '#contract/fields/contact.ts'

/**
 * How much a backend's clock may differ from ours, in milliseconds: clocks that are wrong are wrong by
 * an hour. What looks like the create and was made shortly before it is rather taken for it than made
 * anew.
 */
const maxClockSkewMs = 65 * 60_000

/** Billing systems say to the second when something was made. In milliseconds. */
const timestampRoundingMs = 2_000

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
export function createdByCandidates(
  workspace: Pick<OpenWorkspace, 'form'>,
  entry: LedgerEntry,
  contacts: readonly Contact[],
): Candidates {
  const { form } = workspace
  const { write, knownIds, sentAt } = entry
  if (write.op !== 'create') return { alike: [], similar: [], unlike: [] }
  const checked = validateWrite(form, write)
  const values = 'values' in checked ? checked.values : write.values
  const madeAt = (contact: Contact) => Date.parse(contact.madeAt ?? '')
  const isNew = (contact: Contact) =>
    knownIds ? !knownIds.includes(contact.id) : madeAt(contact) >= sentAt.getTime() - maxClockSkewMs
  const mayBeNew = (contact: Contact) =>
    isNew(contact) || (!knownIds && Number.isNaN(madeAt(contact)))
  const asked = contacts
    .filter((contact) => mayBeNew(contact) && !write.distinctFrom?.includes(contact.id))
    .toSorted((one, other) => ((one.madeAt ?? '') < (other.madeAt ?? '') ? -1 : 1))
  const alike = asked.filter(
    (contact) => isNew(contact) && matchesFingerprint(form, values, contact),
  )
  const rest = asked.filter((contact) => !alike.includes(contact))
  const agrees = (contact: Contact) => agreement(form, values, contact)
  return {
    alike,
    similar: rest
      .filter((contact) => agrees(contact) > 0)
      .toSorted((one, other) => agrees(other) - agrees(one))
      // By clocks that agree it is one of those.
      .toSorted(
        (one, other) =>
          Number(createdAfterDispatch(entry, other)) - Number(createdAfterDispatch(entry, one)),
      ),
    unlike: rest.filter(
      (contact) =>
        agrees(contact) === 0 && (knownIds !== null || createdAfterDispatch(entry, contact)),
    ),
  }
}

/** Asks the person about a contact that this create may have made. */
export function mayExist(form: FormDefinition, contact: Contact): Refusal {
  const { id, name, values } = presentContact(form, contact)
  return { kind: 'mayExist', contact: { id, name, values } }
}

/** Whether it was made after the bytes of this create left first, by clocks that agree. */
export function createdAfterDispatch(
  { dispatchedAt, sentAt }: LedgerEntry,
  { madeAt }: Contact,
): boolean {
  return Date.parse(madeAt ?? '') >= (dispatchedAt ?? sentAt).getTime() - timestampRoundingMs
}

/**
 * Those that are not known to be made by another submission. Of the alike: the first one since its
 * bytes left, and of those from before, where clocks disagree, the last one.
 * @throws BackendError where the customer cannot be looked through
 */
export async function unclaimedCandidates(
  ledger: Ledger,
  workspace: OpenWorkspace,
  entry: LedgerEntry,
): Promise<Candidates> {
  const all = await listAllContacts(workspace.backend, entry.write.customer)
  const { alike, similar, unlike } = createdByCandidates(workspace, entry, all)
  const made = await ledger.claimedContacts(
    workspace.id,
    [...alike, ...similar, ...unlike].map(({ id }) => id),
  )
  const free = (contacts: readonly Contact[]) => contacts.filter(({ id }) => !made.has(id))
  const since = free(alike).filter((contact) => createdAfterDispatch(entry, contact))
  const before = free(alike).filter((contact) => !since.includes(contact))
  return {
    alike: [...since, ...before.toReversed()],
    similar: free(similar),
    unlike: free(unlike),
  }
}
