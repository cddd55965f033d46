import { BadAddress, checkSafe } from './badAddress.ts'
import { listOfOthers, pythonStripEnd, shown } from './characters.ts'

/** An address taken apart. Nothing in it is checked yet but the name in front. */
export interface AddressParts {
  /** Without the quotes it may have stood in. */
  local: string
  quoted: boolean
  domain: string
  /** It had a name and angle brackets that pydantic did not take off. */
  named: boolean
}

/** @throws BadAddress */
export function splitAddress(address: string): AddressParts {
  const [left, right] = splitOutsideQuotes(address, '@<')
  const named = right.startsWith('<')
  const [local, domain] = named ? splitNamed(left, right) : [left, right]
  const { text, quoted } = unquoted(local)
  return { local: text, quoted, domain: domain.replace(/^@/, ''), named }
}

function splitNamed(left: string, right: string): [string, string] {
  const name = unquoted(pythonStripEnd(left))
  if (!name.quoted) {
    const others = listOfOthers(name.text, /[a-zA-Z0-9_!#$%&'*+\-/=?^`{|}~ ]/)
    if (others)
      throw new BadAddress(
        `The display name contains invalid characters when not quoted: ${others}.`,
      )
  }
  checkSafe(name.text, true)
  if (!right.includes('>'))
    throw new BadAddress(
      'An open angle bracket at the start of the email address has to be followed by a close angle bracket at the end.',
    )
  const closed = right.replace(/ +$/, '')
  if (!closed.endsWith('>'))
    throw new BadAddress("There can't be anything after the email address.")
  return splitOutsideQuotes(closed.slice(1).replace(/>+$/, ''), '@')
}

/** Splits before the first of the characters that stands outside of quotes. */
function splitOutsideQuotes(text: string, at: string): [string, string] {
  let quoted = false
  let escaped = false
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!
    // A sign with a mark on it, such as `<` with a slash through it, is another sign.
    if (followedByMark(text, index)) continue
    if (quoted) {
      if (character === '"' && !escaped) quoted = false
      escaped = character === '\\' && !escaped
    } else if (character === '"') quoted = true
    else if (at.includes(character)) return [text.slice(0, index), text.slice(index)]
  }
  if (text.includes('＠'))
    throw new BadAddress(
      'The email address has the "full-width" at-sign (@) character instead of a regular at-sign.',
    )
  if (text.includes('﹫'))
    throw new BadAddress(
      'The email address has the "small commercial at" character instead of a regular at-sign.',
    )
  throw new BadAddress('An email address must have an @-sign.')
}

function followedByMark(text: string, index: number): boolean {
  if ((text.codePointAt(index + 1) ?? 0) < 0x80) return false
  const character = text[index]!
  return !text
    .slice(index, index + 8)
    .normalize('NFC')
    .startsWith(character)
}

function unquoted(text: string): { text: string; quoted: boolean } {
  if (!text.startsWith('"')) return { text, quoted: false }
  let value = ''
  let escaped = false
  for (let index = 1; index < text.length; index++) {
    const character = text[index]!
    if (escaped || (character !== '\\' && character !== '"')) {
      value += character
      escaped = false
    } else if (character === '\\') escaped = true
    else if (index === text.length - 1) break
    else {
      const rest = [...text.slice(index + 1)].map(shown).join(', ')
      throw new BadAddress(`Extra character(s) found after close quote: ${rest}`)
    }
  }
  return { text: value, quoted: true }
}
