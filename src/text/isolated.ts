/** Characters that are written from right to left, or change the direction of their neighbours. */
const turning =
  /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/** Some of them end a paragraph, and with it everything that keeps a name to itself. */
const endsParagraph = /[\p{Cc}\u2029]/gu

const opens = /[\u2066-\u2068]/
const closes = '\u2069'

/**
 * A text from outside, within a sentence of ours: whatever it holds, it leaves the words around it in
 * their order. What turns nothing stays as it is. Not for the names of buttons, which have to be
 * found by plain text and stand by themselves anyway.
 */
export function bidiIsolate(name: string): string {
  if (!turning.test(name)) return name
  const line = name.replace(endsParagraph, ' ')
  let open = 0
  let stray = 0
  for (const character of line)
    if (opens.test(character)) open++
    else if (character === closes && open > 0) open--
    else if (character === closes) stray++
  // A mark of its own that closes too much, or nothing, has to find one of ours.
  return '\u2068'.repeat(1 + stray) + line + closes.repeat(1 + open)
}
