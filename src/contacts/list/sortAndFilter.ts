import { textOf } from '#contract/fields/form.ts'
import { foldedWords, foldText, phoneDigits } from '#text/fold.ts'
import type { Contact } from '#contract/fields/contact.ts'

/** What the list shows and in which order; both live in the address. */
export interface View {
  filter: string
  sort: Sort
}

export interface Sort {
  column: string
  descending: boolean
}

export const defaultSort: Sort = { column: 'name', descending: false }

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** The primary first, whatever is sorted; nothing there comes last, either way round. */
export function ordered(contacts: readonly Contact[], sort: Sort): Contact[] {
  const turn = sort.descending ? -1 : 1
  const keyed = contacts.map((contact) => ({ contact, key: keyOf(contact, sort.column) }))
  keyed.sort((a, b) => {
    if (a.contact.primary !== b.contact.primary) return a.contact.primary ? -1 : 1
    if ((a.key === '') !== (b.key === '')) return a.key === '' ? 1 : -1
    return turn * collator.compare(a.key, b.key) || collator.compare(a.contact.name, b.contact.name)
  })
  return keyed.map(({ contact }) => contact)
}

function keyOf(contact: Contact, column: string): string {
  if (column === 'name') return contact.name
  if (column === 'changed') return contact.changedAt ?? ''
  const value = contact.values[column]
  return typeof value === 'boolean' ? String(value) : textOf(value)
}

/**
 * Contacts that hold every word of the filter somewhere, or a telephone number with its digits.
 * @param phones the fields that hold telephone numbers
 */
export function matching(
  contacts: readonly Contact[],
  filter: string,
  phones: readonly string[],
): readonly Contact[] {
  const words = foldedWords(filter)
  if (words.length === 0) return contacts
  const digits = digitsSought(words)
  return contacts.filter(
    (contact) =>
      words.every((word) => haystackOf(contact).includes(word)) ||
      (digits !== null && phones.some((name) => hasDigits(textOf(contact.values[name]), digits))),
  )
}

/** Folding 2,000 contacts at every key would be felt; a contact that changes is another object. */
const haystacks = new WeakMap<Contact, string>()

function haystackOf(contact: Contact): string {
  let haystack = haystacks.get(contact)
  if (haystack === undefined) {
    haystack = [contact.name, ...Object.values(contact.values).map(textOf)].map(foldText).join('\n')
    haystacks.set(contact, haystack)
  }
  return haystack
}

/** The digits of a filter that can be nothing but part of a telephone number; else null. */
function digitsSought(words: readonly string[]): string | null {
  const sought = words.join(' ')
  const digits = phoneDigits(sought)
  return /^[\d+()./ -]+$/.test(sought) && digits.length > 2 ? digits : null
}

/** With the country code or without: either of the two may have been noted down without it. */
function hasDigits(phone: string, digits: string): boolean {
  const known = phoneDigits(phone)
  return known.includes(digits) || (known.length > 6 && digits.endsWith(known))
}
