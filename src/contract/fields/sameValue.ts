import type { Field } from './field.ts'
import { isFlag, type Value, type Values } from './kind.ts'
import { lookupOption } from './lookup.ts'

/*
 * The one place that says whether two values are the same. A billing system stores what it is sent
 * in its own spelling: Day Zero (pydantic's EmailStr) stores an e-mail domain in Unicode and lower
 * case, Zuora stores a country by name and a number without outer zeros. Two measures:
 *
 * fine    the same value, spelled otherwise. Case counts in text, and in the local part of an e-mail
 *         address: RFC 5321 (2.4) leaves it to the receiving host, and correcting it is an edit.
 * coarse  the same to somebody who asks "is this the same contact?": no case, accents, punctuation.
 */

/**
 * Whether two values of this field are the same value, spelled otherwise at most.
 * @param others what the contact's other fields hold: a state is looked up in its country
 */
export function sameValue(
  field: Field,
  one: Value | undefined,
  other: Value | undefined,
  others: Values = {},
): boolean {
  return normalOf(field, one, others) === normalOf(field, other, others)
}

/**
 * The text that all spellings of one value share, for comparing and for fingerprints. Empty for
 * everything that holds nothing: null, missing, blanks alone, a box that is not ticked.
 */
export function normalOf(field: Field, value: Value | undefined, others: Values = {}): string {
  if (isFlag(field.kind)) return isTicked(value) ? 'true' : ''
  if (value === null || value === undefined) return ''
  const text = plainText(String(value), field.kind === 'multiline')
  switch (field.kind) {
    case 'email':
      return addressOf(text)
    case 'phone':
      return phoneOf(text)
    case 'number':
      return numberOf(text)
    case 'date':
      // A date may come with a time behind it.
      return /^\d{4}-\d{2}-\d{2}(?=T)/.exec(text)?.[0] ?? text
    case 'url':
      return URL.canParse(text) ? new URL(text).href : text
    case 'choice':
      return field.options?.find((option) => caseless(option) === caseless(text)) ?? text
    case 'lookup':
      return nameOf(field, text, others)
    default:
      return text
  }
}

/** The normal form by the coarse measure. */
export function coarseOf(field: Field, value: Value | undefined, others: Values = {}): string {
  const fine = normalOf(field, value, others)
  switch (field.kind) {
    case 'text':
    case 'multiline':
    case 'lookup':
      return wordsOf(fine).join(' ') || fine
    case 'email':
    case 'url':
      return caseless(fine)
    default:
      return fine
  }
}

/** The words of a text without case, accents and punctuation. */
export function wordsOf(text: string): string[] {
  return caseless(plainText(text))
    .normalize('NFKD')
    .replace(/(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{Mn}+/gu, '')
    .replace(/['’‘ʼ]/gu, '')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean)
}

function isTicked(value: Value | undefined): boolean {
  return value === true || (typeof value === 'string' && value.trim().toLowerCase() === 'true')
}

/** Full case folding as far as JavaScript has it: "ß" is "ss", and every sigma the same one. */
function caseless(text: string): string {
  return text.toUpperCase().toLowerCase().replace(/ς/g, 'σ')
}

/**
 * In Unicode's compatibility form (UAX 15, NFKC: full-width letters and ligatures are ordinary
 * ones), without characters that are not drawn, every run of blanks one space.
 * @param hasLines keeps line ends, however they are written, but not the blanks before and after them
 */
function plainText(text: string, hasLines = false): string {
  const drawn = text
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .normalize('NFKC')
    .replace(/\u2800/g, ' ')
  if (!hasLines) return drawn.replace(/[\p{White_Space}]+/gu, ' ').trim()
  return drawn
    .split(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/)
    .map((line) => line.replace(/[\p{White_Space}]+/gu, ' ').trim())
    .join('\n')
    .trim()
}

/**
 * The address alone: without the name it is shown with (RFC 5322, 3.4), quotes it does not need, and
 * with the domain as DNS has it.
 */
function addressOf(text: string): string {
  const bare = /<([^<>]*)>\s*$/.exec(text)?.[1] ?? text.replace(/\([^()]*\)$/, '')
  const address = bare.replace(/^mailto:/i, '').trim()
  const at = address.lastIndexOf('@')
  if (at < 0) return address
  const local = address.slice(0, at).trim()
  const quoted = /^"([^\s"\\()<>[\]:;@,]+)"$/.exec(local)
  return `${quoted?.[1] ?? local}@${domainOf(address.slice(at + 1).trim())}`
}

/** The domain in the form that IDNA gives it (RFC 5891 and UTS 46, as every URL parser does). */
function domainOf(domain: string): string {
  const bare = caseless(domain).replace(/\.$/, '')
  // Not a domain name, or a part of an address for which a URL has another meaning.
  if (/[\s/?#\\:@%[\]<>^|]/.test(bare) || !/\p{L}/u.test(bare)) return bare
  const lower = domain.toLowerCase()
  return URL.canParse(`http://${lower}`)
    ? new URL(`http://${lower}`).hostname.replace(/\.$/, '')
    : bare
}

/** What is dialled: digits and letters, without the sign of an international number. */
function phoneOf(text: string): string {
  const dialled = caseless(text)
    .replace(/^tel[:.]?\s*(?=[+(\d])/, '')
    .replace(/(;ext=|\bextension\b|\bext\b|#|,)/gu, 'x')
    .replace(/[^\p{L}\p{N}]/gu, '')
  return dialled.replace(/^00(?=[1-9]\d{6})/, '') || text
}

/** A decimal number without what does not count: a plus, outer zeros, an exponent. */
function numberOf(text: string): string {
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i.exec(text)
  const [, sign = '', whole = '', decimals = '', exponent = '0'] = parts ?? []
  if (!parts || !(whole || decimals)) return text
  const digits = whole + decimals
  const point = whole.length + Number(exponent)
  const before = digits.slice(0, Math.max(0, point)).padEnd(point, '0').replace(/^0+/, '')
  const after = withoutLastZeros(point < 0 ? '0'.repeat(-point) + digits : digits.slice(point))
  if (!before && !after) return '0'
  return `${sign === '-' ? '-' : ''}${before || '0'}${after && `.${after}`}`
}

/** In one pass: a pattern for zeros at the end tries again at each zero. */
function withoutLastZeros(digits: string): string {
  let end = digits.length
  while (digits[end - 1] === '0') end--
  return digits.slice(0, end)
}

/** The name of what is called by a name, a code or an everyday name; else the text itself. */
function nameOf({ entries, lookup }: Field, text: string, others: Values): string {
  const known = lookup ? lookup.entriesOf(others[lookup.from] ?? null) : entries
  return (known && lookupOption(known, text)?.name) ?? text
}
