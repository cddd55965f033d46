import { domainToASCII, domainToUnicode } from 'node:url'
import { BadAddress, checkEnds, checkPeriods, checkSafe } from './badAddress.ts'
import { isAscii, listOfOthers } from './characters.ts'

const longestDomain = 253
/** RFC 1035, 2.3.1 */
const longestLabel = 63

const hostCharacter = /[a-zA-Z0-9\-.\u0080-\u{10ffff}]/u
const asciiLabel = '(?:[a-zA-Z0-9][a-zA-Z0-9-]*)?[a-zA-Z0-9]'
const asciiDomain = new RegExp(`^${asciiLabel}(?:\\.${asciiLabel})*$`)

/** Names that are never somebody's mail domain: RFC 6761 and its like, as email-validator lists them. */
const reserved = ['arpa', 'invalid', 'local', 'localhost', 'onion', 'test']

/**
 * The part after the @-sign: as it is stored, and as the DNS has it.
 * @throws BadAddress
 */
export function checkedDomain(given: string): { unicode: string; ascii: string } {
  if (given === '') throw new BadAddress('There must be something after the @-sign.')
  if (given.startsWith('[') && given.endsWith(']')) throw refusedLiteral(given.slice(1, -1))
  checkCharacters(given)
  checkSafe(given)
  const odd = listOfOthers(given, mappable)
  if (odd) throw new BadAddress(`The part after the @-sign contains invalid characters: ${odd}.`)
  const domain = mapped(given)
  checkCharacters(domain, ' after Unicode normalization')
  checkShape(domain)
  const ascii = asciiOf(domain)
  checkLengths(ascii, ascii === given)
  checkReach(ascii)
  return { unicode: unicodeOf(ascii), ascii }
}

function checkCharacters(domain: string, when = ''): void {
  const others = listOfOthers(domain, hostCharacter)
  if (others)
    throw new BadAddress(`The part after the @-sign contains invalid characters${when}: ${others}.`)
}

function refusedLiteral(literal: string): BadAddress {
  if (/^[0-9.]+$/.test(literal) || literal.startsWith('IPv6:'))
    return new BadAddress('A bracketed IP address after the @-sign is not allowed here.')
  if (!literal.includes(':'))
    return new BadAddress(
      'The part after the @-sign in brackets is not an IPv4 address and has no address literal tag.',
    )
  return new BadAddress(
    'The part after the @-sign contains an invalid address literal tag in brackets.',
  )
}

/** Whether UTS 46 takes a character at all; what it maps to a period is refused with it. */
const mappable = {
  test(character: string): boolean {
    const point = character.codePointAt(0) ?? 0
    if (point >= 0x80 && point <= 0x9f) return false
    if (point >= 0x2010 && point <= 0x2060) return !/[\u2024-\u2026\u2028-\u202e]/.test(character)
    if (/[\u00ad\u2064\uff0e\u200b-\u200d\u{1bca0}-\u{1bca3}]/u.test(character)) return true
    if (/[\p{Cf}\p{Cn}\p{Co}\p{Cs}\p{Z}]/u.test(character)) return false
    return point < 0x80 || !character.normalize('NFKD').includes('.')
  },
}

/** UTS 46's mapping: case, width and the dots of other scripts. The `σ` at a word's end stays one. */
function mapped(domain: string): string {
  if (isAscii(domain)) return domain.toLowerCase()
  return [
    ...domain.replace(/[\u00ad\u200b\u2060\u2064\p{Variation_Selector}\u{1bca0}-\u{1bca3}]/gu, ''),
  ]
    .map((character) => character.toLowerCase().normalize('NFKC').toLowerCase())
    .join('')
    .replaceAll('。', '.')
    .normalize('NFC')
}

