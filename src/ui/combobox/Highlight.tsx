import { Fragment } from 'react'
import { foldedWords, foldInPlace } from '#text/fold.ts'
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

/** Where marked and unmarked parts begin. What was looked for is compared as the search does it. */
function partsOf(text: string, match: string): { from: number; found: boolean }[] {
  const { folded, from, to } = foldInPlace(text)
  const marked = Array.from({ length: text.length }, () => false)
  for (const word of foldedWords(match))
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1))
      marked.fill(true, from[at], to[at + word.length - 1])
  // Blanks between two marked words belong to them: an element of blanks alone has no text to read out.
  for (const { 0: blanks, index } of text.matchAll(/\s+/g))
    if (marked[index - 1] && marked[index + blanks.length])
      marked.fill(true, index, index + blanks.length)
  const parts: { from: number; found: boolean }[] = []
  for (const [at, found] of marked.entries())
    if (parts.at(-1)?.found !== found) parts.push({ from: at, found })
  return parts
}
