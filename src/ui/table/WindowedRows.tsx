import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual'
import {
  useEffect,
  useLayoutEffect,
  type ComponentProps,
  type ReactNode,
  type RefObject,
} from 'react'
import { longListText } from '#text/longListText.ts'
import { classes } from '#ui/classes.ts'
import { useNotices } from '#ui/notices/Notices.tsx'
import { shortcutOf } from '#ui/shortcut.ts'
import css from './Table.module.css'

/** Where a row lies when not all of them are in the page. */
export interface RowPlace {
  start: number
  measure(element: HTMLElement | null): void
}

interface Props {
  body: ComponentProps<'tbody'>
  scroller: RefObject<HTMLElement | null>
  keys: readonly string[]
  rowHeight: number
  /** Rows that stay in the page wherever it is scrolled: they may hold the focus. */
  keep: readonly number[]
  rowAt(index: number, place: RowPlace): ReactNode
  /** Others rows are in the page now. */
  onDrawn(): void
}

/** Only the rows in sight, and a few beyond. Strips and notes make a row higher: each is measured. */
export function WindowedRows({ body, scroller, keys, rowHeight, keep, rowAt, onDrawn }: Props) {
  'use no memo'
  useWordAboutFind(keys.length)
  // eslint-disable-next-line react-hooks/incompatible-library -- its rows are memoised by hand
  const rows = useVirtualizer<HTMLElement, HTMLElement>({
    count: keys.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => keys[index] ?? index,
    overscan: 8,
    rangeExtractor: (range: Range) => withKept(defaultRangeExtractor(range), keep, range.count),
  })

  useLayoutEffect(onDrawn)

  // Rows out of sight were measured at another height; those in sight tell theirs again.
  useLayoutEffect(() => {
    rows.measure()
    // Forgetting is lazy: without this question a height that stayed the same would not count.
    rows.getTotalSize()
    for (const row of rows.elementsCache.values())
      if (row.isConnected) rows.resizeItem(rows.indexFromElement(row), row.offsetHeight)
  }, [rows, rowHeight])

  return (
    <tbody
      {...body}
      className={classes(body.className, css.windowed)}
      style={{ height: rows.getTotalSize() }}
    >
      {rows
        .getVirtualItems()
        .map(({ index, start }) => rowAt(index, { start, measure: rows.measureElement }))}
    </tbody>
  )
}

/**
 * The browser finds only what is in the page. Whoever opens its search is told, and keeps it: there is
 * more on the page than the list.
 */
function useWordAboutFind(count: number): void {
  const { showNotice } = useNotices()
  useEffect(() => {
    function listen(event: KeyboardEvent) {
      if (shortcutOf(event) !== 'Mod+f' || event.repeat) return
      showNotice({ tone: 'done', message: longListText.findSeesPart(count) })
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [count, showNotice])
}

function withKept(range: number[], keep: readonly number[], count: number): number[] {
  const kept = keep.filter((index) => index >= 0 && index < count && !range.includes(index))
  return [...range, ...kept].toSorted((a, b) => a - b)
}
