import * as z from 'zod/mini'
import type { Gap } from '#contract/backend/backend.ts'
import { loopWatch } from '#contract/loopWatch.ts'
import { BackendError } from '#contract/api/refusal.ts'
import { words } from './en.ts'

/*
 * Our pages over those of Object Query, which hold 99 records at the most, are counted otherwise,
 * and come from one question each: a search for customers takes two, asked one after the other.
 */

const placeSchema = z.object({
  /** Which of the questions. */
  q: z.int().check(z.minimum(0), z.maximum(1)),
  /** Zuora's own cursor; null at its first page. */
  at: z.nullable(z.string()),
  /** The last record of that page that was shown already. */
  after: z.optional(z.string()),
  /** Where that page went on behind it. */
  index: z.optional(z.int().check(z.minimum(0))),
  /** Records to a page. It must stay the same from the first page to the last. */
  size: z.int().check(z.minimum(1), z.maximum(99)),
  /** A record that was shown out of turn. */
  shown: z.optional(z.string()),
})

/** Where the next page starts. */
export type Place = z.infer<typeof placeSchema>

interface Found<Item> {
  data: Item[]
  nextPage: string | null
  gap: Gap | undefined
}

/** One page of one question. */
export type Read<Item> = (question: number, at: string | null, size: number) => Promise<Found<Item>>

/** The most records that Object Query gives at once. */
export const longestPage = 99

/** Pages that are read for one of ours, at the most. What is left comes with the next one. */
const mostReads = 40

/** As text, and back. */
export function cursorOf(place: Place | null): string | null {
  return place && Buffer.from(JSON.stringify(place)).toString('base64url')
}

/** @throws BackendError for what is no cursor of ours */
export function placeOf(cursor: string): Place {
  try {
    return placeSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch (cause) {
    const problems = [{ field: 'cursor', message: words.refusals.cursor }]
    throw new BackendError({ kind: 'fields', problems }, { cause })
  }
}

interface Walk<Item> {
  from: Place
  questions: number
  limit: number
  read: Read<Item>
  wanted(item: Item, question: number): boolean
}

/**
 * As many of the wanted records from there on as asked for, question after question. A list that goes
 * round in circles is given up with a `gap`.
 */
export async function walk<Item extends { id: string }>({
  from,
  questions,
  limit,
  read,
  wanted,
}: Walk<Item>): Promise<{ items: Item[]; next: Place | null; gap?: Gap }> {
  const items: Item[] = []
  let gap: Gap | undefined
  let watch = loopWatch()
  let place = from
  const ended = (next: Place | null) => ({ items, next, ...(gap && { gap }) })
  for (let reads = 0; reads < mostReads; reads++) {
    const { data, nextPage, gap: lost } = await read(place.q, place.at, place.size)
    gap = gap === 'rest' ? gap : (lost ?? gap)
    const behind = data.findIndex(({ id }) => id === place.after) + 1
    // It moved on, perhaps over some that were not shown yet: better to show all of them twice.
    const start = behind > (place.index ?? behind) ? 0 : behind
    for (let index = start; index < data.length; index++) {
      const item = data[index]!
      if (!wanted(item, place.q)) continue
      if (items.length === limit) return ended({ ...place, after: data[index - 1]?.id, index })
      items.push(item)
    }
    const { q, size, shown } = place
    const isLoop = watch({ items: data, next: nextPage }) || (nextPage && nextPage === place.at)
    if (isLoop) gap = 'rest'
    if (nextPage && !isLoop) place = { q, at: nextPage, size, shown }
    else if (q + 1 < questions) {
      place = { q: q + 1, at: null, size, shown }
      watch = loopWatch()
    } else return ended(null)
    if (items.length >= limit) break
  }
  return ended(place)
}
