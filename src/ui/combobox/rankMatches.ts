import { nameKey } from '#text/fold.ts'

/** Something to choose while typing. It may be typed by its code or by another name, too. */
export interface Suggestion {
  name: string
  code?: string
  aliases?: readonly string[]
}

/** A suggestion that fits, and the alias by which it does, where its name does not. */
export interface Match extends Suggestion {
  alias?: string
}

/**
 * What fits the letters that were typed, the likeliest first: what has them for its code or for a
 * name it goes by, then the names that start with them, the names with a word that does, and those
 * that hold them anywhere. What is equally likely keeps its order.
 */
export function rankMatches(all: readonly Suggestion[], typed: string): readonly Match[] {
  const sought = nameKey(typed)
  if (sought === '') return all
  const ranks: Match[][] = [[], [], [], []]
  for (const suggestion of all) {
    const match = matchOf(suggestion, sought)
    ranks[match.rank]?.push(match.alias === undefined ? suggestion : match)
  }
  return ranks.flat()
}

function matchOf(suggestion: Suggestion, sought: string): Match & { rank: number } {
  const { name, code, aliases = [] } = suggestion
  const own = code !== undefined && nameKey(code) === sought ? 0 : rankOf(name, sought)
  let best: Match & { rank: number } = { ...suggestion, rank: own }
  if (own > 1)
    for (const alias of aliases) {
      const rank = rankOf(alias, sought)
      // Of three letters, all have to be there: they are a code, and begin like any name. Inside of
      // a name that nobody sees, letters explain nothing.
      const fits = rank === 0 || (rank < 3 && alias.length > 3)
      if (fits && rank < best.rank) best = { ...suggestion, rank, alias }
    }
  return best
}

/** 0: all of it, 1: its beginning, 2: the beginning of a word, 3: anywhere, 4: nowhere. */
function rankOf(name: string, sought: string): number {
  const key = nameKey(name)
  if (key === sought) return 0
  if (key.startsWith(sought)) return 1
  if (key.includes(` ${sought}`)) return 2
  return key.includes(sought) ? 3 : 4
}
