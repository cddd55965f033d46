import type { Gap, PageQuery } from '#contract/backend/backend.ts'
import type { WirePage } from './wire.ts'

/** The most a page may hold, by the vendor's own bounds. */
export const longestPage = 1000

export function pageParams(query: PageQuery): Record<string, string | undefined> {
  return {
    cursor: query.cursor ?? undefined,
    limit: query.limit === undefined ? undefined : String(Math.min(query.limit, longestPage)),
  }
}

/**
 * Where the list goes on, and whether something of it is missing. The reference says `has_next`, the
 * pagination guide `has_more`; a server that tells both must tell the same, one that says that there
 * is more must say where, and a cursor that leads to itself leads nowhere.
 * @param asked the cursor of this page; null for the first one
 */
export function placeAfter(
  page: WirePage<unknown>,
  asked: string | null | undefined,
): { next: string | null; gap?: Gap } {
  const next = cursorIn(page.next_cursor)
  const told = [page.has_next, page.has_more].filter((flag) => flag !== undefined && flag !== null)
  const rest = { next: null, gap: 'rest' } as const
  if (told.some((flag) => typeof flag !== 'boolean') || new Set(told).size > 1) return rest
  const goesOn = told.length > 0 ? told[0] === true : next !== null
  if (goesOn && (next === null || next === (asked ?? null))) return rest
  return { next: goesOn ? next : null, ...(page.lost > 0 && { gap: 'items' as const }) }
}

function cursorIn(raw: unknown): string | null {
  if (typeof raw === 'number') return `${raw}`
  return typeof raw === 'string' && raw !== '' ? raw : null
}
