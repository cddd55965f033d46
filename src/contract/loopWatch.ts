import type { Page } from '#contract/backend/backend.ts'

/**
 * Looks at the pages of one list as they come.
 * @returns a function that is given each page, and says true where the list goes round in circles: a
 *   cursor that came before, or a page that goes on and brings nothing but what came before
 */
export function loopWatch(): (page: Page<{ id: string }>) => boolean {
  const cursors = new Set<string>()
  const ids = new Set<string>()
  return ({ items, next }) => {
    const isOld = items.length > 0 && items.every(({ id }) => ids.has(id))
    for (const { id } of items) ids.add(id)
    if (next === null) return false
    const isLoop = cursors.has(next) || isOld
    cursors.add(next)
    return isLoop
  }
}
