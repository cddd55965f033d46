import type { Contact } from '#contract/backend.ts'
import type { Values } from '#contract/kind.ts'
import { BackendError } from '#contract/refusal.ts'
import { sameValue } from '#contract/sameValue.ts'
import type { OpenWorkspace } from '#server/gateway/openWorkspace.ts'
import { gatewayText } from '#text/gatewayText.ts'
import type { Entry } from './entry.ts'

/**
 * What a write came to that was answered with a success. An update's answer usually holds what was
 * asked for. Where it does not, one read decides: a billing system may have stored it in another
 * form, or only in part, or answered the success of a write that it ignored.
 * @param answer the contact as it was answered
 * @returns the contact as it is told; `ignored` where nothing of the update was stored
 * @throws BackendError `unclear` where the answer says that nothing was stored, and no read tells
 */
export async function readBack(
  { form, backend }: Pick<OpenWorkspace, 'form' | 'backend'>,
  { write, before }: Pick<Entry, 'write' | 'before'>,
  answer: Contact,
): Promise<Contact | 'ignored'> {
  if (write.op !== 'update' || !before) return answer
  const { values } = write
  const changed = form.fields.filter(
    (field) =>
      field.name in values &&
      !sameValue(field, before.values[field.name], values[field.name], {
        ...before.values,
        ...values,
      }),
  )
  /** A contact may leave fields out; those say nothing. */
  const holds = (contact: Contact, wanted: Values) =>
    changed.every(
      (field) =>
        contact.values[field.name] === undefined ||
        sameValue(field, contact.values[field.name], wanted[field.name], contact.values),
    )
  if (holds(answer, values)) return answer
  const isIgnored = holds(answer, before.values)
  const now = await backend.contact(write.customer, write.contact).catch((cause: unknown) => {
    if (!(cause instanceof BackendError)) throw cause
    if (!isIgnored) return null
    throw new BackendError({ kind: 'unclear', status: null }, { cause })
  })
  // A read may be behind the write: that nothing was stored takes the answer and the read.
  if (now && !holds(now, before.values)) return now
  return isIgnored ? 'ignored' : answer
}

/** In the name of the billing system: it answered a success and changed nothing. */
export function ignoredBy(vendor: string) {
  return { kind: 'rule', message: gatewayText.submission.ignored(vendor) } as const
}