function checkShape(domain: string): void {
  const start = 'An email address cannot have a {} immediately after the @-sign.'
  const end = 'An email address cannot end with a {}.'
  checkPeriods(domain, start, end)
  checkEnds(domain, start, end, '-')
  if (domain.includes('.-') || domain.includes('-.'))
    throw new BadAddress('An email address cannot have a period and a hyphen next to each other.')
  if (domain.split('.').some((label) => /^(?!xn)..--/iu.test(label)))
    throw new BadAddress(
      'An email address cannot have two letters followed by two dashes immediately after the @-sign or after a period, except Punycode.',
    )
}

function asciiOf(domain: string): string {
  if (asciiDomain.test(domain)) return domain
  return domain.split('.').map(asciiLabelOf).join('.')
}

function asciiLabelOf(label: string): string {
  const { ascii, problem } = isAscii(label) ? { ascii: label, ...decoded(label) } : encoded(label)
  if (problem) throw new BadAddress(`The part after the @-sign is invalid (${problem}).`)
  return ascii
}

function encoded(label: string): { ascii: string; problem?: string } {
  const problem = wrongInLabel(label)
  if (problem) return { ascii: '', problem }
  const ascii = domainToASCII(label)
  if (ascii === '') return { ascii, problem: 'Invalid label' }
  return ascii.length > longestLabel ? { ascii, problem: 'Label too long' } : { ascii }
}

function decoded(label: string): { unicode: string; problem?: string } {
  if (!label.startsWith('xn--')) return { unicode: label }
  const unicode = domainToUnicode(label)
  if (unicode === '' || unicode === label) return { unicode, problem: 'Invalid A-label' }
  return { unicode, problem: wrongInLabel(unicode) }
}

/** IDNA 2008 takes letters, digits and marks (RFC 5892, 2.1); UTS 46, which Node knows, takes more. */
function wrongInLabel(label: string): string | undefined {
  const characters = [...label]
  if (characters[2] === '-' && characters[3] === '-')
    return 'Label has disallowed hyphens in 3rd and 4th position'
  if (label.startsWith('-') || label.endsWith('-'))
    return 'Label must not start or end with a hyphen'
  if (/^\p{M}/u.test(label)) return 'Label begins with an illegal combining character'
  const wrong = characters.findIndex((it) => !/[a-z0-9-]|[\p{Ll}\p{Lo}\p{Lm}\p{M}\p{Nd}]/u.test(it))
  if (wrong < 0) return undefined
  const point = characters[wrong]!.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')
  return `Codepoint U+${point} at position ${wrong + 1} of '${label}' not allowed`
}

function checkLengths(ascii: string, asTyped: boolean): void {
  const over = ascii.length - longestDomain
  if (over > 0)
    throw new BadAddress(
      asTyped
        ? `The email address is too long after the @-sign ${tooMany(over)}.`
        : `The email address is too long after the @-sign (${over} byte${over === 1 ? '' : 's'} too many after IDNA encoding).`,
    )
  for (const label of ascii.split('.'))
    if (label.length > longestLabel)
      throw new BadAddress(
        `After the @-sign, periods cannot be separated by so many characters ${tooMany(label.length - longestLabel)}.`,
      )
}

function tooMany(characters: number): string {
  return `(${characters} character${characters > 1 ? 's' : ''} too many)`
}

function checkReach(ascii: string): void {
  if (!ascii.includes('.'))
    throw new BadAddress('The part after the @-sign is not valid. It should have a period.')
  if (!/[A-Za-z]$/.test(ascii))
    throw new BadAddress(
      'The part after the @-sign is not valid. It is not within a valid top-level domain.',
    )
  if (reserved.some((name) => ascii === name || ascii.endsWith(`.${name}`)))
    throw new BadAddress(
      'The part after the @-sign is a special-use or reserved name that cannot be used with email.',
    )
}

function unicodeOf(ascii: string): string {
  const labels = ascii.split('.').map((label) => {
    const { unicode, problem } = decoded(label)
    if (problem) throw new BadAddress(`The part after the @-sign is not valid IDNA (${problem}).`)
    return unicode
  })
  return labels.join('.')
}
