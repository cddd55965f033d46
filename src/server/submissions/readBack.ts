import { BackendError } from '#contract/api/refusal.ts'
import type { OpenWorkspace } from '#server/workspaces/openWorkspace.ts'
import { bidiIsolate } from '#text/isolated.ts'
import { gatewayText } from '#text/gatewayText.ts'
import type { LedgerEntry } from './ledgerEntry.ts'
import { become } from '#server/submissions/matching/compareValues.ts'
import type { Contact } from '#contract/fields/contact.ts'

/**
 * The result of a write that was answered with success. An update is read back: a billing system may
 * have stored it in another form, only in part or not at all, and its answer may just repeat what it
 * was sent. In an embedded workspace an answer with the values that were sent is what is stored.
 * @param answer the contact in the answer
 * @returns the contact as it is stored; `ignored` where nothing of the update was stored
 * @throws BackendError `outcomeUnknown` where the read fails, because the answer alone proves nothing;
 *   `conflict` with `maybeSaved` where answer and read contradict each other: it was ignored, or
 *   another writer has restored the values from before
 */
export async function readBack(
  { form, backend, joined }: Pick<OpenWorkspace, 'form' | 'backend' | 'joined'>,
  { write, previous }: Pick<LedgerEntry, 'write' | 'previous'>,
  answer: Contact,
): Promise<Contact | 'ignored'> {
  if (write.op !== 'update' || !previous) return answer
  const { values } = write
  const endOf = (contact: Contact) => become(form.fields, contact, values, previous.values, true)
  const isAsBefore = (contact: Contact) => {
    const end = endOf(contact)
    return end.kind === 'asBefore' && !end.inPart
  }
  if (joined && endOf(answer).kind === 'saved') return answer
  const isIgnored = isAsBefore(answer)
  // One that is neither is no echo of what was sent.
  const isTelling = !isIgnored && endOf(answer).kind !== 'saved'
  const now = await backend.contact(write.customer, write.contact).catch((cause: unknown) => {
    if (!(cause instanceof BackendError)) throw cause
    if (isTelling) return null
    throw new BackendError({ kind: 'outcomeUnknown', status: null }, { cause })
  })
  if (!now) return answer
  if (!isAsBefore(now)) return now
  // That nothing was stored takes the answer and the read.
  if (isIgnored) return 'ignored'
  const theirs = Object.keys(values).map((name) => [name, now.values[name] ?? null] as const)
  throw new BackendError({ kind: 'conflict', theirs: Object.fromEntries(theirs), maybeSaved: true })
}

/** Answers kept reporting success, and reads that the contact is unchanged. */
export function notDoneBy(vendor: string, { name }: Contact) {
  return {
    kind: 'rejected',
    message: gatewayText.submission.notDone(vendor, bidiIsolate(name)),
  } as const
}

/** The refusal for a billing system that answered with success and changed nothing. */
export function ignoredBy(vendor: string) {
  return {
    kind: 'rejected',
    message: gatewayText.submission.ignored(vendor),
    ignored: true,
  } as const
}
