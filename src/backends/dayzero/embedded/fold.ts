/** Letters that look like another with something on it, but are no composition in Unicode. */
const lookAlikes: Record<string, string> = {
  ß: 'ss',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
}

/** Long enough for any name, short enough for a B-tree entry. */
const longest = 255

/**
 * A name as it is searched: lower case, no accents or vowel signs, words with one blank between
 * them. Names and search texts go through this same function. pg_trgm would take the marks that
 * Thai and Hindi write most vowels with for blanks.
 */
export function folded(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[ßøđðłħŧıæœþ]/g, (letter) => lookAlikes[letter] ?? letter)
    .replace(/['’ʼ`]/g, '')
    // Chinese and Japanese write no blanks: a character is as good as a word.
    .replace(/\p{Script=Han}/gu, ' $& ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  return [...plain].slice(0, longest).join('')
}
