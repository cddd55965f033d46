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
 * How much a backend's clock may differ from ours, in milliseconds: wrong clocks are often wrong by an
 * hour. A matching contact that was created shortly before is rather adopted than created twice.
 */
const maxClockSkewMs = 65 * 60_000

/** Billing systems round the time of creation to seconds. In milliseconds. */
const timestampRoundingMs = 2_000

/** The contacts that a create may have created, by how well they match; the likeliest of each first. */
export interface Candidates {
  /** Have all the values of the create. */
  alike: Contact[]
  /** Agree in the name, an e-mail address or a phone number. */
  similar: Contact[]
  /** Agree in nothing, and are new since the dispatch. */
  unlike: Contact[]
}

/**
 * Sorts the contacts that are new since the dispatch of this create. Without a snapshot (a backend with
 * keys) the time of creation decides; a contact without that time may be new, but is never adopted.
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
      // If the clocks agree, it is one of those.
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

/** The refusal that asks the person about a contact that this create may have created. */
export function mayExist(form: FormDefinition, contact: Contact): Refusal {
  const { id, name, values } = presentContact(form, contact)
  return { kind: 'mayExist', contact: { id, name, values } }
}

/** Whether it was created after the first dispatch of this create, if the clocks agree. */
export function createdAfterDispatch(
  { dispatchedAt, sentAt }: LedgerEntry,
  { madeAt }: Contact,
): boolean {
  return Date.parse(madeAt ?? '') >= (dispatchedAt ?? sentAt).getTime() - timestampRoundingMs
}

/**
 * The candidates that no other submission has created. Of the alike first the earliest since the
 * dispatch, then, as clocks may disagree, the latest from before.
 * @throws BackendError when the customer's contacts cannot be read
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
