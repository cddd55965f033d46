import type { Database } from '#contract/backend/vendor.ts'
import { searchTextOf } from './searchText.ts'

/** The most customers that one search looks at, however many would fit. */
export const mostMatches = 200
/** With fewer hits than this, and none that begins with the text, similar names are found too. */
const fewMatches = 5
/** Each word is a condition more; nobody's name takes more of them to find. */
const mostWords = 8
/** Of names that are merely similar, so many are compared. */
const mostCompared = 500
/** Similarity is measured by the first words, of about so many letters: they tell most. */
const lettersCompared = 12

interface Match {
  id: string
  search: string
}

/** Conditions that every match keeps, with `$1`… for `values`. */
interface Within {
  where: string
  values: unknown[]
}

/**
 * The ids of customers whose name fits the text, best first: names that begin with it, then those
 * with a word that does, then those that contain all its words, then similar ones.
 * @param wanted how many the caller needs; looking stops there, and at `mostMatches`
 */
export async function customersLike(
  database: Database,
  text: string,
  within: Within,
  wanted: number,
): Promise<string[]> {
  const search = searchTextOf(text)
  if (search === '') return []
  const words = text.split(/\s+/).map(searchTextOf).filter(Boolean).slice(0, mostWords)
  const most = Math.min(wanted, mostMatches)
  const found = new Map<string, Match>()
  const take = (matches: Match[]) => {
    for (const match of matches) if (!found.has(match.id)) found.set(match.id, match)
  }
  take(await beginningWith(database, search, within, most))
  const begun = found.size > 0
  if (found.size < most) take(await containing(database, words, within))
  if (found.size < fewMatches && !begun) take(await similarTo(database, words, within))
  return [...found.keys()].slice(0, most)
}

/** In the index's own order, so that it can stop early, and so that the shortest comes first. */
function beginningWith(database: Database, search: string, within: Within, most: number) {
  const at = within.values.length
  return database.query<Match>(
    `select id, search from dayzero.customers
     where ${within.where} and search >= $${at + 1} and search < $${at + 2}
     order by search, id limit $${at + 3}`,
    [...within.values, search, `${search}\u{10ffff}`, most],
  )
}

const makesTrigram = /[\p{L}\p{N}]{3}/u

async function containing(database: Database, words: string[], within: Within): Promise<Match[]> {
  const values = [...within.values]
  const conditions = words.map((word) => {
    if (makesTrigram.test(word)) return `search like $${values.push(`%${word}%`)}`
    // What makes no trigram by itself makes one with the blanks before a word.
    return `(search like $${values.push(`${word}%`)} or search like $${values.push(`% ${word}%`)})`
  })
  const matches = await byTrigrams<Match>(
    database,
    `select id, search from dayzero.customers
     where ${within.where} and ${conditions.join(' and ')} limit ${mostMatches}`,
    values,
  )
  const rank = (match: Match) => (` ${match.search}`.includes(` ${words.join(' ')}`) ? 0 : 1)
  return matches.toSorted((one, other) => rank(one) - rank(other) || byName(one, other))
}

function byName(one: Match, other: Match): number {
  if (one.search !== other.search) return one.search < other.search ? -1 : 1
  return one.id < other.id ? -1 : 1
}

async function similarTo(database: Database, words: string[], within: Within): Promise<Match[]> {
  const text = firstOf(words)
  if (text.length < 3) return []
  const close = closeness(text)
  const matches = await similarBy(database, text, within, close)
  if (matches.length > 0 || close <= loosest) return matches
  return similarBy(database, text, within, loosest)
}

function firstOf(words: string[]): string {
  let text = words[0] ?? ''
  for (const word of words.slice(1)) if (text.length < lettersCompared) text += ` ${word}`
  return text.slice(0, 2 * lettersCompared)
}

/** Below this, short names are similar to everything. */
const loosest = 0.33
const strictest = 0.6

/**
 * The share of trigrams that must be the same, of those that one of the two has. Two neighbouring
 * letters swapped change four of a word's trigrams, which are one more than its letters.
 */
function closeness(text: string): number {
  const trigrams = text.split(' ').reduce((sum, word) => sum + word.length + 1, 0)
  return Math.min(strictest, Math.max(loosest, (trigrams - 4) / (trigrams + 4)))
}

function similarBy(
  database: Database,
  text: string,
  within: Within,
  threshold: number,
): Promise<Match[]> {
  const likeness = `$${within.values.length + 1}`
  return byTrigrams<Match>(
    database,
    `select id, search from (
       select id, search from dayzero.customers
       where ${within.where} and ${likeness} operator(public.<%) search limit ${mostCompared}
     ) as matches
     order by public.word_similarity(${likeness}, search) desc, search, id limit ${mostMatches}`,
    [...within.values, text],
    { word_similarity_threshold: threshold },
  )
}

/**
 * Reads by the trigram index and by no other way. Where a text is frequent the planner would rather
 * read the table from its beginning, which is quick only while the names lie evenly in it.
 */
export async function byTrigrams<Row extends object>(
  database: Database,
  sql: string,
  values: unknown[],
  thresholds: Record<string, number> = {},
): Promise<Row[]> {
  const settings = [
    ...['enable_seqscan', 'enable_indexscan', 'enable_indexonlyscan'].map((it) => [it, 'off']),
    ...Object.entries(thresholds).map(([name, value]) => [`pg_trgm.${name}`, String(value)]),
  ].map(([name, value]) => `set_config('${name}', '${value}', true)`)
  return database.transaction(async (queries) => {
    await queries.query(`select ${settings.join(', ')}`)
    return queries.query<Row>(sql, values)
  })
}
