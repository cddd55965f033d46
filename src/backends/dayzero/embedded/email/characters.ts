/** What Python's regular expressions and str.strip() take for blank. */
export const pythonBlank =
  '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'

const outerPythonBlanks = new RegExp(`^[${pythonBlank}]+|[${pythonBlank}]+$`, 'g')

/** Python's str.strip(). */
export function pythonStrip(text: string): string {
  return text.replace(outerPythonBlanks, '')
}

/** Python's str.rstrip(). */
export function pythonStripEnd(text: string): string {
  return text.replace(new RegExp(`[${pythonBlank}]+$`), '')
}

export function isAscii(text: string): boolean {
  return [...text].every((character) => character <= '\x7f')
}

/** Rust's trim(), with which pydantic trims. By hand: a pattern takes for ever in a text full of blanks. */
export function rustTrim(text: string): string {
  const isBlank = (at: number) => /\p{White_Space}/u.test(text.charAt(at))
  let start = 0
  let end = text.length
  while (start < end && isBlank(start)) start++
  while (end > start && isBlank(end - 1)) end--
  return text.slice(start, end)
}

/** Characters as Python counts them: code points, not UTF-16 units. */
export function lengthOf(text: string): number {
  let length = 0
  for (const _ of text) length++
  return length
}

/** The characters that `allowed` does not fit, each once, the way email-validator lists them. */
export function listOfOthers(text: string, allowed: { test(character: string): boolean }): string {
  const others = [...text].filter((character) => !allowed.test(character))
  return [...new Set(others.map(shown))].toSorted(byCodePoint).join(', ')
}

/** One character for people: in quotes when it can be seen, else by its Unicode name. */
export function shown(character: string): string {
  if (character === '\\') return '"\\"'
  if (character === "'") return `"'"`
  if (/[\p{L}\p{N}\p{P}\p{S}]/u.test(character)) return `'${character}'`
  const point = character.codePointAt(0) ?? 0
  return (
    names.get(point) ??
    `U+${point
      .toString(16)
      .padStart(point < 0xffff ? 4 : 8, '0')
      .toUpperCase()}`
  )
}

export function byCodePoint(one: string, other: string): number {
  return (one.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0) || (one < other ? -1 : 1)
}

/** Unicode's names of the invisible characters that find their way into addresses by copy and paste. */
const names = new Map([
  [0x20, 'SPACE'],
  [0xa0, 'NO-BREAK SPACE'],
  [0xad, 'SOFT HYPHEN'],
  [0x034f, 'COMBINING GRAPHEME JOINER'],
  [0x0300, 'COMBINING GRAVE ACCENT'],
  [0x0301, 'COMBINING ACUTE ACCENT'],
  [0x0302, 'COMBINING CIRCUMFLEX ACCENT'],
  [0x0303, 'COMBINING TILDE'],
  [0x0308, 'COMBINING DIAERESIS'],
  [0x061c, 'ARABIC LETTER MARK'],
  [0x1680, 'OGHAM SPACE MARK'],
  [0x180e, 'MONGOLIAN VOWEL SEPARATOR'],
  [0x2000, 'EN QUAD'],
  [0x2001, 'EM QUAD'],
  [0x2002, 'EN SPACE'],
  [0x2003, 'EM SPACE'],
  [0x2004, 'THREE-PER-EM SPACE'],
  [0x2005, 'FOUR-PER-EM SPACE'],
  [0x2006, 'SIX-PER-EM SPACE'],
  [0x2007, 'FIGURE SPACE'],
  [0x2008, 'PUNCTUATION SPACE'],
  [0x2009, 'THIN SPACE'],
  [0x200a, 'HAIR SPACE'],
  [0x200b, 'ZERO WIDTH SPACE'],
  [0x200c, 'ZERO WIDTH NON-JOINER'],
  [0x200d, 'ZERO WIDTH JOINER'],
  [0x200e, 'LEFT-TO-RIGHT MARK'],
  [0x200f, 'RIGHT-TO-LEFT MARK'],
  [0x2028, 'LINE SEPARATOR'],
  [0x2029, 'PARAGRAPH SEPARATOR'],
  [0x202a, 'LEFT-TO-RIGHT EMBEDDING'],
  [0x202b, 'RIGHT-TO-LEFT EMBEDDING'],
  [0x202c, 'POP DIRECTIONAL FORMATTING'],
  [0x202d, 'LEFT-TO-RIGHT OVERRIDE'],
  [0x202e, 'RIGHT-TO-LEFT OVERRIDE'],
  [0x202f, 'NARROW NO-BREAK SPACE'],
  [0x205f, 'MEDIUM MATHEMATICAL SPACE'],
  [0x2060, 'WORD JOINER'],
  [0x2066, 'LEFT-TO-RIGHT ISOLATE'],
  [0x2067, 'RIGHT-TO-LEFT ISOLATE'],
  [0x2068, 'FIRST STRONG ISOLATE'],
  [0x2069, 'POP DIRECTIONAL ISOLATE'],
  [0x3000, 'IDEOGRAPHIC SPACE'],
  [0xfeff, 'ZERO WIDTH NO-BREAK SPACE'],
])
