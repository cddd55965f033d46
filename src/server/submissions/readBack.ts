import { BackendError } from '#contract/api/refusal.ts'
import type { OpenWorkspace } from '#server/workspaces/openWorkspace.ts'
import { bidiIsolate } from '#text/isolated.ts'
import { gatewayText } from '#text/gatewayText.ts'
import type { LedgerEntry } from './ledgerEntry.ts'
import { become } from '#server/submissions/matching/compareValues.ts'
import type { Contact } from '#contract/fields/contact.ts'

/**
 * What a write came to that was answered with a success. An update is read afterwards: a billing
 * system may have stored it in another form, or only in part, or have ignored it, and its answer may
 * repeat what it was sent. In a joined workspace an answer that holds what was asked for is what is
 * stored.
 * @param answer the contact as it was answered
 * @returns the contact as it is told; `ignored` where nothing of the update was stored
 * @throws BackendError `unclear` where no read tells: an answer may repeat what it was sent;
 *   `changed` with `maybeSaved` where answer and read contradict each other: it was ignored, or
 *   another writer put back what was there
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

/** Answers kept saying that it was done, and reads that nothing changed for this contact. */
export function notDoneBy(vendor: string, { name }: Contact) {
  return {
    kind: 'rejected',
    message: gatewayText.submission.notDone(vendor, bidiIsolate(name)),
  } as const
}

/** In the name of the billing system: it answered a success and changed nothing. */
export function ignoredBy(vendor: string) {
  return { kind: 'rejected', message: gatewayText.submission.ignored(vendor) } as const
}
