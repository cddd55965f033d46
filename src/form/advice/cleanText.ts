import { adviceText } from '#text/adviceText.ts'
import { straysIn } from '#text/invisible.ts'

/** A text without the characters that cannot be seen and do nothing, and what those are called. */
export interface CleanText {
  text: string
  takenOut: readonly string[]
}

/**
 * What of a text one line can hold. Line breaks and tabs become blanks; all else that cannot be seen
 * goes, unless it does something there.
 * @param ofName false for an address or a number
 */
export function cleanText(text: string, ofName: boolean): CleanText {
  const line = text.replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, ' ')
  const strays = straysIn(line, ofName)
  let clean = ''
  let from = 0
  for (const { character, at } of strays) {
    clean += line.slice(from, at)
    from = at + character.length
  }
  const takenOut = [...new Set(strays.map(({ character }) => nameOf(character)))]
  return { text: (clean + line.slice(from)).trim(), takenOut }
}

function nameOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const number = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  const isDirection = /[\u061c\u202a-\u202e\u2066-\u2069]/.test(character)
  const name = adviceText.names[code] ?? (isDirection ? adviceText.direction : undefined)
  return name ? `${name} (${number})` : number
}
