import { foldText } from '#text/fold.ts'

/** Long enough for any name, short enough for a B-tree entry. */
const longest = 255

/**
 * A name as its search column holds it: folded, words of letters and digits with one blank between
 * them. Names and search texts go through this same function, so that no extension of the database
 * is needed for accents. pg_trgm would take the marks that Thai and Hindi write most vowels with for
 * blanks.
 */
export function searchTextOf(name: string): string {
  const words = foldText(name)
    // Chinese and Japanese write no blanks: a character is as good as a word.
    .replace(/\p{Script=Han}/gu, ' $& ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  return [...words].slice(0, longest).join('').trim()
}
