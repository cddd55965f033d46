/** Without case and accents, letter for letter: what is found keeps its place in the text. */
export function foldText(text: string): string {
  if (plain.test(text)) return text.toLowerCase()
  return Array.from(text, (letter) => {
    if (letter === '’') return "'"
    const base = letter.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
    return base.length === letter.length ? base : letter.toLowerCase()
  }).join('')
}

/** Nearly all there is to search, and much faster. */
const plain = /^[ -~]*$/
