import { foldText } from '#ui/basics/foldText.ts'

/** Something to choose while typing. It may be typed by its code, too. */
export interface Suggestion {
  name: string
  code?: string
}

/**
 * What fits the letters that were typed, the likeliest first: what has them for its code, then the
 * names that start with them, the names with a word that does, and those that hold them anywhere.
 * Case and accents do not count; what is equally likely keeps its order.
 */
export function rankMatches(all: readonly Suggestion[], typed: string): readonly Suggestion[] {
  const sought = foldText(typed.trim())
  if (sought === '') return all
  const ranks: Suggestion[][] = [[], [], [], []]
  for (const suggestion of all) ranks[rankOf(suggestion, sought)]?.push(suggestion)
  return ranks.flat()
}

function rankOf({ name, code }: Suggestion, sought: string): number {
  if (code !== undefined && foldText(code) === sought) return 0
  const text = foldText(name)
  const first = text.indexOf(sought)
  if (first <= 0) return first === 0 ? 1 : -1
  for (let at = first; at >= 0; at = text.indexOf(sought, at + 1))
    if (!/[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) return 2
  return 3
}
