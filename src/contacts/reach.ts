import type { FormDefinition } from '#contract/fields/field.ts'
import { textOf } from '#contract/fields/form.ts'
import type { Contact } from '#contract/fields/contact.ts'

/** A way to write to a contact, or to call. */
export interface Reach {
  name: string
  kind: 'email' | 'phone'
  value: string
}

/** Every address and number that a contact has, in the form's order. */
export function reachable({ fields }: FormDefinition, { values }: Contact): Reach[] {
  return fields.flatMap(({ name, kind }) => {
    const value = textOf(values[name]).trim()
    return value && (kind === 'email' || kind === 'phone') ? [{ name, kind, value }] : []
  })
}

/** What a mail program or telephone is opened with (RFC 6068, RFC 3966). */
export function addressOf(kind: Reach['kind'], value: string): string {
  // Half a surrogate pair, which a billing system may hold, cannot be encoded.
  const whole = value.replace(/\p{Surrogate}/gu, '\ufffd')
  if (kind === 'email') return `mailto:${encodeURIComponent(whole).replace('%40', '@')}`
  return `tel:${value.replace(/[^\d+*#,;]/g, '')}`
}
