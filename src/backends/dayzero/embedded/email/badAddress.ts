import { byCodePoint, shown } from './characters.ts'

/** Why an address is refused, in the words of email-validator. */
export class BadAddress extends Error {}

/** @throws BadAddress for what may not be shown: blanks, controls, a mark with nothing under it. */
export function checkSafe(text: string, blanks = false): void {
  const unsafe = [...text].filter((character, index) => {
    if (/[\p{L}\p{N}\p{P}\p{S}]/u.test(character)) return false
    if (/\p{M}/u.test(character)) return index === 0
    return !(blanks && /\p{Zs}/u.test(character))
  })
  if (unsafe.length === 0) return
  const listed = [...new Set(unsafe)].toSorted(byCodePoint).map(shown).join(', ')
  throw new BadAddress(`The email address contains unsafe characters: ${listed}.`)
}

/**
 * @param start the refusal when a period or hyphen comes first, with `{}` for which of the two
 * @param end the same when it comes last
 * @throws BadAddress
 */
export function checkEnds(text: string, start: string, end: string, mark: '.' | '-'): void {
  const name = mark === '.' ? 'period' : 'hyphen'
  if (text.endsWith(mark)) throw new BadAddress(end.replace('{}', name))
  if (text.startsWith(mark)) throw new BadAddress(start.replace('{}', name))
}

/** @throws BadAddress for an empty piece between periods. */
export function checkPeriods(text: string, start: string, end: string): void {
  checkEnds(text, start, end, '.')
  if (text.includes('..'))
    throw new BadAddress('An email address cannot have two periods in a row.')
}
