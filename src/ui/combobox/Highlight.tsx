import { Fragment } from 'react'
import { foldText } from '#ui/basics/foldText.ts'
import css from './Highlight.module.css'

interface Props {
  text: string
  /** The search text; each of its words is marked wherever it occurs. */
  match: string
}

/**
 * A text with the part that was looked for marked. A browser that translates the page replaces the
 * text in here, and React could not take it away afterwards: so another match is another element.
 */
export function Highlight({ text, match }: Props) {
  const parts = partsOf(text, match)
  return (
    <span key={`${match} in ${text}`}>
      {parts.map(({ from, found }, index) => {
        const part = text.slice(from, parts[index + 1]?.from)
        return found ? (
          <mark key={from} className={css.mark}>
            {part}
          </mark>
        ) : (
          <Fragment key={from}>{part}</Fragment>
        )
      })}
    </span>
  )
}

/** Where marked and unmarked parts begin. Case and accents do not count, as in the search itself. */
function partsOf(text: string, match: string): { from: number; found: boolean }[] {
  const words = foldText(match).trim().split(/\s+/).filter(Boolean)
  const plain = foldText(text)
  const marked = Array.from({ length: text.length }, () => false)
  // A bare text of another length would mark the wrong letters.
  if (plain.length === text.length)
    for (const word of words)
      for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + 1))
        marked.fill(true, at, at + word.length)
  // Blanks between two marked words belong to them: an element of blanks alone has no text to read out.
  for (const { 0: blanks, index } of text.matchAll(/\s+/g))
    if (marked[index - 1] && marked[index + blanks.length])
      marked.fill(true, index, index + blanks.length)
  const parts: { from: number; found: boolean }[] = []
  for (const [from, found] of marked.entries())
    if (parts.at(-1)?.found !== found) parts.push({ from, found })
  return parts
}
